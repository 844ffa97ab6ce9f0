package com.hcomp.gitops.publish;

import com.hcomp.gitops.model.ChartRef;
import java.nio.file.Path;

/**
 * A chart or release that is packaged and may be published.
 *
 * @param kind whether it is a chart or a release
 * @param chart its name and version
 * @param folder the module that it was made from
 * @param archive the package
 */
public record Candidate(Kind kind, ChartRef chart, Path folder, Path archive) {

  /** The two kinds of packages, and where they go below the registry's path. */
  public enum Kind {
    CHART("charts"),
    RELEASE("config");

    private final String parent;

    Kind(String parent) {
      this.parent = parent;
    }

    /** What all repositories of this kind lie below. */
    public String parent() {
      return parent;
    }

    /** Where the one of a name lies below the registry's path. */
    public String repository(String name) {
      return parent + "/" + name;
    }

    /** {@code chart} or {@code release}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Its repository below the registry's path, such as {@code config/config-stg}. */
  public String repository() {
    return kind.repository(chart.name());
  }

  /** The module's folder, as a person names it. */
  String module() {
    return folder.getFileName().toString();
  }
}
