package com.hcomp.gitops.promotion;

import com.hcomp.gitops.helm.ChartArchive;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Releases as the registry has them: by digest, which never changes, so each is read once. */
public final class PublishedReleases {
  private final Registry registry;
  private final Map<Digest, byte[]> archives = new ConcurrentHashMap<>();

  public PublishedReleases(Registry registry) {
    this.registry = registry;
  }

  /**
   * What a pin of an environment names.
   *
   * @throws com.hcomp.gitops.model.ProblemException RELEASE-MISSING if the registry hasn't got it,
   *     and whatever the registry's answer is if that is no clear one
   */
  public Release of(Environment environment, Pin pin) {
    ChartArchive archive = archive(environment, pin);
    String name = environment.configModule() + " " + pin;
    YamlFile chart = file(archive, name, "Chart.yaml");
    YamlFile values = file(archive, name, "values.yaml");
    if (!archive.version().equals(pin.version())) {
      throw new Problem(
              "PIN-DISAGREES",
              environment.name()
                  + " is pinned to version "
                  + pin.version()
                  + " and to a digest that is version "
                  + archive.version()
                  + ": a pin says the same twice.",
              "Take the pin back, or go to a release that ran there:\n"
                  + "mvn gitops:rollback -Dgitops.environment="
                  + environment.name())
          .asException();
    }
    Payload payload = ConfigModule.payload(chart, values);
    return new Release(environment.name(), pin, payload);
  }

  /** The package of a release, a .tgz. */
  public byte[] bytes(Environment environment, Pin pin) {
    return archives.computeIfAbsent(
        pin.digest(),
        digest -> {
          String repository = repository(environment);
          if (registry.digest(repository, digest.value()).isEmpty()) {
            throw new Problem(
                    "RELEASE-MISSING",
                    environment.configModule()
                        + " "
                        + pin
                        + " is not in "
                        + registry.address()
                        + ", so no cluster can run it.",
                    "Name a release that is there:\nmvn gitops:history -Dgitops.environment="
                        + environment.name())
                .asException();
          }
          return registry.chartArchive(repository, digest);
        });
  }

  /** What is published under a version; empty if nothing is. */
  public Optional<Digest> digest(Environment environment, String version) {
    return registry.digest(repository(environment), version);
  }

  ChartArchive archive(Environment environment, Pin pin) {
    return ChartArchive.read(
        bytes(environment, pin), repository(environment) + "@" + pin.digest().abbreviated());
  }

  private static YamlFile file(ChartArchive archive, String release, String name) {
    byte[] content = archive.files().get(name);
    return YamlFile.of(
        Path.of(release, name), content == null ? "" : new String(content, StandardCharsets.UTF_8));
  }

  private static String repository(Environment environment) {
    return Candidate.Kind.RELEASE.repository(environment.configModule());
  }
}
