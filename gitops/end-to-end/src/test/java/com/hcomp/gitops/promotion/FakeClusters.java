package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.ApplicationJson;
import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.argocd.FakeArgoCd;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Argo CD at the wire: each environment follows its pin on main at once, and its cluster has it
 * when the test says so.
 */
final class FakeClusters implements AutoCloseable {
  /** What a cluster got, and when. */
  private record Sync(Digest digest, Instant at) {}

  private static final String APPLICATIONS = "/api/v1/applications";

  private final FakeArgoCd server = new FakeArgoCd();
  private final Supplier<List<Environment>> main;
  private final Map<String, List<Sync>> synced = new LinkedHashMap<>();
  private final Map<String, String> health = new LinkedHashMap<>();
  private Optional<FakeArgoCd.Answer> instead = Optional.empty();

  FakeClusters(Supplier<List<Environment>> main) {
    this.main = main;
    server.answer(APPLICATIONS, () -> instead.orElseGet(this::list));
    main.get()
        .forEach(
            environment ->
                server.answer(
                    APPLICATIONS + "/" + environment.application(),
                    () -> instead.orElseGet(() -> one(environment.name()))));
  }

  /** All that is asked is answered so, until it is given {@code empty}. */
  synchronized void answerInstead(Optional<FakeArgoCd.Answer> answer) {
    instead = answer;
  }

  private synchronized FakeArgoCd.Answer list() {
    List<String> all =
        main.get().stream().filter(e -> e.pin().isPresent()).map(this::json).toList();
    return new FakeArgoCd.Answer(200, FakeArgoCd.list(all.toArray(String[]::new)));
  }

  private synchronized FakeArgoCd.Answer one(String name) {
    Environment environment =
        main.get().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return new FakeArgoCd.Answer(200, json(environment));
  }

  /** The cluster has what is pinned now, since so long. */
  synchronized void sync(String name, Duration ago) {
    Digest pinned =
        main.get().stream()
            .filter(environment -> environment.name().equals(name))
            .flatMap(environment -> environment.pin().stream())
            .findFirst()
            .orElseThrow()
            .digest();
    synced
        .computeIfAbsent(name, any -> new ArrayList<>())
        .add(new Sync(pinned, Instant.now().minus(ago).truncatedTo(ChronoUnit.SECONDS)));
  }

  synchronized void health(String name, String status) {
    health.put(name, status);
  }

  private String json(Environment environment) {
    Digest pinned = environment.pin().orElseThrow().digest();
    List<Sync> history = synced.getOrDefault(environment.name(), List.of());
    ApplicationJson json = new ApplicationJson(environment.application(), pinned).neverDeployed();
    history.forEach(sync -> json.deployed(sync.digest(), sync.at()));
    Sync last =
        history.isEmpty()
            ? new Sync(Digest.of("none"), Instant.EPOCH)
            : history.get(history.size() - 1);
    json.operation("Succeeded", last.digest(), last.at());
    json.sync(last.digest().equals(pinned) ? "Synced" : "OutOfSync", pinned);
    json.health(health.getOrDefault(environment.name(), "Healthy"), last.at());
    json.comparedAt(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return json.toString();
  }

  ArgoCd client() {
    return server.client();
  }

  java.net.URI address() {
    return server.uri();
  }

  /** How often it was asked for the list, and for single applications. */
  List<String> requests() {
    return server.requests();
  }

  @Override
  public void close() {
    server.close();
  }
}
