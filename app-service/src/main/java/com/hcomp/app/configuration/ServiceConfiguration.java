package com.hcomp.app.configuration;

import com.hcomp.app.telemetry.LogFormat;
import io.micronaut.context.annotation.ConfigurationInject;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import org.slf4j.event.Level;

/**
 * What the service is told, by properties {@code hcomp.*} or environment variables {@code HCOMP_*}.
 * It is read and checked once, at the start: a value that is not allowed ends the start. What holds
 * where nothing is said stands in application.properties.
 *
 * @param environment the environment's name, such as {@code stg}
 * @param instance the name of this instance among its replicas: the pod's
 * @param greetingEnabled whether {@code GET /} greets
 * @param logLevel the least level of the service's own log messages that is printed
 * @param logFormat how log messages are printed
 * @param shutdownDelay how long requests are still taken after readiness was given up, so that
 *     whoever sends them hears of it; at most a minute
 * @param shutdownGrace how long requests under way may then take to end; at most five minutes
 */
@Context
@ConfigurationProperties("hcomp")
public record ServiceConfiguration(
    String environment,
    String instance,
    boolean greetingEnabled,
    Level logLevel,
    LogFormat logFormat,
    Duration shutdownDelay,
    Duration shutdownGrace) {

  /**
   * Reads the values as they were given. Micronaut's own conversion takes any word for a boolean,
   * and says of a wrong value neither which property has it nor what is allowed.
   *
   * @throws BadSetting if a value is not allowed
   */
  @ConfigurationInject
  ServiceConfiguration(
      String environment,
      String instance,
      String greetingEnabled,
      String logLevel,
      String logFormat,
      String shutdownDelay,
      String shutdownGrace) {
    this(
        new Setting("hcomp.environment", environment).name(),
        new Setting("hcomp.instance", instance).name(),
        new Setting("hcomp.greeting-enabled", greetingEnabled).bool(),
        new Setting("hcomp.log-level", logLevel).oneOf(Level.class),
        new Setting("hcomp.log-format", logFormat).oneOf(LogFormat.class),
        new Setting("hcomp.shutdown-delay", shutdownDelay).duration(Duration.ofMinutes(1)),
        new Setting("hcomp.shutdown-grace", shutdownGrace).duration(Duration.ofMinutes(5)));
  }
}
