package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.programs.ProgramSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ControlPlaneTest {
  @TempDir Path home;

  @Test
  void aKubeconfigReachesItsClusterAsAdministrator() throws Exception {
    ControlPlane plane = plane("stg-cluster", 1);
    plane.writeFiles();

    JsonNode config = yaml(plane.kubeconfig());
    JsonNode cluster = config.at("/clusters/0/cluster");
    JsonNode user = config.at("/users/0/user");
    X509Certificate authority = certificate(cluster.path("certificate-authority-data").asText());
    X509Certificate client = certificate(user.path("client-certificate-data").asText());

    assertThat(config.path("current-context").asText()).isEqualTo("stg-cluster");
    assertThat(cluster.path("server").asText()).isEqualTo("https://10.208.0.1:21021");
    assertThat(client.getSubjectX500Principal().getName()).contains("CN=admin", "O=system:masters");
    client.verify(authority.getPublicKey());
    assertThat(client.getNotAfter().toInstant())
        .isAfter(Instant.now().plus(Duration.ofDays(9 * 365)));
    assertThat(Files.getPosixFilePermissions(plane.kubeconfig())).hasSize(2);
  }

  @Test
  void oneClustersCertificatesAreNothingToAnother() throws Exception {
    ControlPlane one = plane("stg-cluster", 1);
    ControlPlane other = plane("prd-cluster", 2);
    one.writeFiles();
    other.writeFiles();

    X509Certificate client = pem(one.administrator().get(0));
    assertThatThrownBy(() -> client.verify(pem(other.authorityPem()).getPublicKey()))
        .isInstanceOf(java.security.GeneralSecurityException.class);
  }

  @Test
  void theApiServerAnswersToItsAddresses() throws Exception {
    ControlPlane plane = plane("stg-cluster", 1);
    plane.writeFiles();

    X509Certificate server = pem(Files.readString(home.resolve("pki/stg-cluster/apiserver.crt")));
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .contains("10.208.0.1", "10.209.0.1", "kubernetes.default.svc");
  }

  @Test
  void whatExistsIsNeverMadeAnew() throws Exception {
    ControlPlane plane = plane("stg-cluster", 1);
    plane.writeFiles();
    String before = Files.readString(plane.kubeconfig());

    plane.writeFiles();

    assertThat(plane.kubeconfig()).hasContent(before);
  }

  @Test
  void aDamagedAuthorityIsReportedNotReplaced() throws IOException {
    ControlPlane plane = plane("stg-cluster", 1);
    plane.writeFiles();
    Files.writeString(home.resolve("pki/stg-cluster/ca.crt"), "half");

    assertThatThrownBy(plane::writeFiles)
        .hasMessageContaining("CERTIFICATE-UNREADABLE")
        .hasMessageContaining("ca.crt");
  }

  @Test
  void readsTheTableOfMounts() {
    Mounts.Mount mount =
        Mounts.parse(
            "36 35 98:0 /a /mnt/with\\040space rw,noatime master:1 - cgroup cgroup rw,memory");

    assertThat(mount.point()).isEqualTo(Path.of("/mnt/with space"));
    assertThat(mount.type()).isEqualTo("cgroup");
    assertThat(mount.options()).containsExactly("rw", "memory");
  }

  private ControlPlane plane(String name, int number) {
    return new ControlPlane(
        name,
        number,
        home,
        NetworkPlan.parse("10.208.0.0/13"),
        new PortPlan(21000, 5001),
        new ProgramSet(Map.of()));
  }

  private static JsonNode yaml(Path file) throws IOException {
    Object content =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new ObjectMapper().valueToTree(content);
  }

  private static X509Certificate certificate(String base64) throws Exception {
    return pem(new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII));
  }

  private static X509Certificate pem(String text) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
