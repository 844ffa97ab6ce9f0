package com.hcomp.app.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.hcomp.app.configuration.ServiceConfiguration;
import io.micronaut.context.annotation.Context;
import org.slf4j.LoggerFactory;

/** Applies what the configuration says of logs, as soon as it is known. */
@Context
final class LogSettings {
  private static final String OWN_PACKAGE = "com.hcomp";

  LogSettings(ServiceConfiguration configuration) {
    LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    LogConfigurator.configure(logging, configuration.logFormat());
    logging.getLogger(OWN_PACKAGE).setLevel(Level.convertAnSLF4JLevel(configuration.logLevel()));
  }
}
