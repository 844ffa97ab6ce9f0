package com.hcomp.gitops.argocd;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where Argo CD is and how to enter.
 *
 * @param server {@code http} or {@code https}, host, port, and a path where Argo CD has a root path
 * @param token of an account that may get the applications; never printed
 * @param insecure whether any certificate is accepted
 */
public record ArgoCdAddress(URI server, String token, boolean insecure) {
  private static final String SERVER = "ARGOCD_SERVER";
  private static final String TOKEN = "ARGOCD_AUTH_TOKEN";

  /** What a header can carry. A token with a line break would end up in the JDK's error text. */
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

  public ArgoCdAddress {
    boolean web = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!web || server.getHost() == null) {
      throw new IllegalArgumentException("Argo CD's address needs http or https, and a host");
    }
    if (!PRINTABLE.matcher(token).matches()) {
      throw new IllegalArgumentException("the token is empty or has characters no token has");
    }
    server = URI.create(server.getScheme() + "://" + server.getAuthority() + path(server));
  }

  /**
   * The address by the names that Argo CD's own command line uses: ARGOCD_SERVER ({@code host:port}
   * or a URL; https unless ARGOCD_PLAINTEXT or ARGOCD_OPTS says plaintext), ARGOCD_AUTH_TOKEN, and
   * ARGOCD_INSECURE or ARGOCD_OPTS for certificates that nobody vouches for.
   *
   * @throws ProblemException NO-ARGOCD, with everything that is missing or wrong
   */
  public static ArgoCdAddress fromEnvironment(Map<String, String> environment) {
    String server = environment.getOrDefault(SERVER, "").strip();
    String token = environment.getOrDefault(TOKEN, "").strip();
    List<String> wrong = new ArrayList<>();
    if (server.isEmpty()) {
      wrong.add(SERVER + " is not set");
    }
    if (token.isEmpty()) {
      wrong.add(TOKEN + " is not set");
    } else if (!PRINTABLE.matcher(token).matches()) {
      wrong.add(TOKEN + " has characters that no token has, such as a space or a line break");
    }
    if (!wrong.isEmpty()) {
      throw noArgoCd(wrong);
    }
    try {
      boolean plaintext = isOn(environment, "ARGOCD_PLAINTEXT", "--plaintext");
      String url = server.contains("://") ? server : (plaintext ? "http://" : "https://") + server;
      return new ArgoCdAddress(
          new URI(url), token, isOn(environment, "ARGOCD_INSECURE", "--insecure"));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The cause's text may repeat what stands in the variable, a password included.
      throw noArgoCd(List.of(SERVER + " is neither host:port nor a URL"));
    }
  }

  private static ProblemException noArgoCd(List<String> wrong) {
    return new Problem(
            "NO-ARGOCD",
            "It is not known where Argo CD is, or how to enter.",
            wrong,
            "Name it, or use the platform on this machine with -Plocal:\n"
                + "export ARGOCD_SERVER=argocd.example.com ARGOCD_AUTH_TOKEN=...")
        .asException();
  }

  private static boolean isOn(Map<String, String> environment, String variable, String option) {
    String value = environment.getOrDefault(variable, "").strip().toLowerCase(Locale.ROOT);
    if (value.equals("true") || value.equals("1")) {
      return true;
    }
    List<String> options =
        List.of(environment.getOrDefault("ARGOCD_OPTS", "").strip().split("\\s+"));
    return options.contains(option) || options.contains(option + "=true");
  }

  private static String path(URI server) {
    String path = server.getRawPath() == null ? "" : server.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** For messages: without credentials of any kind. */
  public String display() {
    String port = server.getPort() < 0 ? "" : ":" + server.getPort();
    return server.getScheme() + "://" + server.getHost() + port + server.getRawPath();
  }

  @Override
  public String toString() {
    return display();
  }
}
