package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Commit;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.workspace.ConfigModule;
import com.hcomp.gitops.workspace.EnvironmentFile;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An environment's files as a commit left them that touched its pin file.
 *
 * @param commit the commit
 * @param name the environment
 * @param pinFile empty if the commit removed it
 * @param chart its config module's Chart.yaml, if it has one
 * @param values its config module's values.yaml, if it has one
 */
record Snapshot(
    Commit commit,
    String name,
    Optional<byte[]> pinFile,
    Optional<byte[]> chart,
    Optional<byte[]> values) {

  /**
   * The environment as the pin file has it.
   *
   * @throws ProblemException if it can't be read, as after a bad merge
   */
  Optional<Environment> environment() {
    return pinFile.map(bytes -> EnvironmentFile.read(yaml(name + ".yaml", bytes), ""));
  }

  /** What the release of a pin carries; empty if the config module is of another version. */
  Optional<Payload> payload(Pin pin) {
    if (chart.isEmpty() || values.isEmpty()) {
      return Optional.empty();
    }
    try {
      YamlFile description = yaml("Chart.yaml", chart.get());
      return description.scalar("version").filter(pin.version().value()::equals).isPresent()
          ? Optional.of(ConfigModule.payload(description, yaml("values.yaml", values.get())))
          : Optional.empty();
    } catch (ProblemException unreadable) {
      return Optional.empty();
    }
  }

  private static YamlFile yaml(String name, byte[] bytes) {
    return YamlFile.of(Path.of(name), new String(bytes, StandardCharsets.UTF_8));
  }
}
