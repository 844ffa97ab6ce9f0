package com.hcomp.gitops.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Finds the login for a registry where Helm and Docker keep theirs; Helm's comes first. */
public final class Logins {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long HELPER_SECONDS = 30;

  private final LoginFiles files;

  public Logins(LoginFiles files) {
    this.files = files;
  }

  /**
   * A name and its password; or, with an empty name, a token that the registry's token service
   * exchanges.
   */
  public record Login(String name, String secret) {
    public boolean isIdentityToken() {
      return name.isEmpty();
    }

    String basic() {
      byte[] both = (name + ":" + secret).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
      return isIdentityToken() ? "identity token" : name;
    }
  }

  /**
   * A login and the file that has it, or names the program that has it.
   *
   * @param login what it is
   * @param file where it was found
   */
  public record Located(Login login, Path file) {}

  /**
   * @param host {@code host[:port]}
   */
  Optional<Login> find(String host) {
    return locate(host).map(Located::login);
  }

  /**
   * The login for exactly this host.
   *
   * @param host {@code host[:port]}
   * @throws com.hcomp.gitops.model.ProblemException REGISTRY-LOGIN if a file can't be read
   */
  public Optional<Located> locate(String host) {
    for (Path file : List.of(files.helm(), files.docker())) {
      if (Files.isRegularFile(file)) {
        Optional<Login> login = find(host, file);
        if (login.isPresent()) {
          return login.map(found -> new Located(found, file));
        }
      }
    }
    return Optional.empty();
  }

  LoginFiles files() {
    return files;
  }

  private static Optional<Login> find(String host, Path file) {
    JsonNode config = read(file);
    String server = host.equals("docker.io") ? "index.docker.io" : host;
    for (Map.Entry<String, JsonNode> helper : config.path("credHelpers").properties()) {
      if (host(helper.getKey()).equals(server)) {
        return helper(helper.getValue().asText(), helper.getKey(), file);
      }
    }
    for (Map.Entry<String, JsonNode> auth : config.path("auths").properties()) {
      if (host(auth.getKey()).equals(server)) {
        Optional<Login> login = login(auth.getValue(), auth.getKey(), file);
        if (login.isPresent()) {
          return login;
        }
      }
    }
    String store = config.path("credsStore").asText("");
    String key = host.equals("docker.io") ? "https://index.docker.io/v1/" : host;
    return store.isEmpty() ? Optional.empty() : helper(store, key, file);
  }

  // Old entries have a scheme and a path: https://index.docker.io/v1/
  private static String host(String key) {
    return key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }

  private static Optional<Login> login(JsonNode auth, String host, Path file) {
    String identity = auth.path("identitytoken").asText("");
    if (!identity.isEmpty()) {
      return Optional.of(new Login("", identity));
    }
    String name = auth.path("username").asText("");
    if (!name.isEmpty()) {
      return Optional.of(new Login(name, auth.path("password").asText("")));
    }
    String encoded = auth.path("auth").asText("");
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    try {
      String both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      if (colon > 0) {
        return Optional.of(new Login(both.substring(0, colon), both.substring(colon + 1)));
      }
    } catch (IllegalArgumentException e) {
      // Told below: what is in the file is a secret, even if it is broken.
    }
    throw unusable(file, "its entry for " + host + " is not what a login writes", List.of());
  }

  private static Optional<Login> helper(String suffix, String host, Path file) {
    String program = "docker-credential-" + suffix;
    try {
      Process process = new ProcessBuilder(program, "get").start();
      try (var input = process.getOutputStream()) {
        input.write(host.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; its exit status says why.
      }
      CompletableFuture<byte[]> output =
          CompletableFuture.supplyAsync(() -> drain(process.getInputStream()));
      CompletableFuture<byte[]> errors =
          CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()));
      if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw unusable(
            file, program + " did not answer in " + HELPER_SECONDS + " seconds", List.of());
      }
      String answer = new String(output.join(), StandardCharsets.UTF_8);
      if (process.exitValue() == 0) {
        return login(answer, program, file);
      }
      // The protocol's only way to say that it has no login for this host.
      if (answer.contains("credentials not found")) {
        return Optional.empty();
      }
      String error = new String(errors.join(), StandardCharsets.UTF_8) + answer;
      throw unusable(
          file,
          program + " ended with exit status " + process.exitValue(),
          error.lines().filter(line -> !line.isBlank()).limit(5).toList());
    } catch (IOException e) {
      throw unusable(file, program + " can't be started", List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Optional<Login> login(String answer, String program, Path file) {
    try {
      JsonNode login = JSON.readTree(answer);
      String name = login.path("Username").asText("");
      String secret = login.path("Secret").asText("");
      return secret.isEmpty()
          ? Optional.empty()
          : Optional.of(new Login(name.equals("<token>") ? "" : name, secret));
    } catch (JacksonException e) {
      throw unusable(file, program + " did not answer with JSON", List.of());
    }
  }

  private static byte[] drain(java.io.InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode config = JSON.readTree(Files.readAllBytes(file));
      if (config.isObject()) {
        return config;
      }
      throw unusable(file, "it is no JSON object", List.of());
    } catch (JacksonException e) {
      throw unusable(file, "it is no JSON", List.of());
    } catch (IOException e) {
      throw unusable(file, "it can't be read", List.of(String.valueOf(e.getMessage())));
    }
  }

  private static RuntimeException unusable(Path file, String reason, List<String> details) {
    return new Problem(
            "REGISTRY-LOGIN",
            "The login to the registry can't be read from " + file + ": " + reason + ".",
            new Location(file, 0),
            details,
            "Correct it, or log in again:\ndocker login <host>")
        .asException();
  }
}
