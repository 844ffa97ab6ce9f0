package com.hcomp.gitops.platform;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.argocd.ArgoCd;
import com.hcomp.gitops.platform.argocd.ArgoCdApi;
import com.hcomp.gitops.platform.argocd.Credentials;
import com.hcomp.gitops.platform.cluster.Cgroups;
import com.hcomp.gitops.platform.cluster.ClusterDns;
import com.hcomp.gitops.platform.cluster.ControlPlane;
import com.hcomp.gitops.platform.cluster.Gateway;
import com.hcomp.gitops.platform.cluster.KernelSettings;
import com.hcomp.gitops.platform.cluster.Kubectl;
import com.hcomp.gitops.platform.cluster.Node;
import com.hcomp.gitops.platform.cluster.ProxyMode;
import com.hcomp.gitops.platform.image.BaseImages;
import com.hcomp.gitops.platform.image.JavaRuntime;
import com.hcomp.gitops.platform.image.Registry;
import com.hcomp.gitops.platform.network.HostNetwork;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.process.Processes;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts what does not run, in an order in which each part finds what it needs. */
final class Startup {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Parts parts;
  private final Processes processes;
  private final HostNetwork network;
  private final Cgroups cgroups;
  private final Credentials credentials;
  private final HttpClient http =
      HttpClient.newBuilder()
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<String> started = new ArrayList<>();

  Startup(Parts parts, Processes processes, HostNetwork network, Cgroups cgroups) {
    this.parts = parts;
    this.processes = processes;
    this.network = network;
    this.cgroups = cgroups;
    this.credentials = Credentials.load(parts.layout().credentials());
  }

  /** What was started, by name; nothing if all of it ran. */
  List<String> started() {
    return List.copyOf(started);
  }

  PlatformFacts run() {
    new KernelSettings(parts.layout().kernelSettings()).save();
    makeGitRepository();
    network.makeBridge();
    Registry registry = parts.registry();
    parts.argoCd().makeFolders();
    ensure(parts.etcd().process());
    ensure(registry.process());
    ensure(registry.processForNodes());
    ensure(parts.argoCd().redis());
    awaitHttp("etcd", parts.etcd().health());
    startApiServers();
    awaitHttp("registry", registry.health());
    awaitHttp("registry-for-nodes", registry.healthForNodes());
    BaseImages images = new BaseImages(registry, parts.layout().scratch());
    String pause = images.pause(parts.programs().path("pause"));
    awaitApiServers();
    startNodes(pause);
    ClusterContents contents = new ClusterContents(parts);
    startDns(contents);
    startGateways(contents);
    contents.argoCd(credentials);
    startArgoCd();
    String baseImage = images.java(JavaRuntime.current());
    Credentials complete = withToken();
    awaitDns();
    awaitGateways();
    awaitNodes();
    processes.check(processes.states().stream().map(state -> state.name()).toList());
    return facts(complete, baseImage);
  }

  private void ensure(ProcessSpec spec) {
    if (!processes.runs(spec)) {
      parts.layout().facts().delete(); // until all of it is ready again
      processes.ensure(spec);
      started.add(spec.name());
    }
  }

  /** Facts are written when everything was seen ready, and removed when something is started. */
  private boolean mayBeUnready(String process) {
    return started.contains(process) || parts.layout().facts().read().isEmpty();
  }

  private void makeGitRepository() {
    Path git = parts.layout().git();
    if (!Files.exists(git.resolve("HEAD"))) {
      Command.of("git", "init", "--quiet", "--bare", "--template=", "--initial-branch=main")
          .and(git.toString())
          .output();
    }
  }

  private void startApiServers() {
    for (ControlPlane plane : allPlanes()) {
      plane.writeFiles();
      ensure(plane.apiServer());
    }
  }

  private void awaitApiServers() {
    for (ControlPlane plane : allPlanes()) {
      String apiServer = plane.apiServer().name();
      if (mayBeUnready(apiServer)) {
        processes.await(apiServer, PATIENCE, parts.kubectl(plane)::apiServerReady);
      }
    }
  }

  private void startNodes(String pause) {
    ProxyMode proxyMode = ProxyMode.detect(parts.programs().path("nft"));
    for (ControlPlane plane : parts.controlPlanes()) {
      ensure(plane.controllerManager());
      ensure(plane.scheduler());
      Node node = new Node(plane, network, cgroups, processes, pause, parts.sources(), proxyMode);
      if (!node.runs()) {
        parts.layout().facts().delete();
        started.addAll(node.start());
      }
    }
  }

  private void awaitNodes() {
    for (ControlPlane plane : parts.controlPlanes()) {
      Kubectl kubectl = parts.kubectl(plane);
      String kubelet = "kubelet-" + plane.name();
      // One that was started in the future was so by a clock that has been set since.
      Instant since =
          processes
              .since(kubelet)
              .filter(time -> time.isBefore(Instant.now()))
              .orElse(Instant.EPOCH);
      if (mayBeUnready(kubelet)) {
        processes.await(kubelet, PATIENCE, () -> kubectl.nodeReady(plane.name(), since));
      }
    }
  }

  private void startDns(ClusterContents contents) {
    for (ClusterDns dns : parts.dns()) {
      dns.writeFiles();
      contents.dns(dns);
      ensure(dns.process(network));
    }
  }

  private void awaitDns() {
    for (ClusterDns dns : parts.dns()) {
      awaitHttp(dns.process(network).name(), dns.health());
    }
  }

  /** Before Argo CD, so that it finds the Gateway API's kinds when it first looks. */
  private void startGateways(ClusterContents contents) {
    for (Gateway gateway : parts.gateways()) {
      gateway.writeFiles();
      contents.gateway(gateway);
      ensure(gateway.process());
    }
  }

  private void awaitGateways() {
    for (Gateway gateway : parts.gateways()) {
      String traefik = gateway.process().name();
      if (mayBeUnready(traefik)) {
        processes.await(traefik, PATIENCE, gateway::serves);
      }
    }
  }

  private void startArgoCd() {
    ArgoCd argoCd = parts.argoCd();
    List<ProcessSpec> watchers =
        List.of(argoCd.server(), argoCd.applicationController(), argoCd.applicationSetController());
    if (started.contains(parts.hub().apiServer().name())) {
      // Whoever lost the API server takes its watches up again after most of a minute only, and
      // a refresh waits for that.
      processes.stop(watchers.stream().map(ProcessSpec::name).toList(), Duration.ofSeconds(10));
    }
    ensure(argoCd.repoServer());
    watchers.forEach(this::ensure);
    argoCd.health().forEach(this::awaitHttp);
  }

  private Credentials withToken() {
    ArgoCdApi api = new ArgoCdApi(parts.argoCd().url());
    if (credentials.token().filter(api::accepts).isPresent()) {
      return credentials;
    }
    try {
      Credentials complete = credentials.withToken(api.newToken(credentials.adminPassword()));
      complete.save(parts.layout().credentials());
      return complete;
    } catch (IllegalStateException e) {
      throw new Problem(
              "ARGOCD-TOKEN",
              "Argo CD gave no token to the account " + Credentials.ACCOUNT + ": " + e.getMessage(),
              processes.logEnd("argocd-server"),
              "Start afresh, with new clusters:\nmvn gitops:down -Dgitops.purge gitops:up")
          .asException();
    }
  }

  private void awaitHttp(String process, String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    processes.await(process, PATIENCE, () -> answers(request));
  }

  private boolean answers(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<ControlPlane> allPlanes() {
    List<ControlPlane> all = new ArrayList<>();
    all.add(parts.hub());
    all.addAll(parts.controlPlanes());
    return all;
  }

  private PlatformFacts facts(Credentials complete, String baseImage) {
    Map<String, ClusterFacts> clusters = new LinkedHashMap<>();
    for (ControlPlane plane : parts.controlPlanes()) {
      clusters.put(
          plane.name(),
          new ClusterFacts(
              plane.name(),
              plane.kubeconfig(),
              URI.create(plane.server()),
              parts.network().nodeAddress(plane.number()),
              parts.network().services(plane.number()).toString(),
              parts.ports().http(plane.number()),
              parts.ports().https(plane.number())));
    }
    return new PlatformFacts(
        parts.registry().host(),
        parts.layout().git(),
        clusters,
        Gateway.authority(parts.layout().local()),
        parts.hub().kubeconfig(),
        URI.create(parts.argoCd().url()),
        Credentials.ADMIN,
        complete.adminPassword(),
        Credentials.ACCOUNT,
        complete.token().orElseThrow(),
        processes.logs(),
        baseImage,
        parts.programs().path("kubectl"),
        parts.programs().path("argocd"),
        parts.programs().path("helm"));
  }
}
