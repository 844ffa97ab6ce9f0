package com.hcomp.gitops.registry;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The files where {@code helm registry login} and {@code docker login} keep what they were told.
 *
 * @param helm Helm's
 * @param docker Docker's, which Jib reads too
 */
public record LoginFiles(Path helm, Path docker) {

  /** Where both programs look for the user who runs this, by the environment and the system. */
  public static LoginFiles ofUser() {
    return of(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        System.getProperty("os.name").toLowerCase(Locale.ROOT));
  }

  static LoginFiles of(Map<String, String> environment, Path home, String system) {
    return new LoginFiles(helm(environment, home, system), docker(environment, home));
  }

  private static Path helm(Map<String, String> environment, Path home, String system) {
    String file = environment.getOrDefault("HELM_REGISTRY_CONFIG", "");
    if (!file.isEmpty()) {
      return Path.of(file);
    }
    String helmFolder = environment.getOrDefault("HELM_CONFIG_HOME", "");
    String xdgFolder = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String appData = environment.getOrDefault("APPDATA", "");
    Path folder;
    if (!helmFolder.isEmpty()) {
      folder = Path.of(helmFolder);
    } else if (!xdgFolder.isEmpty()) {
      folder = Path.of(xdgFolder, "helm");
    } else if (system.startsWith("mac")) {
      folder = home.resolve("Library").resolve("Preferences").resolve("helm");
    } else if (system.startsWith("windows") && !appData.isEmpty()) {
      folder = Path.of(appData, "helm");
    } else {
      folder = home.resolve(".config").resolve("helm");
    }
    return folder.resolve("registry").resolve("config.json");
  }

  private static Path docker(Map<String, String> environment, Path home) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return (folder.isEmpty() ? home.resolve(".docker") : Path.of(folder)).resolve("config.json");
  }
}
