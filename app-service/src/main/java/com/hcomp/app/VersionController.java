package com.hcomp.app;

import com.hcomp.app.configuration.ServiceConfiguration;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** Answers what runs here, so that a deployment can be proved from outside. */
@Controller("/version")
public final class VersionController {
  private final Version version;

  VersionController(BuildInformation build, ServiceConfiguration configuration) {
    this.version =
        new Version(
            build.version(),
            build.commit(),
            build.commitTime(),
            configuration.environment(),
            configuration.instance());
  }

  @Get
  Version version() {
    return version;
  }
}
