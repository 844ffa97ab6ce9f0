package com.hcomp.app.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Has logs printed to standard output. Logback finds it by its name in META-INF/services; an XML
 * file would take longer to read than all of this service's own code to start.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{36}%replace( [%X{trace_id}]){' \\[\\]', ''} - %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    configure(logging, LogFormat.AUTO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Has all loggers print in a format, and no longer in another. */
  static void configure(LoggerContext logging, LogFormat format) {
    Encoder<ILoggingEvent> encoder = isText(format) ? text() : new JsonLines();
    encoder.setContext(logging);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(logging);
    console.setEncoder(encoder);
    console.start();
    ch.qos.logback.classic.Logger root = logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console);
    root.setLevel(Level.INFO);
  }

  // The image's runtime has the console of java.base alone, which is there at a terminal only.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isText(LogFormat format) {
    return format == LogFormat.TEXT || (format == LogFormat.AUTO && System.console() != null);
  }

  private static PatternLayoutEncoder text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }
}
