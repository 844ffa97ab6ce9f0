package com.hcomp.app;

import com.hcomp.app.configuration.ServiceConfiguration;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Greets, where the feature {@code hcomp.greeting-enabled} is on; elsewhere it isn't there. */
@Controller
@Requires(property = "hcomp.greeting-enabled", value = "true")
public final class GreetingController {
  private static final Logger LOGGER = LoggerFactory.getLogger(GreetingController.class);

  private final String environment;

  GreetingController(ServiceConfiguration configuration) {
    this.environment = configuration.environment();
  }

  @Get(produces = MediaType.TEXT_PLAIN)
  String greeting() {
    LOGGER.debug("greeting a visitor of {}", environment);
    return "Hello from " + environment + "\n";
  }
}
