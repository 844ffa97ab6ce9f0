package com.hcomp.gitops.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the last {@code up} that got to its end ran, so that the next one can say what changed.
 *
 * @param programs name to version and digest, such as {@code 3.6.16-2d95f89ceb42}; to the path of
 *     one that was not built here
 * @param settings property of Maven to value
 */
record LastUp(Map<String, String> programs, Map<String, String> settings) {
  private static final ObjectMapper JSON = new ObjectMapper();
  // How the cache names a program's folder.
  private static final Pattern FOLDER = Pattern.compile("(.+?)-([0-9][0-9a-z.]*)-([0-9a-f]{12})");
  private static final Pattern BUILT = Pattern.compile("((\\d+)\\.(\\d+)[0-9a-z.]*)-[0-9a-f]{12}");
  private static final String FIRST_PORT = "gitops.firstPort";
  private static final String REGISTRY_PORT = "gitops.registryPort";
  private static final String AFRESH = "mvn gitops:down -Dgitops.purge gitops:up";

  LastUp {
    programs = Collections.unmodifiableMap(new TreeMap<>(programs));
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  static LastUp of(ProgramSet set, PlatformSettings chosen) {
    Map<String, String> programs = new TreeMap<>();
    set.files()
        .forEach(
            (file, path) -> {
              Path folder = path.resolveSibling("").normalize();
              Matcher built = FOLDER.matcher(String.valueOf(folder.getFileName()));
              if (built.matches()) {
                programs.put(built.group(1), built.group(2) + "-" + built.group(3));
              } else {
                programs.put(file, path.toString());
              }
            });
    Map<String, String> settings = new TreeMap<>();
    settings.put(FIRST_PORT, String.valueOf(chosen.firstPort()));
    settings.put(REGISTRY_PORT, String.valueOf(chosen.registryPort()));
    settings.put("gitops.network", chosen.network());
    settings.put(
        "gitops.registry", chosen.otherRegistry().map(other -> other.value()).orElse("none"));
    return new LastUp(programs, settings);
  }

  /** What was written; empty if nothing was, or it is damaged: then nothing is known to differ. */
  static Optional<LastUp> read(Path file) {
    return AtomicFile.open(file).read().flatMap(LastUp::parse);
  }

  void write(Path file) {
    ObjectNode node = JSON.createObjectNode();
    ObjectNode one = node.putObject("programs");
    programs.forEach(one::put);
    ObjectNode other = node.putObject("settings");
    settings.forEach(other::put);
    AtomicFile.open(file).update(node.toPrettyString() + "\n");
  }

  /** What the next one changes, one line for each change; programs that change alike share one. */
  List<String> changesTo(LastUp next) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    programs.forEach(
        (name, before) -> {
          String after = next.programs.getOrDefault(name, before);
          if (!after.equals(before)) {
            names.computeIfAbsent(change(before, after), key -> new ArrayList<>()).add(name);
          }
        });
    List<String> lines = new ArrayList<>();
    names.forEach(
        (change, which) ->
            lines.add(String.join(", ", which) + " " + change + ": started again where it runs"));
    settings.forEach(
        (name, before) -> {
          String after = next.settings.getOrDefault(name, before);
          if (!after.equals(before)) {
            lines.add(name + " " + before + " -> " + after + ": " + meaning(name));
          }
        });
    return lines;
  }

  /** Whether the next one listens on other ports. */
  boolean changesPorts(LastUp next) {
    return List.of(FIRST_PORT, REGISTRY_PORT).stream()
        .anyMatch(name -> !Objects.equals(next.settings.get(name), settings.get(name)));
  }

  /** What the next one may not do to the clusters that there are. */
  List<Problem> refusals(LastUp next) {
    List<Problem> problems = new ArrayList<>();
    for (String name : List.of("etcd", "kube-apiserver")) {
      Matcher before = BUILT.matcher(programs.getOrDefault(name, ""));
      Matcher after = BUILT.matcher(next.programs.getOrDefault(name, ""));
      if (before.matches() && after.matches()) {
        int steps = minor(after) - minor(before);
        if (steps < 0 || !before.group(2).equals(after.group(2))) {
          problems.add(older(name, before.group(1), after.group(1)));
        } else if (steps > 1 && name.equals("kube-apiserver")) {
          problems.add(skipped(name, before.group(1), after.group(1)));
        }
      }
    }
    return problems;
  }

  private static int minor(Matcher version) {
    return Integer.parseInt(version.group(3));
  }

  private static Problem older(String name, String before, String after) {
    return new Problem(
        "VERSION-DOWNGRADE",
        "The clusters' objects were written by "
            + name
            + " "
            + before
            + "; "
            + after
            + " may not be able to read them.",
        "Go on with the checkout that has the newer one, or start afresh, with new clusters:\n"
            + AFRESH);
  }

  private static Problem skipped(String name, String before, String after) {
    return new Problem(
        "VERSION-SKIPPED",
        name
            + " "
            + before
            + " ran last, and this is "
            + after
            + ": Kubernetes is upgraded one minor version at a time.",
        "Run `mvn gitops:up` with each one between, from checkouts that have them, or start afresh,"
            + " with new clusters:\n"
            + AFRESH);
  }

  private static String change(String before, String after) {
    Matcher old = BUILT.matcher(before);
    Matcher now = BUILT.matcher(after);
    if (!old.matches() || !now.matches()) {
      return before + " -> " + after;
    }
    return old.group(1).equals(now.group(1))
        ? old.group(1) + " was built in another way"
        : old.group(1) + " -> " + now.group(1);
  }

  private static String meaning(String setting) {
    return switch (setting) {
      case FIRST_PORT -> "what listens there is started again, and kubeconfigs change";
      case REGISTRY_PORT ->
          "what was published has the old one in its name, so deploy again: mvn -Plocal deploy";
      default -> "what reads it is started again";
    };
  }

  private static Optional<LastUp> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      Map<String, String> settings = texts(node.path("settings"));
      return settings.containsKey(FIRST_PORT) && settings.containsKey(REGISTRY_PORT)
          ? Optional.of(new LastUp(texts(node.path("programs")), settings))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
