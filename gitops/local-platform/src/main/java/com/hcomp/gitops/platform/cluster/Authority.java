package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * One cluster's certificate authority, in a folder of its own. What exists is kept: a key that
 * changed would lock out everybody who has the old one.
 *
 * @param folder gets {@code ca.crt}, {@code ca.key} and the rest
 * @param cluster named in the authority's subject
 */
record Authority(Path folder, String cluster) {
  private static final Duration VALID = Duration.ofDays(3650);

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

  /** The authority's own certificate, made the first time. */
  Identity root() {
    Identity root = identity("ca");
    if (!complete(root)) {
      KeyPair keys = newKeys();
      X500Principal subject = new X500Principal("CN=hcomp " + cluster);
      save(
          root,
          keys.getPrivate(),
          issue(
              subject,
              keys,
              subject,
              keys.getPrivate(),
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
    if (!complete(leaf)) {
      KeyPair keys = newKeys();
      X509Certificate issuer = certificate(root);
      save(
          leaf,
          keys.getPrivate(),
          issue(
              issuer.getSubjectX500Principal(),
              keys,
              new X500Principal(subject),
              privateKey(root),
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
    }
    return checked(leaf);
  }

  private Identity identity(String file) {
    return new Identity(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
  }

  private static boolean complete(Identity identity) {
    return Files.exists(identity.certificate()) && Files.exists(identity.key());
  }

  private static Identity checked(Identity identity) {
    Instant end = certificate(identity).getNotAfter().toInstant();
    if (end.isBefore(Instant.now())) {
      throw new Problem(
              "CERTIFICATE-EXPIRED",
              identity.certificate() + " was valid until " + end + ".",
              "Start afresh, with new clusters:\nmvn gitops:down -Dgitops.purge gitops:up")
          .asException();
    }
    return identity;
  }

  private static void save(Identity identity, PrivateKey key, X509Certificate certificate) {
    try {
      // The certificate last: with it the pair is complete.
      AtomicFile.secret(identity.key()).write(pem("PRIVATE KEY", key.getEncoded()));
      AtomicFile.open(identity.certificate()).write(pem("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + type
        + "-----\n";
  }

  /** Adds what a kind of certificate says beyond names and dates. */
  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException;
  }

  private static X509Certificate issue(
      X500Principal issuer,
      KeyPair keys,
      X500Principal subject,
      PrivateKey signer,
      Extensions extensions) {
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(VALID)),
              subject,
              keys.getPublic());
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate for " + subject, e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(Identity identity) {
    try (InputStream stream = Files.newInputStream(identity.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw unreadable(identity.certificate(), e);
    }
  }

  private static PrivateKey privateKey(Identity identity) {
    try {
      String body = identity.keyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
      byte[] encoded = Base64.getDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(identity.key(), e);
    }
  }

  private static RuntimeException unreadable(Path file, Exception cause) {
    return new com.hcomp.gitops.model.ProblemException(
        List.of(
            new Problem(
                "CERTIFICATE-UNREADABLE",
                file + " can't be read: " + cause.getMessage() + ".",
                "Start afresh, with new clusters:\n" + "mvn gitops:down -Dgitops.purge gitops:up")),
        cause);
  }

  private static String readText(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
