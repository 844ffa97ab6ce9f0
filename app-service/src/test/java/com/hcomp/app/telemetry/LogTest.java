package com.hcomp.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.hcomp.app.GreetingController;
import com.hcomp.app.RunningService;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** What a program that reads the log gets. */
@MicronautTest
@Tag("slow")
@Isolated("Other services of this process would write to the same log.")
class LogTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(GreetingController.class);
  private final RunningService service;
  private final ObjectMapper json;

  LogTest(EmbeddedServer server, ObjectMapper json) {
    this.service = new RunningService(server);
    this.json = json;
  }

  @BeforeEach
  void listen() {
    JsonLines encoder = new JsonLines();
    encoder.start();
    LoggerContext context = logger.getLoggerContext();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(output);
    appender.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(appender);
  }

  @AfterEach
  void endListening() {
    logger.detachAppender(appender);
    logger.setLevel(null);
  }

  @Test
  void aRequestsMessagesCarryItsTrace() throws Exception {
    service.get(
        service.application(),
        "traceparent",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    service.get(service.application());

    List<Map<String, String>> messages = messages();
    assertThat(messages).hasSize(2);
    assertThat(messages.get(0))
        .hasEntrySatisfying("message", message -> assertThat(message).endsWith(" of stg"))
        .containsEntry("level", "DEBUG")
        .containsEntry("logger", "com.hcomp.app.GreetingController")
        .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
        .containsKeys("timestamp", "thread", "span_id");
    assertThat(messages.get(1).get("trace_id"))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void aMessageStaysOneLineWhateverIsInIt() throws Exception {
    logger.info("two\nlines and a \"quote\"", new IllegalStateException("and a cause"));

    assertThat(output.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(messages().get(0))
        .containsEntry("message", "two\nlines and a \"quote\"")
        .doesNotContainKey("trace_id")
        .hasEntrySatisfying(
            "exception",
            trace ->
                assertThat(trace)
                    .startsWith("java.lang.IllegalStateException: and a cause")
                    .contains("at " + LogTest.class.getName()));
  }

  private List<Map<String, String>> messages() {
    return output.toString(StandardCharsets.UTF_8).lines().map(this::message).toList();
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> message(String line) {
    try {
      return json.readValue(line, Map.class);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
