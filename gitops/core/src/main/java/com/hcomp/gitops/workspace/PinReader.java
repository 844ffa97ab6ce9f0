package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what a pin file says of releases before, and collects everything that is wrong there. */
final class PinReader {
  private static final String A_VERSION = "an exact version, such as 1.0.3";
  private static final String A_DIGEST = "sha256: and 64 hexadecimal digits";
  private static final String A_DURATION = "a duration as ISO 8601 writes it, such as PT2H10M";

  private final YamlFile yaml;
  private final List<Problem> problems = new ArrayList<>();

  PinReader(YamlFile yaml) {
    this.yaml = yaml;
  }

  List<Replaced> replaced(String key) {
    List<Replaced> replaced = new ArrayList<>();
    for (String step : steps(key)) {
      refuseOthers(key, step, List.of("version", "digest", "soaked"));
      Optional<Pin> pin = pin(key, step);
      Optional<String> soaked = value(key, step, "soaked", PinReader::isDuration, A_DURATION);
      if (pin.isPresent() && soaked.isPresent()) {
        replaced.add(new Replaced(pin.get(), Duration.parse(soaked.get())));
      }
    }
    return replaced;
  }

  List<Held> held(String key) {
    List<Held> held = new ArrayList<>();
    for (String step : steps(key)) {
      refuseOthers(key, step, List.of("version", "digest", "payload"));
      Optional<Pin> pin = pin(key, step);
      Optional<Digest> payload =
          yaml.has(key, step, "payload")
              ? value(key, step, "payload", Digest::isDigest, A_DIGEST).map(Digest::new)
              : Optional.empty();
      pin.ifPresent(left -> held.add(new Held(left, payload)));
    }
    return held;
  }

  /** Reports all problems together, if there are any. */
  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private List<String> steps(String key) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < yaml.size(key).orElse(0); i++) {
      steps.add("[" + i + "]");
    }
    if (yaml.size(key).isEmpty() && yaml.scalar(key).isPresent() || !yaml.keys(key).isEmpty()) {
      problem(key, key + " is no list", "a list of releases, newest first", key);
    }
    return steps;
  }

  private Optional<Pin> pin(String key, String step) {
    Optional<String> version = value(key, step, "version", Version::isVersion, A_VERSION);
    Optional<String> digest = value(key, step, "digest", Digest::isDigest, A_DIGEST);
    return version.isPresent() && digest.isPresent()
        ? Optional.of(new Pin(new Version(version.get()), new Digest(digest.get())))
        : Optional.empty();
  }

  private Optional<String> value(
      String key, String step, String name, Predicate<String> form, String allowed) {
    Optional<String> value = yaml.scalar(key, step, name);
    if (value.isEmpty()) {
      problem(key, "an entry of " + key + " has no " + name, allowed, key, step, name);
    } else if (!form.test(value.get())) {
      String what = "'" + value.get() + "' is no " + name + " for an entry of " + key;
      problem(key, what, allowed, key, step, name);
      return Optional.empty();
    }
    return value;
  }

  private void refuseOthers(String key, String step, List<String> known) {
    for (String name : yaml.keys(key, step)) {
      if (!known.contains(name)) {
        String what = "an entry of " + key + " has the unknown key " + name;
        problem(key, what, String.join(", ", known), key, step, name);
      }
    }
  }

  private void problem(String key, String what, String allowed, String... place) {
    problems.add(
        new Problem(
            "BAD-" + key.toUpperCase(Locale.ROOT),
            what.substring(0, 1).toUpperCase(Locale.ROOT)
                + what.substring(1)
                + ". Allowed: "
                + allowed
                + ".",
            yaml.location(place),
            "The goals write it. Take it back:  git checkout -- " + yaml.file()));
  }

  private static boolean isDuration(String text) {
    try {
      return !Duration.parse(text).isNegative();
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
