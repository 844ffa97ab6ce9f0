package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.state.AtomicFile;
import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's certificate authority, in a folder of its own. Keys that exist are kept: one that
 * changed would lock out everybody who has the old one. Certificates are issued anew before they
 * end, for the same keys.
 *
 * @param folder gets {@code ca.crt}, {@code ca.key} and the rest
 * @param cluster named in the authority's subject
 * @param clock by which certificates begin and end
 */
public record Authority(Path folder, String cluster, Clock clock) {
  private static final Duration VALID = Duration.ofDays(3650);
  // Longer, so that what it vouches for can be issued anew.
  private static final Duration ROOT_VALID = VALID.multipliedBy(2);

  /** How long before its end a certificate is issued anew. */
  public static final Duration SOON = Duration.ofDays(30);

  /** With the machine's clock. */
  Authority(Path folder, String cluster) {
    this(folder, cluster, Clock.systemUTC());
  }

  /**
   * A certificate and its key, as PEM files.
   *
   * @param certificate the file with the certificate
   * @param key the file with the private key
   */
  record Identity(Path certificate, Path key) {

    String certificatePem() {
      return readText(certificate);
    }

    String keyPem() {
      return readText(key);
    }
  }

  /**
   * The authority's own certificate, made the first time.
   *
   * @throws ProblemException if it has ended, or not begun, or is damaged
   */
  Identity root() {
    Identity root = identity("ca");
    if (!complete(root)) {
      if (Folders.list(folder).stream().anyMatch(file -> file.toString().endsWith(".crt"))) {
        throw unreadable(root.certificate() + " or " + root.key(), "is gone", null);
      }
      KeyPair keys = Signer.newKeys();
      X500Principal subject = new X500Principal("CN=hcomp " + cluster);
      Instant now = clock.instant();
      Signer itself =
          new Signer(
              subject, keys.getPrivate(), now.minus(Duration.ofHours(1)), now.plus(ROOT_VALID));
      save(root, keys.getPrivate());
      save(
          root,
          itself.sign(
              subject,
              keys.getPublic(),
              builder -> {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
                builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
              }));
    }
    return checked(root);
  }

  /**
   * A client's certificate.
   *
   * @param file its name below the folder
   * @param user who Kubernetes takes its holder for
   * @param group such as {@code system:masters}; none if empty
   */
  Identity client(String file, String user, String group) {
    String subject = (group.isEmpty() ? "" : "O=" + group + ",") + "CN=" + user;
    return leaf(file, subject, KeyPurposeId.id_kp_clientAuth, List.of());
  }

  /** A server's certificate for addresses and names. */
  Identity server(String file, String subject, List<String> names) {
    List<GeneralName> alternatives =
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toList();
    return leaf(file, "CN=" + subject, KeyPurposeId.id_kp_serverAuth, alternatives);
  }

  /** A key to sign tokens with; its certificate says nothing. */
  Identity signer(String file) {
    return leaf(file, "CN=" + file, KeyPurposeId.id_kp_codeSigning, List.of());
  }

  private Identity leaf(
      String file, String subject, KeyPurposeId purpose, List<GeneralName> alternatives) {
    Identity root = root();
    Identity leaf = identity(file);
    X509Certificate issuer = certificate(root);
    PublicKey holder;
    if (complete(leaf)) {
      privateKey(leaf); // a damaged one is to be named here, not by whoever needs it
      X509Certificate existing = certificate(leaf);
      if (serves(existing, issuer)) {
        return leaf;
      }
      holder = existing.getPublicKey();
    } else {
      KeyPair keys = Signer.newKeys();
      save(leaf, keys.getPrivate());
      holder = keys.getPublic();
    }
    save(
        leaf,
        signer(root, issuer)
            .sign(
                new X500Principal(subject),
                holder,
                builder -> {
                  builder.addExtension(
                      Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                  builder.addExtension(
                      Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                  if (!alternatives.isEmpty()) {
                    builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
                  }
                }));
    return leaf;
  }

  private Signer signer(Identity root, X509Certificate issuer) {
    Instant now = clock.instant();
    Instant from = now.minus(Duration.ofHours(1));
    Instant until = now.plus(VALID);
    Instant first = issuer.getNotBefore().toInstant();
    Instant last = issuer.getNotAfter().toInstant();
    return new Signer(
        issuer.getSubjectX500Principal(),
        privateKey(root),
        from.isBefore(first) ? first : from,
        until.isAfter(last) ? last : until);
  }

  /** Whether it is valid, and will be for a while; none can outlive its issuer. */
  private boolean serves(X509Certificate certificate, X509Certificate issuer) {
    Instant now = clock.instant();
    Instant end = certificate.getNotAfter().toInstant();
    boolean ends = end.isBefore(now.plus(SOON)) && end.isBefore(issuer.getNotAfter().toInstant());
    return !ends && !certificate.getNotBefore().toInstant().isAfter(now);
  }

  private Identity identity(String file) {
    return new Identity(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
  }

  private static boolean complete(Identity identity) {
    return Files.exists(identity.certificate()) && Files.exists(identity.key());
  }

  private Identity checked(Identity root) {
    Instant now = clock.instant();
    Instant begin = certificate(root).getNotBefore().toInstant();
    Instant end = certificate(root).getNotAfter().toInstant();
    if (begin.isAfter(now)) {
      throw new Problem(
              "CLOCK-WRONG",
              "This machine's clock says "
                  + now
                  + ", and "
                  + root.certificate()
                  + " is valid from "
                  + begin
                  + ".",
              "Set the clock, and run the same command again. If it is right now, and was wrong"
                  + " when the certificate was made, have new ones made; "
                  + afresh("early"))
          .asException();
    }
    if (end.isBefore(now)) {
      throw new Problem(
              "CERTIFICATE-EXPIRED",
              root.certificate() + " was valid until " + end + "; it is " + now + " now.",
              "If the clock is wrong, set it. Else have new ones made; " + afresh("expired"))
          .asException();
    }
    return root;
  }

  private String afresh(String why) {
    return afresh(folder, why, "mvn");
  }

  /**
   * How to get a new authority: what the clusters hold does not hang on the old one.
   *
   * @param folder of the old one
   * @param why it can't be used on; the old one's folder gets that ending
   * @param maven how the user runs Maven
   */
  public static String afresh(Path folder, String why, String maven) {
    return "the clusters keep their objects, and everybody needs the new kubeconfigs:\nmv "
        + folder
        + " "
        + folder
        + "."
        + why
        + " && "
        + maven
        + " gitops:down gitops:up";
  }

  private static void save(Identity identity, PrivateKey key) {
    AtomicFile.secret(identity.key()).write(Signer.pem("PRIVATE KEY", key.getEncoded()));
  }

  /** After the key: with it the pair is complete. */
  private static void save(Identity identity, X509Certificate certificate) {
    try {
      AtomicFile.open(identity.certificate())
          .write(Signer.pem("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate certificate(Identity identity) {
    try (InputStream stream = Files.newInputStream(identity.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw unreadable(identity.certificate().toString(), "can't be read", e);
    }
  }

  private PrivateKey privateKey(Identity identity) {
    try {
      String body = identity.keyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
      byte[] encoded = Base64.getDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(identity.key().toString(), "can't be read", e);
    }
  }

  private ProblemException unreadable(String file, String what, @Nullable Exception cause) {
    return new ProblemException(
        List.of(
            new Problem(
                "CERTIFICATE-UNREADABLE",
                file + " " + what + (cause == null ? "." : ": " + cause.getMessage() + "."),
                "Put a copy of it back, if there is one, or have new ones made; "
                    + afresh("damaged"))),
        cause);
  }

  private static String readText(Path file) {
    return AtomicFile.open(file)
        .read()
        .orElseThrow(() -> new UncheckedIOException(new NoSuchFileException(file.toString())));
  }
}
