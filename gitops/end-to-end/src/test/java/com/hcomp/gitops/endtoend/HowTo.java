package com.hcomp.gitops.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page of docs/ has a person do. Blocks of {@code sh} are typed. A block after a paragraph
 * that ends with a path, such as {@code `pom.xml`:}, is an edit of that file if it is a {@code
 * diff}, else the whole file. All other blocks are for the eye.
 */
final class HowTo {
  private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");
  private static final Pattern PATH = Pattern.compile("`([^`]+)`[^`]*:");

  /** Something that a person does. */
  sealed interface Step {
    /** Typing lines into a shell. */
    record Type(String lines) implements Step {}

    /** Making a file. */
    record Write(String path, String content) implements Step {}

    /** Putting lines in the place of others, which are in the file once. */
    record Edit(String path, String before, String after) implements Step {}
  }

  private final Path page;
  private final Map<String, List<Step>> steps = new LinkedHashMap<>();

  private HowTo(Path page) {
    this.page = page;
  }

  static HowTo read(Path page) {
    HowTo howTo = new HowTo(page);
    try {
      howTo.parse(Files.readAllLines(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return howTo;
  }

  private void parse(List<String> lines) {
    String heading = "";
    String paragraph = "";
    boolean goesOn = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = i + 1;
        while (!lines.get(end).strip().equals("```")) {
          end++;
        }
        List<String> block = unindented(lines.subList(i + 1, end), fence.group(1).length());
        step(fence.group(2), path(paragraph), block)
            .ifPresent(steps.computeIfAbsent(heading, any -> new ArrayList<>())::add);
        i = end;
        paragraph = "";
      } else if (line.startsWith("## ")) {
        heading = line.substring(3);
      } else if (!line.isBlank()) {
        paragraph = goesOn ? paragraph + " " + line.strip() : line.strip();
      }
      goesOn = !line.isBlank();
    }
  }

  private static List<String> unindented(List<String> lines, int indent) {
    return lines.stream()
        .map(line -> line.length() < indent ? "" : line.substring(indent))
        .toList();
  }

  /** The path that a paragraph ends with; empty if it ends otherwise. */
  private static String path(String paragraph) {
    Matcher path = PATH.matcher(paragraph);
    String last = "";
    while (path.find()) {
      last = path.end() == paragraph.length() ? path.group(1) : "";
    }
    return last;
  }

  private static Optional<Step> step(String language, String path, List<String> block) {
    String text = String.join("\n", block) + "\n";
    if (language.equals("sh")) {
      return Optional.of(new Step.Type(text));
    }
    if (path.isEmpty() || language.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        language.equals("diff")
            ? new Step.Edit(path, without('+', block), without('-', block))
            : new Step.Write(path, text));
  }

  /** The lines without their signs, but for those that have this one. */
  private static String without(char sign, List<String> block) {
    return block.stream()
        .filter(line -> line.isEmpty() || line.charAt(0) != sign)
        .map(line -> (line.isEmpty() ? "" : line.substring(1)) + "\n")
        .collect(Collectors.joining());
  }

  /** The headings below which there is something to do; empty is what comes before the first. */
  List<String> headings() {
    return List.copyOf(steps.keySet());
  }

  /** All that the page has people type. */
  List<String> typed() {
    return steps.values().stream()
        .flatMap(List::stream)
        .filter(Step.Type.class::isInstance)
        .map(step -> ((Step.Type) step).lines())
        .toList();
  }

  /**
   * Does what stands below a heading.
   *
   * @param folder where the repository is
   * @param shell types lines there, and throws if they fail
   */
  void follow(String heading, Path folder, Consumer<String> shell) {
    List<Step> wanted = steps.getOrDefault(heading, List.of());
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(page + " has nothing to do below '" + heading + "'");
    }
    for (Step step : wanted) {
      try {
        if (step instanceof Step.Type type) {
          shell.accept(type.lines());
        } else if (step instanceof Step.Write write) {
          Files.writeString(folder.resolve(write.path()), write.content());
        } else if (step instanceof Step.Edit edit) {
          edit(folder, edit);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void edit(Path folder, Step.Edit edit) throws IOException {
    Path file = folder.resolve(edit.path());
    String text = Files.readString(file);
    int at = text.indexOf(edit.before());
    if (at < 0 || text.indexOf(edit.before(), at + 1) >= 0) {
      throw new IllegalArgumentException(
          page + " replaces what is not once in " + edit.path() + ":\n" + edit.before());
    }
    Files.writeString(
        file, text.substring(0, at) + edit.after() + text.substring(at + edit.before().length()));
  }
}
