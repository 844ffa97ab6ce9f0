package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Commit;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Lazy;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.EnvironmentFile;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** An environment's files as a commit left them that touched its pin file. */
final class Snapshot {
  private final Commit commit;
  private final String name;
  private final Files files;
  // There may be thousands, and few are asked for.
  private final Lazy<State> state = new Lazy<>(this::read);

  /**
   * What is read of them; empty what the commit hasn't got.
   *
   * @param pinFile the environment's own file
   * @param chart its config module's Chart.yaml
   * @param values its config module's values.yaml
   */
  record Files(Optional<byte[]> pinFile, Optional<byte[]> chart, Optional<byte[]> values) {}

  /**
   * What the pin file says.
   *
   * @param readable not so after a bad merge, for example
   * @param environment empty if there is no file, or it isn't readable
   */
  record State(boolean readable, Optional<Environment> environment) {
    Optional<Pin> pin() {
      return environment.flatMap(Environment::pin);
    }
  }

  Snapshot(Commit commit, String name, Files files) {
    this.commit = commit;
    this.name = name;
    this.files = files;
  }

  Commit commit() {
    return commit;
  }

  State state() {
    return state.get();
  }

  private State read() {
    try {
      return new State(
          true,
          files.pinFile().map(bytes -> EnvironmentFile.read(yaml(name + ".yaml", bytes), "")));
    } catch (ProblemException unreadable) {
      return new State(false, Optional.empty());
    }
  }

  boolean pins(Digest release) {
    return state().pin().map(Pin::digest).filter(release::equals).isPresent();
  }

  /** What the release of a pin carries; empty if the config module is of another version. */
  Optional<Payload> payload(Pin pin) {
    if (files.chart().isEmpty() || files.values().isEmpty()) {
      return Optional.empty();
    }
    try {
      YamlFile chart = yaml("Chart.yaml", files.chart().get());
      return chart.scalar("version").filter(pin.version().value()::equals).isPresent()
          ? Optional.of(ConfigModule.payload(chart, yaml("values.yaml", files.values().get())))
          : Optional.empty();
    } catch (ProblemException unreadable) {
      return Optional.empty();
    }
  }

  private static YamlFile yaml(String name, byte[] bytes) {
    return YamlFile.of(Path.of(name), new String(bytes, StandardCharsets.UTF_8));
  }
}
