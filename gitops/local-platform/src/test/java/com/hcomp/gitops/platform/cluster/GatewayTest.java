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
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class GatewayTest {
  @TempDir Path home;

  @Test
  void oneAuthorityVouchesForTheHostsOfAllClustersAndForNoUserOfOne() throws Exception {
    Gateway gateway = gateway(1, 21000);
    gateway.controlPlane().writeFiles();
    gateway.writeFiles();
    String authority = Files.readString(Gateway.authority(home));
    JsonNode secret = object(gateway, "Secret");
    gateway(2, 21000).writeFiles();

    X509Certificate server = certificate(decoded(secret, "tls.crt"));
    server.verify(certificate(authority).getPublicKey());
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .contains("*.hcomp.localhost", "127.0.0.1");
    assertThat(Gateway.authority(home)).hasContent(authority);
    X509Certificate cluster = certificate(gateway.controlPlane().authorityPem());
    assertThatThrownBy(() -> server.verify(cluster.getPublicKey()))
        .isInstanceOf(java.security.GeneralSecurityException.class);
  }

  @Test
  void theGatewayListensWhereTraefikDoes() throws Exception {
    Gateway gateway = gateway(2, 21000);
    gateway.writeFiles();

    JsonNode entryPoints = yaml(gateway.folder().resolve("traefik.yaml")).get("entryPoints");
    JsonNode listeners = object(gateway, "Gateway").at("/spec/listeners");
    assertThat(listeners).hasSize(2);
    for (JsonNode listener : listeners) {
      String name = listener.get("name").asText();
      assertThat(entryPoints.get(name).get("address").asText())
          .as(name)
          .isEqualTo("127.0.0.1:" + listener.get("port").asText());
      assertThat(listener.at("/allowedRoutes/namespaces/from").asText()).isEqualTo("All");
    }
  }

  @Test
  void traefikMayChangeNothingButTheStatusOfRoutes() throws Exception {
    for (JsonNode rule : object(gateway(1, 21000), "ClusterRole").get("rules")) {
      boolean looks = rule.get("verbs").toString().equals("[\"list\",\"watch\"]");
      for (JsonNode resource : rule.get("resources")) {
        assertThat(looks || resource.asText().endsWith("/status")).as(rule.toString()).isTrue();
      }
      assertThat(rule.toString()).doesNotContain("*");
    }
  }

  @Test
  void servesOnceItHasTheCertificateThatTheClusterHoldsForIt() throws Exception {
    try (SSLServerSocket own = listen(new Authority(home.resolve("other"), "traefik's own"))) {
      assertThat(gateway(1, own.getLocalPort() - 29).serves()).as("its own certificate").isFalse();
    }
    try (SSLServerSocket ours = listen(new Authority(home.resolve("gateway"), "gateway"))) {
      assertThat(gateway(1, ours.getLocalPort() - 29).serves()).isTrue();
      ours.close();
      assertThat(gateway(1, ours.getLocalPort() - 29).serves()).as("nobody listens").isFalse();
    }
  }

  /** A server with a certificate for 127.0.0.1, for one handshake. */
  private SSLServerSocket listen(Authority authority) throws Exception {
    gateway(1, 21000).writeFiles();
    Authority.Identity identity = authority.server("server", "test", List.of("127.0.0.1"));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] key =
        Base64.getMimeDecoder().decode(identity.keyPem().replaceAll("-----[A-Z ]+-----", ""));
    store.setKeyEntry(
        "server",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
        new char[0],
        new Certificate[] {certificate(identity.certificatePem())});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
              } catch (IOException e) {
                // The client did not like it: that is what is tested.
              }
            });
    return server;
  }

  private Gateway gateway(int number, int firstPort) {
    return new Gateway(
        new ControlPlane(
            "cluster-" + number,
            number,
            home,
            NetworkPlan.parse("10.208.0.0/13"),
            new PortPlan(firstPort, 5001),
            new ProgramSet(Map.of())));
  }

  private static JsonNode object(Gateway gateway, String kind) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : new ObjectMapper().readTree(gateway.objects()).get("items")) {
      if (item.get("kind").asText().equals(kind)) {
        found.add(item);
      }
    }
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  private static JsonNode yaml(Path file) throws IOException {
    Object content =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new ObjectMapper().valueToTree(content);
  }

  private static String decoded(JsonNode secret, String field) {
    return new String(
        Base64.getDecoder().decode(secret.get("data").get(field).asText()),
        StandardCharsets.US_ASCII);
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
