package com.hcomp.app;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** The name that the configuration gives, by default the host name. */
@Singleton
final class ConfiguredInstanceName implements InstanceName {
  private final String name;

  ConfiguredInstanceName(@Value("${hcomp.instance}") String name) {
    this.name = name;
  }

  @Override
  public String value() {
    return name;
  }
}
