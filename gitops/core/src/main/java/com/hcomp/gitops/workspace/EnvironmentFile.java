package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One file of argocd-root/environments. */
final class EnvironmentFile {
  private static final String RELEASE = "release";

  private EnvironmentFile() {}

  /**
   * @param prefix what the names of all applications begin with
   */
  static Environment read(Path file, String prefix) {
    YamlFile yaml = YamlFile.read(file);
    String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
    return new Environment(
        name,
        prefix + "-" + name,
        yaml.required("cluster"),
        yaml.required("namespace"),
        yaml.required("project"),
        pin(yaml),
        List.of(),
        List.of());
  }

  private static Optional<Pin> pin(YamlFile yaml) {
    if (!yaml.has(RELEASE)) {
      return Optional.empty();
    }
    String version = yaml.required(RELEASE, "version");
    String digest = yaml.required(RELEASE, "digest");
    if (!Version.isVersion(version) || !Digest.isDigest(digest)) {
      throw new Problem(
              "BAD-PIN",
              "A pin is an exact version and its digest (sha256: and 64 hexadecimal digits).",
              yaml.location(RELEASE, Version.isVersion(version) ? "digest" : "version"),
              "Take it back:  git checkout -- " + yaml.file())
          .asException();
    }
    return Optional.of(new Pin(new Version(version), new Digest(digest)));
  }

  /** Writes a pin, and beside it what Argo CD's own pages show of the release. */
  static void write(Path file, Pin pin, Payload payload) {
    YamlFile.read(file)
        .with(pin.version().value(), RELEASE, "version")
        .with(pin.digest().value(), RELEASE, "digest")
        .with(payload.charts(), RELEASE, "chart")
        .with(payload.images(), RELEASE, "image")
        .write();
  }
}
