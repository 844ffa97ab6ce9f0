package com.hcomp.app;

import io.micronaut.runtime.Micronaut;

/** Starts the service. */
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    Micronaut.build(arguments)
        .mainClass(Application.class)
        .banner(false)
        .deduceEnvironment(false)
        .start();
  }
}
