package com.hcomp.gitops.platform.argocd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Who may do what in Argo CD.
 *
 * @param adminPassword of the account {@code admin}
 * @param adminHash the password as Argo CD keeps it
 * @param adminSince when the password was set: tokens from before are refused
 * @param token of our tool's account; empty if none was made yet
 */
public record Credentials(
    String adminPassword, String adminHash, Instant adminSince, Optional<String> token) {
  /** People's account. */
  public static final String ADMIN = "admin";

  /** Our tool's account. */
  public static final String ACCOUNT = "hcomp";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 10;

  /**
   * Reads what a file has; makes a new password if there is no such file.
   *
   * @throws ProblemException if it is damaged: people have that password; or of the future, so that
   *     Argo CD would refuse every token
   */
  public static Credentials load(Path file) {
    Optional<String> text = AtomicFile.secret(file).read();
    if (text.isPresent()) {
      Credentials existing = parse(text.get()).orElseThrow(() -> unreadable(file));
      if (existing.adminSince().isAfter(Instant.now().plusSeconds(60))) {
        throw fromTheFuture(file, existing.adminSince());
      }
      return existing;
    }
    Credentials fresh = fresh();
    fresh.save(file);
    return fresh;
  }

  private static ProblemException fromTheFuture(Path file, Instant since) {
    return new Problem(
            "CLOCK-WRONG",
            "This machine's clock says "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + ", and the password in "
                + file
                + " was made at "
                + since
                + ".",
            "Set the clock, and run the same command again. If it is right now, and was wrong then,"
                + " have a new password made:\nmv "
                + file
                + " "
                + file
                + ".early && mvn gitops:up")
        .asException();
  }

  private static ProblemException unreadable(Path file) {
    return new Problem(
            "STATE-UNREADABLE",
            file + " is damaged, and Argo CD's password and token with it.",
            "Put a copy of it back, if there is one, or have new ones made:\nmv "
                + file
                + " "
                + file
                + ".damaged && mvn gitops:up")
        .asException();
  }

  /** The same with another token. */
  public Credentials withToken(String newToken) {
    return new Credentials(adminPassword, adminHash, adminSince, Optional.of(newToken));
  }

  /** Writes them to a file that only its owner can read. */
  public void save(Path file) {
    AtomicFile.secret(file)
        .write(
            JSON.createObjectNode()
                    .put("adminPassword", adminPassword)
                    .put("adminHash", adminHash)
                    .put("adminSince", adminSince.toString())
                    .put("token", token.orElse(""))
                    .toPrettyString()
                + "\n");
  }

  private static Credentials fresh() {
    SecureRandom random = new SecureRandom();
    byte[] secret = new byte[18];
    random.nextBytes(secret);
    String password = Base64.getUrlEncoder().encodeToString(secret);
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return new Credentials(
        password,
        OpenBSDBCrypt.generate("2a", password.getBytes(StandardCharsets.UTF_8), salt, ROUNDS),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        Optional.empty());
  }

  private static Optional<Credentials> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      String token = node.path("token").asText();
      return node.path("adminPassword").asText().isEmpty()
              || node.path("adminHash").asText().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Credentials(
                  node.path("adminPassword").asText(),
                  node.path("adminHash").asText(),
                  Instant.parse(node.path("adminSince").asText()),
                  Optional.of(token).filter(t -> !t.isEmpty())));
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Without the secrets: this may end up in a log. */
  @Override
  public String toString() {
    return "Credentials[" + ADMIN + " since " + adminSince + "]";
  }
}
