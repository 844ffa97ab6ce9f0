package com.hcomp.app.lifecycle;

import jakarta.inject.Singleton;
import java.time.Duration;

/** The machine's own time. */
@Singleton
final class Sleep implements Pause {

  @Override
  public void last(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
