package com.hcomp.gitops.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a path of keys and list entries leads to. */
final class YamlPath {
  private static final String MERGE = "<<";

  private YamlPath() {}

  /**
   * What a path leads to.
   *
   * @param node what stands there: an alias as the alias that it is
   * @param entry the key that it stands behind; empty for the root and for a list's entry
   * @param line where the key, or the list's entry, stands
   * @param elsewhere whether it is reached through an alias or a merge: to change it would change
   *     other places too
   * @param flow whether it stands within braces or brackets
   */
  record Place(
      YamlNode node, Optional<YamlNode.Entry> entry, int line, boolean elsewhere, boolean flow) {}

  static Optional<Place> find(Optional<YamlNode> root, List<String> path) {
    List<Place> places = places(root, path);
    return places.size() == path.size() + 1
        ? Optional.of(places.get(path.size()))
        : Optional.empty();
  }

  /** The line of the deepest part of a path that is there. */
  static int line(Optional<YamlNode> root, List<String> path) {
    List<Place> places = places(root, path);
    return places.size() < 2 ? 1 : places.get(places.size() - 1).line();
  }

  /** The places along a path, the root first, as far as they are there. */
  static List<Place> places(Optional<YamlNode> root, List<String> path) {
    List<Place> places = new ArrayList<>();
    root.ifPresent(node -> places.add(new Place(node, Optional.empty(), 1, isAlias(node), false)));
    for (String step : path) {
      if (places.isEmpty()) {
        break;
      }
      Place above = places.get(places.size() - 1);
      Optional<Place> next = step(above.node(), step);
      if (next.isEmpty()) {
        break;
      }
      Place found = next.get();
      places.add(
          new Place(
              found.node(),
              found.entry(),
              found.line(),
              above.elsewhere() || found.elsewhere(),
              above.flow() || found.flow()));
    }
    return places;
  }

  /** What a key, or a list's entry, of a node leads to. */
  static Optional<Place> step(YamlNode node, String step) {
    YamlNode meant = node.meant();
    if (meant instanceof YamlNode.Mapping mapping) {
      return mapping
          .entry(step)
          .map(entry -> place(mapping, entry))
          .or(() -> mapping.entry(MERGE).flatMap(merge -> merged(merge.value(), step)));
    }
    if (meant instanceof YamlNode.Sequence list && step.startsWith("[")) {
      return item(list, step.substring(1, step.length() - 1))
          .map(
              item ->
                  new Place(
                      item.value(),
                      Optional.empty(),
                      item.value().line(),
                      isAlias(item.value()),
                      list.flow()));
    }
    return Optional.empty();
  }

  private static Place place(YamlNode.Mapping mapping, YamlNode.Entry entry) {
    return new Place(
        entry.value(),
        Optional.of(entry),
        entry.key().line(),
        isAlias(entry.value()),
        mapping.flow());
  }

  private static Optional<Place> merged(YamlNode merge, String key) {
    List<YamlNode> sources =
        merge.meant() instanceof YamlNode.Sequence list
            ? list.items().stream().map(YamlNode.Item::value).toList()
            : List.of(merge);
    return sources.stream()
        .flatMap(source -> step(source, key).stream())
        .map(found -> new Place(found.node(), found.entry(), found.line(), true, found.flow()))
        .findFirst();
  }

  private static Optional<YamlNode.Item> item(YamlNode.Sequence list, String which) {
    String[] wanted = which.split("=", 2);
    if (wanted.length == 1) {
      int index = Integer.parseInt(which);
      return index < list.items().size() ? Optional.of(list.items().get(index)) : Optional.empty();
    }
    return list.items().stream()
        .filter(
            item ->
                step(item.value(), wanted[0])
                    .map(place -> place.node().meant())
                    .filter(
                        node ->
                            node instanceof YamlNode.Scalar scalar
                                && scalar.value().equals(wanted[1]))
                    .isPresent())
        .findFirst();
  }

  private static boolean isAlias(YamlNode node) {
    return node instanceof YamlNode.Alias;
  }
}
