package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A module's pom.xml, as far as its own version: read, and changed without touching anything else.
 */
final class PomFile {
  private final Path file;
  private final String text;
  private final int line;
  private final String version;

  private PomFile(Path file, String text, int line, String version) {
    this.file = file;
    this.text = text;
    this.line = line;
    this.version = version;
  }

  /**
   * Reads the version of a project.
   *
   * @throws com.hcomp.gitops.model.ProblemException if the file is no XML or gives no version of
   *     its own
   */
  static PomFile read(Path file) {
    try {
      String text = Files.readString(file);
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      int depth = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          depth++;
          if (depth == 2 && reader.getLocalName().equals("version")) {
            int line = reader.getLocation().getLineNumber();
            return new PomFile(file, text, line, reader.getElementText().strip());
          }
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
      throw new Problem(
              "POM-VERSION",
              "The module has no <version> of its own, so it can't be released on its own.",
              new Location(file, 0),
              "Add <version>1.0.0</version> below its <artifactId>.")
          .asException();
    } catch (XMLStreamException e) {
      throw new Problem(
              "NOT-XML",
              "It can't be read: " + e.getMessage(),
              new Location(file, e.getLocation() == null ? 0 : e.getLocation().getLineNumber()),
              "Mend the file; `git diff " + file + "` shows what changed.")
          .asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String version() {
    return version;
  }

  Location location() {
    return new Location(file, line);
  }

  /** Writes another version in the place of the present one. */
  void writeVersion(Version other) {
    int lineStart = 0;
    for (int i = 1; i < line; i++) {
      lineStart = text.indexOf('\n', lineStart) + 1;
    }
    int element = text.indexOf("<version>", lineStart);
    int at = text.indexOf(version, element);
    if (element < 0 || at < 0) {
      throw new IllegalStateException("no version at " + location());
    }
    String changed = text.substring(0, at) + other + text.substring(at + version.length());
    try {
      Files.writeString(file, changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
