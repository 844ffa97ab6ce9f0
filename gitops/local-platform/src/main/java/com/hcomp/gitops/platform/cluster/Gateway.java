package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A cluster's way in: a Traefik on this machine that serves the cluster's HTTPRoutes and Ingresses,
 * and tells the cluster whether it does.
 *
 * @param controlPlane of the same cluster; not the hub
 */
public record Gateway(ControlPlane controlPlane) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String LOOPBACK = "127.0.0.1";

  /** The certificate that vouches for every host that a gateway of this platform serves. */
  public static Path authority(Path home) {
    return folder(home).resolve("ca.crt");
  }

  /** Writes what Traefik reads. */
  public void writeFiles() {
    certificate();
    AtomicFile.open(middlewares()).update(retries());
    AtomicFile.open(configuration()).update(traefik());
  }

  /** Traefik. */
  public ProcessSpec process() {
    Path kubeconfig = controlPlane.componentKubeconfig(GatewayObjects.USER);
    return ProcessSpec.of(
            "traefik-" + controlPlane.name(),
            List.of(
                controlPlane.programs().path("traefik").toString(),
                "--configfile=" + configuration()))
        .with(Map.of("KUBECONFIG", kubeconfig.toString()))
        .reading(configuration(), middlewares(), kubeconfig);
  }

  /** What the cluster has to hold, once it knows the Gateway API's kinds: one list, in JSON. */
  public String objects() {
    Authority.Identity certificate = certificate();
    return new GatewayObjects(
            controlPlane.ports().http(controlPlane.number()),
            controlPlane.ports().https(controlPlane.number()),
            certificate.certificatePem(),
            certificate.keyPem())
        .json();
  }

  /** The folder for what belongs to this cluster's gateway alone. */
  public Path folder() {
    return folder(controlPlane.home()).resolve(controlPlane.name());
  }

  /** Whether it has read the cluster's Gateway: only from there does it get our certificate. */
  public boolean serves() {
    int port = controlPlane.ports().https(controlPlane.number());
    try (Socket connection = new Socket()) {
      connection.connect(new InetSocketAddress(LOOPBACK, port), (int) PATIENCE.toMillis());
      connection.setSoTimeout((int) PATIENCE.toMillis());
      SSLContext trust = trust(authority(controlPlane.home()));
      try (SSLSocket socket =
          (SSLSocket) trust.getSocketFactory().createSocket(connection, LOOPBACK, port, false)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static SSLContext trust(Path authority) {
    try (var stream = Files.newInputStream(authority)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(stream);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("gateway", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Path home) {
    return home.resolve("gateway");
  }

  /** One for all clusters, by an authority that no API server trusts. */
  private Authority.Identity certificate() {
    return new Authority(folder(controlPlane.home()), "gateway")
        .server(
            "server",
            "hcomp.localhost",
            List.of("*.hcomp.localhost", "hcomp.localhost", "localhost", LOOPBACK));
  }

  private Path configuration() {
    return folder().resolve("traefik.yaml");
  }

  private Path middlewares() {
    return folder().resolve("middlewares.yaml");
  }

  private String traefik() {
    return """
    global:
      checkNewVersion: false
      sendAnonymousUsage: false
    log:
      level: INFO
      noColor: true
    entryPoints:
      http:
        address: "%1$s:%2$d"
        http:
          middlewares: ["retry@file"]
      https:
        address: "%1$s:%3$d"
        http:
          middlewares: ["retry@file"]
          tls: {}
    providers:
      # How long a pod that has ended may still be sent requests.
      providersThrottleDuration: 100ms
      kubernetesGateway:
        statusAddress:
          ip: "%1$s"
      kubernetesIngress:
        ingressEndpoint:
          ip: "%1$s"
      file:
        filename: "%4$s"
        watch: false
    """
        .formatted(
            LOOPBACK,
            controlPlane.ports().http(controlPlane.number()),
            controlPlane.ports().https(controlPlane.number()),
            middlewares());
  }

  private static String retries() {
    // Traefik tries again only if nothing of the request was sent, so nothing is done twice: that
    // is when a pod has ended, and its cluster has not noticed yet. Each time it takes the pod
    // whose turn it is, of two often the same one again; so often, for 1.5 s, is never in vain.
    return """
    http:
      middlewares:
        retry:
          retry:
            attempts: 10
            initialInterval: 20ms
    """;
  }
}
