package com.hcomp.app.lifecycle;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Whether the service wants requests: it does until it is told to end. */
@Singleton
@Readiness
final class Traffic implements HealthIndicator {
  private volatile boolean wanted = true;

  /** Takes what comes, and tells everybody to send it elsewhere. */
  void refuse() {
    wanted = false;
  }

  boolean isWanted() {
    return wanted;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    HealthStatus status = wanted ? HealthStatus.UP : HealthStatus.DOWN;
    return Publishers.just(HealthResult.builder("traffic", status).build());
  }
}
