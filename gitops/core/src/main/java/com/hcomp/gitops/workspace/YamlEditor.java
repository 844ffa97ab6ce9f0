package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Works out the text of a YAML file with one thing changed. */
record YamlEditor(Path file, YamlText text, Optional<YamlNode> root) {
  private static final int INDENT = 2;

  /**
   * A changed text.
   *
   * @param text the text
   * @param holds what must be true of the file that has it
   */
  record Edit(String text, Predicate<YamlFile> holds) {}

  Edit withScalar(String value, List<String> path) {
    return new Edit(
        textWithScalar(value, path), changed -> changed.says(value, path.toArray(String[]::new)));
  }

  private String textWithScalar(String value, List<String> path) {
    Optional<YamlPath.Place> present = YamlPath.find(root, path);
    if (present.isEmpty()) {
      String key = path.get(path.size() - 1);
      return added(List.of(key + ": " + YamlText.quoted(value, Optional.empty())), path);
    }
    YamlNode node = present.get().node();
    if (node.meant() instanceof YamlNode.Scalar scalar
        && scalar.isText()
        && scalar.value().equals(value)) {
      return text.text();
    }
    refuseElsewhere(present.get(), path);
    if (!(node instanceof YamlNode.Scalar scalar)) {
      throw problem(
          "NOT-A-SCALAR", path, " holds more than one value.", "Write a single value there.");
    }
    String quoted = YamlText.quoted(value, Optional.of(scalar.style()));
    boolean nothing = scalar.start() == scalar.end();
    return text.replaced(scalar.start(), scalar.end(), nothing ? " " + quoted : quoted);
  }

  Edit withEntry(int index, Map<String, String> entry, List<String> path) {
    int before = YamlPath.find(root, path).map(place -> size(place.node())).orElse(0);
    return new Edit(
        textWithEntry(index, entry, path),
        changed ->
            changed.size(steps(path)).orElse(0) == before + 1
                && changed
                    .keys(steps(path, "[" + index + "]"))
                    .equals(List.copyOf(entry.keySet())));
  }

  private String textWithEntry(int index, Map<String, String> entry, List<String> path) {
    Optional<YamlPath.Place> present = YamlPath.find(root, path);
    if (present.isEmpty()) {
      List<String> lines = new ArrayList<>(List.of(path.get(path.size() - 1) + ":"));
      lines.addAll(YamlText.entry(entry, INDENT));
      return added(lines, path);
    }
    YamlPath.Place place = present.get();
    refuseElsewhere(place, path);
    if (isEmpty(place.node())) {
      return below(place, YamlText.entry(entry, INDENT), path);
    }
    YamlNode.Sequence list = blockList(place, path);
    YamlNode.Item first = list.items().get(0);
    int at =
        index > 0
            ? text.afterLine(list.items().get(index - 1).value().end())
            : place
                .entry()
                .map(key -> text.afterLine(key.key().end()))
                .orElse(text.lineStart(first.dash()));
    return text.inserted(at, YamlText.entry(entry, text.column(first.dash())));
  }

  Edit withoutEntry(int index, List<String> path) {
    int before = YamlPath.find(root, path).map(place -> size(place.node())).orElse(0);
    return new Edit(
        textWithoutEntry(index, path),
        changed -> changed.size(steps(path)).orElse(0) == before - 1);
  }

  private String textWithoutEntry(int index, List<String> path) {
    YamlPath.Place place =
        YamlPath.find(root, path)
            .orElseThrow(() -> new IllegalArgumentException("no list at " + path));
    refuseElsewhere(place, path);
    YamlNode.Sequence list = blockList(place, path);
    YamlNode.Item item = list.items().get(index);
    String without = text.withoutLines(item.dash(), item.value().end());
    if (list.items().size() > 1 || place.entry().isEmpty()) {
      return without;
    }
    YamlNode key = place.entry().get().key();
    if (!text.isFirstInLine(key.start())) {
      throw flow("NOT-EDITABLE", path);
    }
    return new YamlText(without).withoutLines(key.start(), key.end());
  }

  /** A list with at least one entry, each on lines of its own. */
  private YamlNode.Sequence blockList(YamlPath.Place place, List<String> path) {
    if (!(place.node() instanceof YamlNode.Sequence list)) {
      throw problem("NOT-A-LIST", path, " is no list.", "Write one entry a line, with dashes.");
    }
    if (list.flow() || place.flow() || !text.isFirstInLine(list.items().get(0).dash())) {
      throw flow("FLOW-LIST", path);
    }
    return list;
  }

  /**
   * Adds what is missing of a path.
   *
   * @param lines the last key's line, and what stands below it
   */
  private String added(List<String> lines, List<String> path) {
    List<YamlPath.Place> places = YamlPath.places(root, path);
    int known = Math.max(0, places.size() - 1);
    if (path.subList(known, path.size()).stream().anyMatch(step -> step.startsWith("["))) {
      throw problem("NO-ENTRY", path, " is not there: the list has no such entry.", "Add it.");
    }
    List<String> all = new ArrayList<>();
    List<String> parents = path.subList(known, path.size() - 1);
    for (int depth = 0; depth < parents.size(); depth++) {
      all.add(" ".repeat(INDENT * depth) + parents.get(depth) + ":");
    }
    all.addAll(indented(lines, INDENT * parents.size()));
    if (places.isEmpty()) {
      return text.inserted(text.text().length(), all);
    }
    YamlPath.Place parent = places.get(known);
    refuseElsewhere(parent, path);
    if (isEmpty(parent.node())) {
      return below(parent, indented(all, known == 0 ? 0 : INDENT), path);
    }
    if (!(parent.node() instanceof YamlNode.Mapping mapping)) {
      throw problem(
          "NOT-A-MAPPING",
          path,
          " can't be added: what is above it holds something else than keys.",
          "Write that as one line for each key.");
    }
    if (mapping.flow() || parent.flow()) {
      throw flow("FLOW-MAPPING", path);
    }
    int column = text.column(mapping.entries().get(0).key().start());
    return text.inserted(text.afterLine(mapping.end()), indented(all, column));
  }

  /** Puts lines below a key that has nothing yet, or {@code {}}, {@code []}, {@code ~}. */
  private String below(YamlPath.Place place, List<String> lines, List<String> path) {
    if (place.flow()) {
      throw flow("FLOW-MAPPING", path);
    }
    YamlNode node = place.node();
    int from = node.start();
    while (from > 0 && node.end() > node.start() && text.text().charAt(from - 1) == ' ') {
      from--;
    }
    int column = place.entry().map(entry -> text.column(entry.key().start())).orElse(0);
    YamlText emptied = new YamlText(text.replaced(from, node.end(), ""));
    return emptied.inserted(emptied.afterLine(from), indented(lines, column));
  }

  private static List<String> indented(List<String> lines, int columns) {
    return lines.stream().map(line -> " ".repeat(columns) + line).toList();
  }

  private void refuseElsewhere(YamlPath.Place place, List<String> path) {
    if (place.elsewhere()) {
      throw problem(
          "YAML-ALIAS",
          path,
          " comes from an alias (*) or a merge (<<): to change it would change other places too.",
          "Write its own values there in the place of the alias, and run the same command again.");
    }
  }

  private ProblemException flow(String code, List<String> path) {
    return problem(
        code,
        path,
        " can't be changed where it is: it is written in braces, brackets or one line with others.",
        "Write it as one line for each key or entry, and run the same command again.");
  }

  private ProblemException problem(String code, List<String> path, String what, String remedy) {
    return new Problem(
            code,
            String.join(".", path) + what,
            new Location(file, YamlPath.line(root, path)),
            remedy)
        .asException();
  }

  private static boolean isEmpty(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull()
        || node instanceof YamlNode.Mapping mapping && mapping.entries().isEmpty()
        || node instanceof YamlNode.Sequence list && list.items().isEmpty();
  }

  private static int size(YamlNode node) {
    return node.meant() instanceof YamlNode.Sequence list ? list.items().size() : 0;
  }

  private static String[] steps(List<String> path, String... more) {
    List<String> all = new ArrayList<>(path);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
