package com.hcomp.app;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Reads the build's facts once, at the first question. */
@Factory
final class BuildInformationFactory {

  @Singleton
  BuildInformation buildInformation() throws IOException {
    return BuildInformation.read(BuildInformationFactory.class.getClassLoader());
  }
}
