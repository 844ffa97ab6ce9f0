package com.hcomp.app.lifecycle;

import java.time.Duration;

/** Lets time pass. */
interface Pause {

  /** Returns after that time, or at once if the thread is interrupted. */
  void last(Duration duration);
}
