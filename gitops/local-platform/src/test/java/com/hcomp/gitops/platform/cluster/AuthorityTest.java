package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.programs.ProgramSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;

  @Test
  void renewsWhatEndsForTheSameKey() throws Exception {
    Authority.Identity made = at(MADE).server("apiserver", "kube-apiserver", List.of("10.0.0.1"));
    X509Certificate before = certificate(made.certificate());
    String key = made.keyPem();

    at(MADE.plus(YEAR.multipliedBy(9))).server("apiserver", "kube-apiserver", List.of("10.0.0.1"));
    assertThat(certificate(made.certificate())).as("long before its end").isEqualTo(before);

    Instant after = MADE.plus(YEAR.multipliedBy(11));
    at(after).server("apiserver", "kube-apiserver", List.of("10.0.0.1"));

    X509Certificate renewed = certificate(made.certificate());
    assertThat(renewed.getNotAfter().toInstant()).isAfter(after.plus(YEAR));
    assertThat(renewed.getPublicKey()).isEqualTo(before.getPublicKey());
    assertThat(renewed.getSubjectAlternativeNames())
        .hasToString(String.valueOf(before.getSubjectAlternativeNames()));
    assertThat(made.keyPem()).isEqualTo(key);
    renewed.verify(certificate(folder.resolve("ca.crt")).getPublicKey());
  }

  @Test
  void nothingOutlivesTheAuthorityOrIsRenewedInVainAtItsEnd() throws Exception {
    at(MADE).root();
    Instant end = certificate(folder.resolve("ca.crt")).getNotAfter().toInstant();
    Authority late = at(end.minus(Duration.ofDays(2)));

    Authority.Identity leaf = late.client("admin", "admin", "system:masters");
    String once = leaf.certificatePem();

    assertThat(certificate(leaf.certificate()).getNotAfter().toInstant()).isEqualTo(end);
    assertThat(late.client("admin", "admin", "system:masters").certificatePem()).isEqualTo(once);
  }

  @Test
  void namesAnAuthorityThatHasEnded() throws IOException {
    at(MADE).client("admin", "admin", "");
    String before = Files.readString(folder.resolve("ca.crt"));

    assertThatThrownBy(() -> at(MADE.plus(YEAR.multipliedBy(21))).client("admin", "admin", ""))
        .hasMessageContaining("CERTIFICATE-EXPIRED")
        .hasMessageContaining("ca.crt was valid until 2045-12-")
        .hasMessageContaining("mv " + folder + " " + folder + ".expired && mvn gitops:down");
    assertThat(folder.resolve("ca.crt")).hasContent(before);
  }

  @Test
  void namesAClockThatIsBeforeTheAuthority() {
    at(MADE).client("admin", "admin", "");

    assertThatThrownBy(() -> at(MADE.minus(YEAR)).client("admin", "admin", ""))
        .hasMessageContaining("CLOCK-WRONG")
        .hasMessageContaining("2025-01-01T00:00:00Z")
        .hasMessageContaining("valid from 2025-12-31T23:00:00Z");
  }

  @Test
  void renewsWhatWasIssuedByAClockThatWasAhead() throws Exception {
    at(MADE).root();
    Authority.Identity leaf = at(MADE.plus(YEAR)).client("admin", "admin", "");

    at(MADE.plusSeconds(60)).client("admin", "admin", "");

    certificate(leaf.certificate()).checkValidity(java.util.Date.from(MADE.plusSeconds(60)));
  }

  @Test
  void neverReplacesAnAuthorityOfWhichAPartIsGone() throws IOException {
    at(MADE).client("admin", "admin", "");
    String certificate = Files.readString(folder.resolve("ca.crt"));
    Files.delete(folder.resolve("ca.key"));

    assertThatThrownBy(() -> at(MADE).root())
        .hasMessageContaining("CERTIFICATE-UNREADABLE")
        .hasMessageContaining("ca.key is gone");
    assertThat(folder.resolve("ca.crt")).hasContent(certificate);
  }

  @Test
  void namesADamagedKey() throws IOException {
    Authority.Identity leaf = at(MADE).client("admin", "admin", "");
    Files.writeString(leaf.key(), leaf.keyPem().substring(0, 90));

    assertThatThrownBy(() -> at(MADE).client("admin", "admin", ""))
        .hasMessageContaining("CERTIFICATE-UNREADABLE")
        .hasMessageContaining("admin.key");
  }

  @Test
  void aServerIsStartedAnewWithItsNewCertificate() throws IOException {
    ControlPlane plane =
        new ControlPlane(
            "stg-cluster",
            1,
            folder,
            NetworkPlan.parse("10.208.0.0/13"),
            new PortPlan(21000, 5001),
            new ProgramSet(
                Map.of(
                    "kube-apiserver", Path.of("/p/kube-apiserver"),
                    "kube-scheduler", Path.of("/p/kube-scheduler"))));
    plane.writeFiles();

    ProcessSpec apiServer = plane.apiServer();
    assertThat(apiServer.inputs())
        .contains(
            folder.resolve("pki/stg-cluster/apiserver.crt"),
            folder.resolve("pki/stg-cluster/kubelet-client.crt"));
    assertThat(plane.scheduler().inputs())
        .contains(folder.resolve("pki/stg-cluster/kube-scheduler.kubeconfig"));
  }

  private Authority at(Instant now) {
    return new Authority(folder, "stg-cluster", Clock.fixed(now, ZoneOffset.UTC));
  }

  private static X509Certificate certificate(Path file) throws Exception {
    try (InputStream stream = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    }
  }
}
