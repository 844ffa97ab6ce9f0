package com.hcomp.gitops.registry;

import com.hcomp.gitops.model.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image as people and tools name it: {@code gcr.io/distroless/java17-debian12:nonroot}.
 *
 * @param host the registry's, with its port if one is given
 * @param repository the path below the host
 * @param reference a tag, or a digest, which wins where both are given
 */
public record ImageName(String host, String repository, String reference) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9.-]+(?::[0-9]+(?=/))?(?:/[a-z0-9._-]+)*)"
              + "(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?"
              + "(?:@(sha256:[0-9a-f]{64}))?");
  private static final String DOCKER_HUB = "docker.io";

  /**
   * Reads it as Docker does: a first part without a dot or a port is no host, and without a host it
   * is Docker Hub's.
   *
   * @throws com.hcomp.gitops.model.ProblemException BAD-IMAGE if it is no image's name
   */
  public static ImageName parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      throw new Problem(
              "BAD-IMAGE",
              "'" + name + "' is no image's name.",
              "Name it as in:\n-Dimage.base=gcr.io/distroless/java17-debian12:nonroot")
          .asException();
    }
    String path = form.group(1);
    String reference =
        form.group(3) != null ? form.group(3) : form.group(2) != null ? form.group(2) : "latest";
    String first = path.substring(0, Math.max(0, path.indexOf('/')));
    if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
      return new ImageName(first, path.substring(first.length() + 1), reference);
    }
    return new ImageName(DOCKER_HUB, path.contains("/") ? path : "library/" + path, reference);
  }
}
