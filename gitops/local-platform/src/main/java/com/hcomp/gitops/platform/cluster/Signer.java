package com.hcomp.gitops.platform.cluster;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates.
 *
 * @param name the signing authority's
 * @param key its private key
 * @param from when what it signs begins to be valid
 * @param until when that ends
 */
record Signer(X500Principal name, PrivateKey key, Instant from, Instant until) {
  Signer {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("valid from " + from + " until " + until);
    }
  }

  /** Adds what a kind of certificate says beyond names and dates. */
  interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException;
  }

  X509Certificate sign(X500Principal subject, PublicKey holder, Extensions extensions) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
              Date.from(from),
              Date.from(until),
              subject,
              holder);
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate for " + subject, e);
    }
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys and certificates as files have them. */
  static String pem(String type, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
