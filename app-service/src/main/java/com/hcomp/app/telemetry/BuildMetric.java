package com.hcomp.app.telemetry;

import com.hcomp.app.BuildInformation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** {@code hcomp_build_info}, always 1: its labels say which build the other figures are of. */
@Singleton
final class BuildMetric implements MeterBinder {
  private final BuildInformation build;

  BuildMetric(BuildInformation build) {
    this.build = build;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("hcomp.build.info", () -> 1)
        .description("The build that runs")
        .tag("version", build.version())
        .tag("commit", build.commit())
        .register(registry);
  }
}
