package com.hcomp.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What the build wrote about itself. Each value is {@code unknown} where no build has run, as in an
 * IDE.
 *
 * @param version the version that was built: the tag of the image
 * @param commit the Git commit that last touched what goes into the image
 * @param commitTime when that commit was made, ISO-8601
 */
public record BuildInformation(String version, String commit, String commitTime) {
  static final String RESOURCE = "META-INF/build-info.properties";
  private static final String UNKNOWN = "unknown";

  /**
   * Reads the build's resource.
   *
   * @throws IOException if the resource is there and can't be read
   */
  static BuildInformation read(ClassLoader classes) throws IOException {
    Properties properties = new Properties();
    try (InputStream resource = classes.getResourceAsStream(RESOURCE)) {
      if (resource != null) {
        properties.load(resource);
      }
    }
    return new BuildInformation(
        properties.getProperty("build.version", UNKNOWN),
        properties.getProperty("build.commit", UNKNOWN),
        properties.getProperty("build.time", UNKNOWN));
  }
}
