package com.hcomp.gitops.promotion;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * What a release changes in its cluster: two releases rendered as Argo CD renders them, and
 * compared object by object. Secrets show that a value differs, not what it is.
 *
 * @param helm renders
 * @param imageRegistry what is passed down as {@code global.imageRegistry}
 * @param scratch a folder for what is rendered
 */
public record RenderedDiff(Helm helm, String imageRegistry, Path scratch) {
  /** As argocd-root/templates/applications.yaml has it. */
  private static final String RELEASE_NAME = "hcomp-app";

  private static final int CONTEXT = 3;

  /**
   * A unified diff; empty where nothing that is rendered changes.
   *
   * @param before the package of what is pinned; empty for a first release
   * @param after the package of what is planned
   */
  public String between(Environment environment, Optional<byte[]> before, Path after) {
    Map<String, List<String>> old =
        before.map(bytes -> objects(environment, written(environment, bytes))).orElse(Map.of());
    Map<String, List<String>> planned = objects(environment, after);
    Set<String> names = new LinkedHashSet<>(planned.keySet());
    names.addAll(old.keySet());
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      List<String> left = old.getOrDefault(name, List.of());
      List<String> right = planned.getOrDefault(name, List.of());
      UnifiedDiffUtils.generateUnifiedDiff(
              left.isEmpty() ? "/dev/null" : name,
              right.isEmpty() ? "/dev/null" : name,
              left,
              DiffUtils.diff(left, right),
              CONTEXT)
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private Path written(Environment environment, byte[] bytes) {
    try {
      Files.createDirectories(scratch);
      return Files.write(scratch.resolve(environment.name() + "-pinned.tgz"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of each object by its kind, namespace and name, in Helm's order. */
  private Map<String, List<String>> objects(Environment environment, Path chart) {
    String rendered = helm.template(chart, RELEASE_NAME, environment.namespace(), values());
    Map<String, List<String>> objects = new LinkedHashMap<>();
    for (String document : rendered.split("(?m)^---\\s*$")) {
      List<String> lines =
          document.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      Object object = new Load(LoadSettings.builder().build()).loadFromString(document);
      if (object instanceof Map<?, ?> map) {
        objects.merge(name(map, environment), masked(map, lines), RenderedDiff::joined);
      }
    }
    return objects;
  }

  /** Two objects of one name are a mistake that Argo CD reports; here none may hide the other. */
  private static List<String> joined(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  private Path values() {
    try {
      Files.createDirectories(scratch);
      return Files.writeString(
          scratch.resolve("global.yaml"), "global:\n  imageRegistry: \"" + imageRegistry + "\"\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Map<?, ?> object, Environment environment) {
    Object metadata = object.get("metadata");
    Map<?, ?> about = metadata instanceof Map<?, ?> map ? map : Map.of();
    Object namespace = about.get("namespace");
    return object.get("kind")
        + " "
        + (namespace == null ? environment.namespace() : namespace)
        + "/"
        + about.get("name");
  }

  private static List<String> masked(Map<?, ?> object, List<String> lines) {
    if (!"Secret".equals(object.get("kind"))) {
      return lines;
    }
    Map<Object, Object> shown = new LinkedHashMap<>(object);
    for (String key : List.of("data", "stringData")) {
      if (object.get(key) instanceof Map<?, ?> secrets) {
        Map<Object, Object> masked = new LinkedHashMap<>();
        secrets.forEach(
            (name, value) ->
                masked.put(name, "masked, " + Digest.of(String.valueOf(value)).hex(8)));
        shown.put(key, masked);
      }
    }
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(shown).lines().toList();
  }
}
