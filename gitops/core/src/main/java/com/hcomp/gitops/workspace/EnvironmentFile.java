package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One file of argocd-root/environments: where an environment is, and its pin. */
public final class EnvironmentFile {
  private static final String RELEASE = "release";
  private static final String REPLACED = "replaced";
  private static final String HELD = "held";
  private static final int MOST_REPLACED = 5;

  private EnvironmentFile() {}

  /**
   * Reads an environment.
   *
   * @param yaml the file; its name is the environment's
   * @param prefix what the names of all applications begin with
   * @throws com.hcomp.gitops.model.ProblemException with everything that is wrong with its pin
   */
  public static Environment read(YamlFile yaml, String prefix) {
    String name = yaml.file().getFileName().toString().replaceFirst("\\.yaml$", "");
    PinReader reader = new PinReader(yaml);
    Environment environment =
        new Environment(
            name,
            prefix + "-" + name,
            yaml.required("cluster"),
            yaml.required("namespace"),
            yaml.required("project"),
            pin(yaml),
            reader.replaced(REPLACED),
            reader.held(HELD));
    reader.throwProblems();
    return environment;
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

  /**
   * Writes a pin, beside it what Argo CD's own pages show of the release, and what became of
   * releases before. Entries that are there already keep their lines and comments.
   *
   * @param replaced newest first; what a newer entry or the pin makes needless is left out
   * @param held newest first; what is there twice is left out
   */
  static void write(Path file, Pin pin, Payload payload, List<Replaced> replaced, List<Held> held) {
    YamlFile yaml =
        YamlFile.read(file)
            .with(pin.version().value(), RELEASE, "version")
            .with(pin.digest().value(), RELEASE, "digest")
            .with(payload.charts(), RELEASE, "chart")
            .with(payload.images(), RELEASE, "image");
    yaml =
        withList(
            yaml, REPLACED, needed(pin, replaced).stream().map(EnvironmentFile::entry).toList());
    yaml = withList(yaml, HELD, held.stream().distinct().map(EnvironmentFile::entry).toList());
    yaml.write();
  }

  /** Whatever soaked no longer than a newer one would never be chosen before it. */
  private static List<Replaced> needed(Pin pin, List<Replaced> replaced) {
    List<Replaced> needed = new ArrayList<>();
    for (Replaced each : replaced) {
      boolean pinned = each.pin().digest().equals(pin.digest());
      boolean worse =
          needed.stream().anyMatch(newer -> newer.soaked().compareTo(each.soaked()) >= 0);
      if (!pinned && !worse && needed.size() < MOST_REPLACED) {
        needed.add(each);
      }
    }
    return needed;
  }

  private static Map<String, String> entry(Replaced replaced) {
    Map<String, String> entry = entry(replaced.pin());
    entry.put("soaked", replaced.soaked().truncatedTo(ChronoUnit.SECONDS).toString());
    return entry;
  }

  private static Map<String, String> entry(Held held) {
    Map<String, String> entry = entry(held.pin());
    held.payload().ifPresent(payload -> entry.put("payload", payload.value()));
    return entry;
  }

  private static Map<String, String> entry(Pin pin) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("version", pin.version().value());
    entry.put("digest", pin.digest().value());
    return entry;
  }

  /** Brings a list to these entries by taking away and putting in, nothing else. */
  private static YamlFile withList(YamlFile yaml, String key, List<Map<String, String>> wanted) {
    YamlFile changed = yaml;
    for (int i = changed.size(key).orElse(0) - 1; i >= 0; i--) {
      if (!wanted.contains(entry(changed, key, i))) {
        changed = changed.withoutEntry(i, key);
      }
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(entry(changed, key, i))) {
        changed = changed.withEntry(i, wanted.get(i), key);
      }
    }
    for (int i = changed.size(key).orElse(0) - 1; i >= wanted.size(); i--) {
      changed = changed.withoutEntry(i, key);
    }
    return changed;
  }

  private static Map<String, String> entry(YamlFile yaml, String key, int index) {
    String step = "[" + index + "]";
    Map<String, String> entry = new LinkedHashMap<>();
    for (String name : yaml.keys(key, step)) {
      entry.put(name, yaml.scalar(key, step, name).orElse(""));
    }
    return entry;
  }
}
