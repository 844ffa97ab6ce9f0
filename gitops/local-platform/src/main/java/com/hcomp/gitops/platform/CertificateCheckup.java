package com.hcomp.gitops.platform;

import com.hcomp.gitops.doctor.Finding;
import com.hcomp.gitops.platform.cluster.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at how long the platform's certificates are still valid.
 *
 * @param local the platform's folder
 * @param clock tells what time it is
 * @param maven how the user runs Maven
 */
record CertificateCheckup(Path local, Clock clock, String maven) {
  private static final String SUBJECT = "certificates";

  private record Validity(Path file, Instant begin, Instant end) {
    boolean ofAuthority() {
      return file.endsWith("ca.crt");
    }
  }

  /** Empty where there are none yet. */
  Optional<Finding> look() {
    List<Validity> all =
        Stream.of("pki", "gateway")
            .flatMap(folder -> certificates(local.resolve(folder)).stream())
            .sorted(Comparator.comparing(Validity::end))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(judge(all));
  }

  private Finding judge(List<Validity> all) {
    Instant now = clock.instant();
    Optional<Validity> early = all.stream().filter(each -> each.begin().isAfter(now)).findFirst();
    if (early.isPresent()) {
      return Finding.wrong(
          SUBJECT,
          early.get().file() + " is valid only from " + early.get().begin() + " on",
          "The clock was set back; set it right:\ntimedatectl set-ntp true");
    }
    // Where an authority ends, nothing can be issued anew until that is mended.
    Validity first =
        all.stream()
            .filter(each -> each.ofAuthority() && each.end().isBefore(now.plus(Authority.SOON)))
            .findFirst()
            .orElse(all.get(0));
    Duration left = Duration.between(now, first.end());
    if (left.isNegative()) {
      return Finding.wrong(
          SUBJECT, first.file() + " was valid until " + first.end(), renewal(first));
    }
    String figure = "the first of " + all.size() + " ends in " + left.toDays() + " days";
    return left.compareTo(Authority.SOON) < 0
        ? Finding.warning(SUBJECT, figure + ": " + first.file(), renewal(first))
        : Finding.ok(SUBJECT, figure);
  }

  private String renewal(Validity ending) {
    return ending.ofAuthority()
        ? "Have new ones made; "
            + Authority.afresh(Objects.requireNonNull(ending.file().getParent()), "expired", maven)
        : "It is issued anew at the next start:\n" + maven + " gitops:up";
  }

  private static List<Validity> certificates(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".crt"))
          .map(CertificateCheckup::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Validity read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
      return new Validity(
          file, certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new UncheckedIOException(new IOException(file + " is no certificate", e));
    }
  }
}
