package com.hcomp.app.lifecycle;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service from its start to the signal that ends it. Micronaut's own way to run a server closes
 * its ports at that signal before anything else; here {@link Shutdown} decides what comes when.
 */
public final class Service {
  private static final Logger LOGGER = LoggerFactory.getLogger(Service.class);

  private final EmbeddedServer server;

  private Service(EmbeddedServer server) {
    this.server = server;
  }

  /**
   * Starts it, and returns while it runs; a signal to the process ends it.
   *
   * @param arguments properties, as Micronaut takes them: {@code -hcomp.environment=stg}
   * @param errors where a person is told why it can't start
   * @return false if it can't start
   */
  public static boolean start(String[] arguments, PrintStream errors) {
    try {
      Service service = open(arguments);
      Runtime.getRuntime().addShutdownHook(new Thread(service::shutDown, "shutdown"));
      return true;
    } catch (RuntimeException e) {
      Optional<String> line = StartupProblem.line(e);
      line.ifPresentOrElse(errors::println, () -> e.printStackTrace(errors));
      return false;
    }
  }

  static Service open(String... arguments) {
    Instant start = Instant.now();
    ApplicationContext context =
        ApplicationContext.builder()
            .args(arguments)
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .banner(false)
            .build();
    try {
      context.start();
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      LOGGER.info(
          "Startup completed in {} ms. Server Running: {}",
          Duration.between(start, Instant.now()).toMillis(),
          server.getContextURI());
      return new Service(server);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** Where the application is served. */
  URI application() {
    return URI.create("http://localhost:" + server.getPort());
  }

  /** Where probes and metrics are served. */
  URI management() {
    int port = server.getEnvironment().getRequiredProperty("endpoints.all.port", Integer.class);
    return URI.create("http://localhost:" + port);
  }

  void shutDown() {
    server.getApplicationContext().getBean(Shutdown.class).run();
  }
}
