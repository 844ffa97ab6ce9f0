package com.hcomp.gitops.promotion;

import com.hcomp.gitops.git.TestGit;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.promotion.ModelEnvironment.Load;
import com.hcomp.gitops.publish.Publisher;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import com.hcomp.gitops.registry.RunningRegistry;
import com.hcomp.gitops.report.Report;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What all sequences begin with, made once: a registry, and below one of its paths the first
 * release of every environment; and the repository that pins them. Each sequence gets copies.
 */
final class ModelGround implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
  static final Load FIRST = new Load(0, "image-0");
  static final int REPLICAS = 2;
  private static final String TEMPLATE = "template";
  private static final String CHART = "hcomp-app";

  final Path folder;
  final RunningRegistry running;
  final FaultyLine line;
  private final HttpClient client = HttpClient.newHttpClient();
  private int copies;

  ModelGround() throws Exception {
    folder = Files.createTempDirectory("promotion-model");
    running = RunningRegistry.start(folder.resolve("registry"));
    String[] host = running.address().host().split(":");
    line = new FaultyLine(host[0], Integer.parseInt(host[1]));
    Path template = Files.createDirectory(folder.resolve(TEMPLATE));
    Path checkout = Files.createDirectory(template.resolve("checkout"));
    Repository.dayOne(checkout, PromotionModel.POLICY, PromotionModel.NAMES.toArray(String[]::new));
    Path origin = TestGit.bare(template);
    TestGit.init(checkout);
    quick(origin);
    quick(checkout);
    TestGit.run(checkout, "remote", "add", "origin", "../origin.git");
    Registry registry = new Registry(address(running.address().host(), TEMPLATE));
    Workspace workspace = Workspace.open(checkout);
    Publisher publisher = publisher(registry, template.resolve("scratch"));
    publisher.publish(publisher.chart(workspace.charts().get(0)));
    new Delivery(
            workspace, publisher, build(registry, FIRST), Environment::replaced, Report.silent())
        .carryOut();
    commit(checkout, "first", START.minus(Duration.ofHours(2)));
    TestGit.run(checkout, "push", "--quiet", "origin", "HEAD:main");
    copyable(origin);
  }

  static RegistryAddress address(String host, String path) {
    return new RegistryAddress(host + "/" + path);
  }

  static Publisher publisher(Registry registry, Path scratch) {
    return new Publisher(registry, new Helm(Programs.helm()), scratch, "mvn", Report.silent());
  }

  /** Where the registry keeps what lies below a path. */
  Path storage(String path) {
    return folder.resolve("registry/storage/docker/registry/v2/repositories").resolve(path);
  }

  /** A name that nothing else has, with copies of what the registry has. */
  String copyOfRegistry() throws IOException {
    String name = "run-" + ++copies;
    copy(storage(TEMPLATE), storage(name));
    return name;
  }

  /** The repository and a clone of it, in a folder that isn't there yet. */
  void copyOfRepositories(Path to) throws IOException {
    copy(folder.resolve(TEMPLATE).resolve("origin.git"), to.resolve("origin.git"));
    copy(folder.resolve(TEMPLATE).resolve("checkout"), to.resolve("checkout"));
  }

  /** Hooks that nobody uses are most of its files. */
  private static void copyable(Path origin) throws IOException {
    try (Stream<Path> hooks = Files.list(origin.resolve("hooks"))) {
      for (Path hook : hooks.toList()) {
        Files.delete(hook);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Command.of("cp", "-R", from.toString(), to.toString()).output();
  }

  /** Without the tidying up that nobody would live to see. */
  static void quick(Path repository) {
    TestGit.run(repository, "config", "gc.auto", "0");
    TestGit.run(repository, "config", "maintenance.auto", "false");
    TestGit.run(repository, "config", "receive.autogc", "false");
  }

  /** As far as nobody writes there at this moment, as when time is up for shrinking. */
  static void delete(Path folder) {
    Command.of("rm", "-rf", folder.toString()).run();
  }

  static void commit(Path checkout, String message, Instant at) {
    TestGit.run(checkout, "add", "--all");
    Command.of("git", "commit", "--quiet", "--allow-empty", "-m", message)
        .in(checkout)
        .with("GIT_COMMITTER_DATE", at.toString())
        .output();
  }

  /**
   * What a build made, whose chart is published. Its image holds nothing: nobody runs it, and a
   * whole one takes longer to push than a promotion.
   */
  Build build(Registry registry, Load load) throws IOException, InterruptedException {
    if (registry.digest("app-service", load.image()).isEmpty()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://"
                          + running.address().host()
                          + "/v2/"
                          + registry.address().path()
                          + "/app-service/manifests/"
                          + load.image()))
              .header("Content-Type", "application/vnd.oci.image.index.v1+json")
              .PUT(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json",
                       "manifests":[],"annotations":{"tag":"%s"}}
                      """
                          .formatted(load.image())))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    }
    ChartRef chart = new ChartRef(CHART, new Version("1.0." + load.chart()));
    Digest image = registry.digest("app-service", load.image()).orElseThrow();
    return new Build(
        Map.of(
            CHART,
            new Build.Chart(chart, registry.digest("charts/" + CHART, chart.version().value()))),
        Map.of("app-service", new Build.Image(load.image(), java.util.Optional.of(image))));
  }

  @Override
  public void close() throws IOException {
    line.close();
    running.close();
    delete(folder);
  }
}
