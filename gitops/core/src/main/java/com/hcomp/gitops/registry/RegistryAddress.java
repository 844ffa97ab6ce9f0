package com.hcomp.gitops.registry;

import com.hcomp.gitops.model.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where images, charts and releases are published: a registry's host and the path that all
 * repositories have in common.
 *
 * @param value {@code host[:port][/path]} without a scheme, such as {@code ghcr.io/hcomp}
 * @param plainHttp whether it is spoken to without TLS; always so on this machine (localhost)
 */
public record RegistryAddress(String value, boolean plainHttp) {
  private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile(PATH_PART + "(?:/" + PATH_PART + ")*");
  private static final Pattern FORM =
      Pattern.compile(
          "((?:\\[[0-9A-Fa-f:]+]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?)"
              + "(?:/("
              + PATH.pattern()
              + "))?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]+)?");

  /**
   * @throws com.hcomp.gitops.model.ProblemException BAD-REGISTRY if it has another form
   */
  public RegistryAddress {
    Matcher form = FORM.matcher(value);
    if (!form.matches() || !isHost(form.group(1))) {
      throw new Problem(
              "BAD-REGISTRY",
              "'" + value + "' is no registry address: " + reason(value) + ".",
              "Give a host and a path without a scheme, in lower case, such as:\n"
                  + "-Dgitops.registry=ghcr.io/hcomp")
          .asException();
    }
    plainHttp = plainHttp || LOOPBACK.matcher(form.group(1)).matches();
  }

  /** An address that is spoken to over TLS, unless it is on this machine. */
  public RegistryAddress(String value) {
    this(value, false);
  }

  /** The host, with the port if one is given: {@code localhost:5001}. */
  public String host() {
    int slash = value.indexOf('/');
    return slash < 0 ? value : value.substring(0, slash);
  }

  /** What follows the host, without a slash at its start; may be empty. */
  public String path() {
    int slash = value.indexOf('/');
    return slash < 0 ? "" : value.substring(slash + 1);
  }

  /**
   * The address of what lies below this one.
   *
   * @param below such as {@code charts} or {@code config/config-stg}
   */
  public RegistryAddress resolve(String below) {
    return new RegistryAddress(value + "/" + below, plainHttp);
  }

  /** As Helm and Argo CD write it: {@code oci://ghcr.io/hcomp}. */
  public String oci() {
    return "oci://" + value;
  }

  // As Docker tells a host from the first part of a path.
  private static boolean isHost(String text) {
    return text.contains(".") || text.contains(":") || text.equals("localhost");
  }

  private static String reason(String value) {
    if (value.isBlank()) {
      return "it is empty";
    }
    if (value.contains("://")) {
      return "it has a scheme";
    }
    if (value.endsWith("/")) {
      return "it ends with a slash";
    }
    String host = value.contains("/") ? value.substring(0, value.indexOf('/')) : value;
    if (!isHost(host)) {
      return "'" + host + "' is no host (it has neither a dot nor a port)";
    }
    String path = value.substring(Math.min(value.length(), host.length() + 1));
    if (!path.equals(path.toLowerCase(java.util.Locale.ROOT))) {
      return "registries take only lower-case letters in a path";
    }
    return "it is not host[:port]/path";
  }

  @Override
  public String toString() {
    return value;
  }
}
