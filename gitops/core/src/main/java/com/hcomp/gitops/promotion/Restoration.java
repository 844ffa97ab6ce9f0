package com.hcomp.gitops.promotion;

import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.helm.ChartArchive;
import com.hcomp.gitops.history.PinnedRelease;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.workspace.ConfigModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings a config module back to what a release was made of. */
record Restoration(Situation situation) {
  private static final String POM = "pom.xml";

  /**
   * Lays the module's files out as they were: from the commit that pinned the release; where that
   * one hasn't got them, as after a pin that was moved by hand, from the release itself. The pom
   * belongs to the build and not to the release, so only its version changes.
   */
  void restore(Environment environment, PinnedRelease back, Release release) {
    Path module = situation.workspace().root().resolve(environment.configModule());
    byte[] pom = read(module.resolve(POM));
    if (back.payload().isPresent()) {
      BaseCommit base = situation.base();
      base.restore(back.commit().id(), environment.configModule());
      write(module.resolve(POM), pom);
    }
    ConfigModule restored = situation.workspace().withVersion(environment, back.pin().version());
    if (!restored.payload().fingerprint().equals(release.payload().fingerprint())) {
      ChartArchive archive = situation.releases().archive(environment, back.pin());
      byte[] values = archive.files().get("values.yaml");
      if (values != null) {
        write(module.resolve("values.yaml"), values);
      }
      situation.workspace().config(environment).withPayload(release.payload());
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
