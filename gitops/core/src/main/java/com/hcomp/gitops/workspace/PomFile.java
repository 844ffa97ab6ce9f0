package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A module's pom.xml, as far as its own version: read, and changed without touching anything else.
 */
final class PomFile {
  /** Whatever is no text: comments, CDATA, instructions, the document type, tags. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "<!--.*?-->|<!\\[CDATA\\[(?<cdata>.*?)]]>|<\\?.*?\\?>"
              + "|<!DOCTYPE[^\\[>]*(\\[.*?]\\s*)?>"
              + "|<(?<closes>/?)(?<name>[^\\s/>!?]+)(\"[^\"]*\"|'[^']*'|[^\"'>]+)*+>",
          Pattern.DOTALL);

  private static final int PROJECTS_CHILD = 2;

  private final Path file;
  private final String text;
  private final Piece version;

  /** A place in the text. */
  private record Piece(int start, int end) {}

  private PomFile(Path file, String text, Piece version) {
    this.file = file;
    this.text = text;
    this.version = version;
  }

  /**
   * Reads the version of a project.
   *
   * @throws ProblemException if the file is no XML, or gives no version of its own as plain text
   */
  static PomFile read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      requireXml(file, bytes);
      // A character for each byte: what isn't understood can't be damaged.
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (text.indexOf('\0') >= 0) {
        throw problem(
            file,
            0,
            "NOT-UTF-8",
            "Its characters take more than a byte each: only the like of UTF-8 can be edited.",
            "Save it as UTF-8, and name that in its first line: encoding=\"UTF-8\"");
      }
      Piece version =
          version(file, text)
              .orElseThrow(
                  () ->
                      problem(
                          file,
                          0,
                          "POM-VERSION",
                          "The module has no <version> of its own, so it can't be released on its"
                              + " own.",
                          "Add <version>1.0.0</version> below its <artifactId>."));
      PomFile pom = new PomFile(file, text, version);
      if (pom.version().contains("${")) {
        throw problem(
            file,
            pom.location().line(),
            "POM-VERSION-PROPERTY",
            "The module's version is "
                + pom.version()
                + ": a property can't be raised for one module, and Chart.yaml can't name it.",
            "Write the version itself in its place, as Chart.yaml has it:\n"
                + "<version>1.0.0</version>");
      }
      return pom;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireXml(Path file, byte[] bytes) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (reader.hasNext()) {
        reader.next();
      }
    } catch (XMLStreamException e) {
      throw problem(
          file,
          e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber()),
          "NOT-XML",
          "It can't be read: " + e.getMessage(),
          "Mend the file; `git diff " + file + "` shows what changed.");
    }
  }

  private static Optional<Piece> version(Path file, String text) {
    List<Piece> pieces = new ArrayList<>();
    boolean within = false;
    int depth = 0;
    int textStart = 0;
    Matcher markup = MARKUP.matcher(text);
    while (markup.find()) {
      if (within) {
        pieces.add(new Piece(textStart, markup.start()));
      }
      textStart = markup.end();
      if (within && markup.group("cdata") != null) {
        pieces.add(new Piece(markup.start("cdata"), markup.end("cdata")));
      }
      String name = markup.group("name");
      if (name == null || text.charAt(markup.end() - 2) == '/') {
        continue;
      }
      boolean closes = !markup.group("closes").isEmpty();
      boolean isVersion = name.substring(name.indexOf(':') + 1).equals("version");
      if (closes && within && depth == PROJECTS_CHILD) {
        return Optional.of(only(file, text, pieces));
      }
      depth += closes ? -1 : 1;
      within = within || (!closes && depth == PROJECTS_CHILD && isVersion);
    }
    return Optional.empty();
  }

  /** The one piece of the version that holds it, without the white space around it. */
  private static Piece only(Path file, String text, List<Piece> pieces) {
    List<Piece> filled =
        pieces.stream()
            .filter(piece -> !text.substring(piece.start(), piece.end()).isBlank())
            .toList();
    if (filled.size() == 1) {
      int start = filled.get(0).start();
      String inner = text.substring(start, filled.get(0).end());
      int from = start + inner.indexOf(inner.strip());
      if (!inner.contains("&")) {
        return new Piece(from, from + inner.strip().length());
      }
    }
    throw problem(
        file,
        line(text, pieces.get(0).start()),
        "POM-VERSION-FORM",
        "The module's <version> is empty, or put together of several parts.",
        "Write it in one piece:\n<version>1.0.0</version>");
  }

  String version() {
    return text.substring(version.start(), version.end());
  }

  Location location() {
    return new Location(file, line(text, version.start()));
  }

  /** Writes another version in the place of the present one. */
  void writeVersion(Version other) {
    String changed = text.substring(0, version.start()) + other + text.substring(version.end());
    try {
      Files.write(file, changed.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int line(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static ProblemException problem(
      Path file, int line, String code, String what, String remedy) {
    return new Problem(code, what, new Location(file, line), remedy).asException();
  }
}
