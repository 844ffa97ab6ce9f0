package com.hcomp.gitops.helm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * How a chart that was just built differs from a published one of the same name and version.
 * Contents are compared, not archives: compressors differ between builds of Helm.
 *
 * @param entries one for each file that differs, in the order of the paths; empty if none does
 */
public record ChartDifference(List<Entry> entries) {

  public ChartDifference {
    entries = List.copyOf(entries);
  }

  /** Compares all files: YAML that Helm writes anew by its meaning, all others byte by byte. */
  public static ChartDifference compare(ChartArchive built, ChartArchive published) {
    SortedSet<String> paths = new TreeSet<>(built.files().keySet());
    paths.addAll(published.files().keySet());
    List<Entry> entries = new ArrayList<>();
    for (String path : paths) {
      byte[] ours = built.files().get(path);
      byte[] theirs = published.files().get(path);
      if (theirs == null) {
        entries.add(new OnlyBuilt(path));
      } else if (ours == null) {
        entries.add(new OnlyPublished(path));
      } else if (!Arrays.equals(ours, theirs)) {
        compare(path, ours, theirs).ifPresent(entries::add);
      }
    }
    return new ChartDifference(entries);
  }

  /** Whether both have the same content. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * A line for each entry, as people read it.
   *
   * @param folder what is put before each path, such as {@code config-prd-eu/}; may be empty
   */
  public List<String> lines(String folder) {
    return entries.stream().map(entry -> entry.text(folder)).toList();
  }

  /** How one file differs. */
  public sealed interface Entry {
    /** Its path below the chart's folder. */
    String file();

    /** The difference in one line, the path with the folder before it. */
    String text(String folder);
  }

  /** A file that is not in the published chart. */
  public record OnlyBuilt(String file) implements Entry {
    @Override
    public String text(String folder) {
      return "only in this build: " + folder + file;
    }
  }

  /** A file that is in the published chart only. */
  public record OnlyPublished(String file) implements Entry {
    @Override
    public String text(String folder) {
      return "only published: " + folder + file;
    }
  }

  /**
   * A text that differs; its first line that does.
   *
   * @param line from 1
   * @param built the line in this build; empty where the file ends before it
   * @param published the published line; empty where the file ends before it
   */
  public record OtherLine(String file, int line, Optional<String> built, Optional<String> published)
      implements Entry {
    @Override
    public String text(String folder) {
      return folder + file + ":" + line + "  " + LineText.sideBySide(built, published);
    }
  }

  /**
   * YAML that means something else.
   *
   * @param field where, such as {@code dependencies[0].version}
   * @param built what it is in this build; empty where it isn't there
   * @param published what is published; empty where it isn't there
   */
  public record OtherField(
      String file, String field, Optional<String> built, Optional<String> published)
      implements Entry {
    @Override
    public String text(String folder) {
      return folder
          + file
          + "  "
          + LineText.sideBySide(
              built.map(value -> field + ": " + value),
              published.map(value -> field + ": " + value));
    }
  }

  /** A file that is no text. Sizes are in bytes. */
  public record OtherBytes(String file, int built, int published) implements Entry {
    @Override
    public String text(String folder) {
      return folder + file + "  " + built + " bytes          published: " + published + " bytes";
    }
  }

  private static Optional<Entry> compare(String path, byte[] ours, byte[] theirs) {
    Optional<String> ourText = text(ours);
    Optional<String> theirText = text(theirs);
    if (ourText.isEmpty() || theirText.isEmpty()) {
      return Optional.of(new OtherBytes(path, ours.length, theirs.length));
    }
    if (isWrittenByHelm(path)) {
      try {
        return field("", yaml(path, ourText.get()), yaml(path, theirText.get()))
            .map(field -> new OtherField(path, field.path, field.ours, field.theirs));
      } catch (YamlEngineException e) {
        // It can't be compared by meaning: then its text decides.
      }
    }
    return Optional.of(firstLine(path, ourText.get(), theirText.get()));
  }

  // Helm parses Chart.yaml and Chart.lock, also of the charts within, and writes its own text.
  private static boolean isWrittenByHelm(String path) {
    return path.matches("(charts/[^/]+/)*Chart\\.(yaml|lock)");
  }

  private static Object yaml(String path, String text) {
    Object content = new Load(LoadSettings.builder().build()).loadFromString(text);
    if (content instanceof Map<?, ?> map && path.endsWith("Chart.lock")) {
      // When the lock was written says nothing about what is locked.
      map.remove("generated");
    }
    return content == null ? Map.of() : content;
  }

  private static OtherLine firstLine(String path, String ours, String theirs) {
    List<String> ourLines = List.of(ours.split("\n", -1));
    List<String> theirLines = List.of(theirs.split("\n", -1));
    int line = 0;
    while (line < ourLines.size()
        && line < theirLines.size()
        && ourLines.get(line).equals(theirLines.get(line))) {
      line++;
    }
    Optional<String> built = lineAt(ourLines, line);
    Optional<String> published = lineAt(theirLines, line);
    return built.isEmpty() && published.isEmpty()
        ? new OtherLine(path, line, Optional.of(ending(ours)), Optional.of(ending(theirs)))
        : new OtherLine(path, line + 1, built, published);
  }

  // What follows the last line break is no line if it is empty.
  private static Optional<String> lineAt(List<String> lines, int index) {
    return get(lines, index).filter(line -> index < lines.size() - 1 || !line.isEmpty());
  }

  private static String ending(String text) {
    return text.endsWith("\n") ? "(line break at the end)" : "(no line break at the end)";
  }

  private static <T> Optional<T> get(List<? extends T> list, int index) {
    return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
  }

  private static Optional<String> text(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private record Field(String path, Optional<String> ours, Optional<String> theirs) {}

  private static Optional<Field> field(String path, Object ours, Object theirs) {
    if (ours.equals(theirs)) {
      return Optional.empty();
    }
    if (ours instanceof Map<?, ?> ourMap && theirs instanceof Map<?, ?> theirMap) {
      SortedSet<String> keys = new TreeSet<>();
      ourMap.keySet().forEach(key -> keys.add(String.valueOf(key)));
      theirMap.keySet().forEach(key -> keys.add(String.valueOf(key)));
      for (String key : keys) {
        String below = path.isEmpty() ? key : path + "." + key;
        Optional<Field> field =
            fieldOf(
                below,
                Optional.ofNullable(ourMap.get(key)),
                Optional.ofNullable(theirMap.get(key)));
        if (field.isPresent()) {
          return field;
        }
      }
      return Optional.empty();
    }
    if (ours instanceof List<?> ourList && theirs instanceof List<?> theirList) {
      for (int i = 0; i < Math.max(ourList.size(), theirList.size()); i++) {
        Optional<Field> field = fieldOf(path + "[" + i + "]", get(ourList, i), get(theirList, i));
        if (field.isPresent()) {
          return field;
        }
      }
      return Optional.empty();
    }
    return Optional.of(
        new Field(path, Optional.of(ours.toString()), Optional.of(theirs.toString())));
  }

  private static Optional<Field> fieldOf(String path, Optional<?> ours, Optional<?> theirs) {
    if (ours.isPresent() && theirs.isPresent()) {
      return field(path, ours.get(), theirs.get());
    }
    return ours.isEmpty() && theirs.isEmpty()
        ? Optional.empty()
        : Optional.of(new Field(path, ours.map(Object::toString), theirs.map(Object::toString)));
  }
}
