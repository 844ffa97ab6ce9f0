package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A YAML file that people edit: read with line numbers, and changed one value or one list entry at
 * a time, so that comments, anchors, quotes, line ends and order stay as they were.
 *
 * <p>A path is a list of keys; {@code [name=hcomp-app]} picks the entry of a list whose {@code
 * name} is {@code hcomp-app}, {@code [0]} its first. Aliases and merges ({@code <<}) are followed
 * when reading; what stands elsewhere is never changed through one.
 */
public final class YamlFile {
  private final Path file;
  private final String text;
  private final YamlParser.Parsed parsed;

  private YamlFile(Path file, String text) {
    this.file = file;
    this.text = text;
    this.parsed = YamlParser.parse(file, text);
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException if it is missing or is no YAML
   */
  public static YamlFile read(Path file) {
    try {
      return new YamlFile(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Problem(
              "FILE-MISSING", "There is no " + file + ".", "Restore it:  git checkout -- " + file)
          .asException();
    } catch (CharacterCodingException e) {
      throw new Problem(
              "NOT-UTF-8",
              "It holds bytes that are no UTF-8, so its text can't be told.",
              new Location(file, 0),
              "Save it as UTF-8; `git diff " + file + "` shows what changed.")
          .asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with this text, which need not exist yet. */
  public static YamlFile of(Path file, String text) {
    return new YamlFile(file, text);
  }

  public Path file() {
    return file;
  }

  public String text() {
    return text;
  }

  /** All that it holds, for reading strictly; empty where it holds nothing. */
  public Optional<Node> root() {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    return new Compose(settings).composeString(text);
  }

  /** Writes it, if it changed. */
  public void write() {
    try {
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The scalar at a path; empty where there is none or it is blank. */
  public Optional<String> scalar(String... path) {
    return place(path)
        .flatMap(place -> scalar(place.node()))
        .filter(scalar -> !scalar.isNull())
        .map(YamlNode.Scalar::value)
        .filter(value -> !value.isBlank());
  }

  /**
   * The scalar at a path.
   *
   * @throws ProblemException if there is none
   */
  public String required(String... path) {
    return scalar(path)
        .orElseThrow(
            () ->
                new Problem(
                        "VALUE-MISSING",
                        String.join(".", path) + " is not set.",
                        location(path),
                        "Set it in " + file + ".")
                    .asException());
  }

  public boolean has(String... path) {
    return place(path).isPresent();
  }

  /** The keys of the mapping at a path, in the file's order; none where there is no mapping. */
  public List<String> keys(String... path) {
    List<String> keys = new ArrayList<>();
    if (meant(path).orElse(null) instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(entry -> keys.add(entry.name()));
    }
    return keys;
  }

  /** How many entries the list at a path has; empty where something else is there. */
  public Optional<Integer> size(String... path) {
    return meant(path).orElse(null) instanceof YamlNode.Sequence list
        ? Optional.of(list.items().size())
        : Optional.empty();
  }

  /** The scalar under one key of every entry of a list, in the file's order. */
  public List<String> each(String key, String... path) {
    List<String> values = new ArrayList<>();
    if (meant(path).orElse(null) instanceof YamlNode.Sequence list) {
      for (YamlNode.Item item : list.items()) {
        YamlPath.step(item.value(), key)
            .flatMap(place -> scalar(place.node()))
            .ifPresent(scalar -> values.add(scalar.value()));
      }
    }
    return values;
  }

  /** The line of the deepest part of the path that is there. */
  public Location location(String... path) {
    return new Location(file, YamlPath.line(parsed.root(), List.of(path)));
  }

  /**
   * This file with the scalar at a path changed; keys that are missing are added after their
   * siblings.
   *
   * @throws ProblemException if that would change something else too, or is written in a way that
   *     can't be edited
   */
  public YamlFile with(String value, String... path) {
    return edited(editor().withScalar(value, List.of(path)), path);
  }

  /**
   * This file with one more entry in the list at a path, which is added if it is missing.
   *
   * @param index the entry's place, from 0; it comes before the comments above the entry that is
   *     there now
   * @param entry its keys and values, in order
   * @throws ProblemException as for {@link #with}
   */
  public YamlFile withEntry(int index, Map<String, String> entry, String... path) {
    return edited(editor().withEntry(index, entry, List.of(path)), path);
  }

  /**
   * This file without an entry of the list at a path: its lines go, comments above it stay. With
   * the last entry the list's key goes too.
   *
   * @throws ProblemException as for {@link #with}
   */
  public YamlFile withoutEntry(int index, String... path) {
    return edited(editor().withoutEntry(index, List.of(path)), path);
  }

  /** Whether exactly this text is at a path. */
  boolean says(String value, String... path) {
    return place(path)
        .flatMap(place -> scalar(place.node()))
        .filter(scalar -> scalar.isText() && scalar.value().equals(value))
        .isPresent();
  }

  private YamlEditor editor() {
    return new YamlEditor(file, new YamlText(text), nodes());
  }

  /** What was edited must still be what it was, but for the edit. */
  private YamlFile edited(YamlEditor.Edit edit, String... path) {
    try {
      YamlFile changed = edit.text().equals(text) ? this : new YamlFile(file, edit.text());
      if (edit.holds().test(changed)) {
        return changed;
      }
    } catch (ProblemException e) {
      // Said below: what can't be read any more is this program's doing, not the user's.
    }
    throw new Problem(
            "NOT-EDITABLE",
            String.join(".", path) + " is written in a way that can't be changed safely.",
            location(path),
            "Write it as plain block YAML, one line for each key, and run the same command again.")
        .asException();
  }

  private Optional<YamlPath.Place> place(String... path) {
    return YamlPath.find(nodes(), List.of(path));
  }

  private Optional<YamlNode> nodes() {
    if (!parsed.twice().isEmpty()) {
      throw new ProblemException(parsed.twice());
    }
    return parsed.root();
  }

  private Optional<YamlNode> meant(String... path) {
    return place(path).map(place -> place.node().meant());
  }

  /**
   * Runs what reads YAML.
   *
   * @param file as problems name it
   * @throws ProblemException NOT-YAML, with the line
   */
  public static <T> T reading(Path file, Supplier<T> reader) {
    return YamlParser.reading(file, reader);
  }

  private static Optional<YamlNode.Scalar> scalar(YamlNode node) {
    return node.meant() instanceof YamlNode.Scalar scalar ? Optional.of(scalar) : Optional.empty();
  }
}
