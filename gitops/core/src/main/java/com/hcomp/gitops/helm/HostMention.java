package com.hcomp.gitops.helm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a chart that names a registry's host, which would tie the chart to that registry.
 *
 * @param file path below the chart's folder
 * @param line from 1
 * @param text the line, without white space around it
 */
public record HostMention(String file, int line, String text) {

  /**
   * All places of a chart that name a host, in the order of files and lines.
   *
   * @param host such as {@code ghcr.io} or {@code localhost:5001}; {@code ghcr.io} is not found in
   *     {@code my.ghcr.io} or {@code ghcr.io.example.com}
   */
  public static List<HostMention> registryHosts(ChartArchive chart, String host) {
    Pattern whole =
        Pattern.compile(
            "(?<![A-Za-z0-9-]|[A-Za-z0-9]\\.)"
                + Pattern.quote(host)
                + "(?![A-Za-z0-9-]|\\.[A-Za-z0-9])",
            Pattern.CASE_INSENSITIVE);
    List<HostMention> mentions = new ArrayList<>();
    chart
        .files()
        .forEach(
            (file, content) -> {
              // One character a byte: a host is ASCII, whatever the file is.
              String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
              for (int i = 0; i < lines.length; i++) {
                if (whole.matcher(lines[i]).find()) {
                  String text =
                      new String(
                          lines[i].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                  mentions.add(new HostMention(file, i + 1, text.strip()));
                }
              }
            });
    return List.copyOf(mentions);
  }

  /** {@code values.yaml:3 repository: ghcr.io/hcomp/app}. */
  @Override
  public String toString() {
    return file + ":" + line + "  " + text;
  }
}
