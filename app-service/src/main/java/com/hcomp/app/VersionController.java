package com.hcomp.app;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** Answers what runs here, so that a deployment can be proved from outside. */
@Controller("/version")
public final class VersionController {
  private final BuildInformation build;
  private final String environment;
  private final InstanceName instance;

  VersionController(
      BuildInformation build,
      @Value("${hcomp.environment}") String environment,
      InstanceName instance) {
    this.build = build;
    this.environment = environment;
    this.instance = instance;
  }

  @Get
  Version version() {
    return new Version(
        build.version(), build.commit(), build.commitTime(), environment, instance.value());
  }
}
