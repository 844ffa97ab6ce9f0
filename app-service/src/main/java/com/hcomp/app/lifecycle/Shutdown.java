package com.hcomp.app.lifecycle;

import com.hcomp.app.configuration.ServiceConfiguration;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import jakarta.inject.Singleton;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the service, in an order that loses no request: readiness is given up; requests are
 * taken for a while longer, because those who send them learn of it late; then the ports are closed
 * and requests under way are answered; then everything stops.
 */
@Singleton
final class Shutdown {
  private static final Logger LOGGER = LoggerFactory.getLogger(Shutdown.class);

  private final ApplicationContext context;
  private final ServiceConfiguration configuration;
  private final Traffic traffic;
  private final Pause pause;
  private final GracefulShutdownManager servers;

  Shutdown(
      ApplicationContext context,
      ServiceConfiguration configuration,
      Traffic traffic,
      Pause pause,
      GracefulShutdownManager servers) {
    this.context = context;
    this.configuration = configuration;
    this.traffic = traffic;
    this.pause = pause;
    this.servers = servers;
  }

  void run() {
    LOGGER.info(
        "Shutting down: not ready; requests are taken for {} more and then have {} to end",
        configuration.shutdownDelay(),
        configuration.shutdownGrace());
    traffic.refuse();
    pause.last(configuration.shutdownDelay());
    drain();
    context.close();
    LOGGER.info("Shut down");
  }

  private void drain() {
    try {
      servers
          .shutdownGracefully()
          .toCompletableFuture()
          .orTimeout(configuration.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException | CancellationException e) {
      LOGGER.warn(
          "Requests were still under way after {} and are cut off",
          configuration.shutdownGrace(),
          e);
    }
  }
}
