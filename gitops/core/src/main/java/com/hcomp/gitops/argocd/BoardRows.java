package com.hcomp.gitops.argocd;

import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.Application.Resource;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.report.Board;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts what Git says beside what Argo CD says.
 *
 * @param applications what Argo CD answered to a refresh, by name
 * @param versions the version that a release's digest was published as, where somebody knows
 */
public record BoardRows(
    Map<String, Application> applications, Function<Digest, Optional<Version>> versions) {

  /**
   * An environment as Git and the caller know it.
   *
   * @param environment its file
   * @param payload the charts and images of the pinned release
   * @param address where it answers
   * @param kubeconfig the file that enters its cluster
   * @param differences what was found elsewhere, such as a pinned release that isn't published
   */
  public record Known(
      Environment environment,
      Optional<Payload> payload,
      Optional<String> address,
      Optional<String> kubeconfig,
      List<String> differences) {
    public Known {
      differences = List.copyOf(differences);
    }
  }

  public Board board(List<Known> environments) {
    return new Board(environments.stream().map(this::row).toList());
  }

  private Board.Row row(Known known) {
    Environment environment = known.environment();
    Optional<Application> application =
        Optional.ofNullable(applications.get(environment.application()));
    Optional<Liveness> liveness =
        environment
            .pin()
            .flatMap(pin -> application.map(found -> Liveness.judge(pin.digest(), found)));
    Optional<Digest> live = application.flatMap(Judge::deployed);
    List<String> differences = new ArrayList<>(known.differences());
    differences.addAll(differences(known, application, live));
    liveness.flatMap(BoardRows::difference).ifPresent(differences::add);
    return new Board.Row(
        environment.name(),
        environment.cluster(),
        environment.pin(),
        known.payload().map(Payload::charts),
        known.payload().filter(Payload::isComplete).map(Payload::images),
        known.payload().flatMap(BoardRows::imageDigest),
        live.map(digest -> new Board.Release(digest, version(environment, digest))),
        application.map(found -> found.sync().status().toString()),
        application.map(found -> found.health().status().toString()),
        since(liveness, application),
        known.address(),
        known.kubeconfig(),
        differences);
  }

  private Optional<Version> version(Environment environment, Digest digest) {
    return environment
        .pin()
        .filter(pin -> pin.digest().equals(digest))
        .map(Pin::version)
        .or(() -> versions.apply(digest));
  }

  private List<String> differences(
      Known known, Optional<Application> application, Optional<Digest> live) {
    if (known.environment().pin().isEmpty()) {
      return List.of("nothing is pinned yet");
    }
    if (application.isEmpty()) {
      return List.of(
          "Argo CD has no application "
              + known.environment().application()
              + " that this account may get");
    }
    Pin pin = known.environment().pin().get();
    List<String> differences = new ArrayList<>();
    if (live.isEmpty()) {
      differences.add("nothing is live, pinned is " + pin);
    } else if (!live.get().equals(pin.digest())) {
      String label =
          version(known.environment(), live.get())
              .map(version -> new Pin(version, live.get()).toString())
              .orElse(live.get().abbreviated());
      differences.add("live is " + label + ", pinned is " + pin);
    } else {
      known
          .payload()
          .flatMap(payload -> otherImage(payload, application.get()))
          .ifPresent(differences::add);
    }
    List<Resource> outOfSync = Judge.outOfSync(application.get());
    if (application.get().sync().status() == SyncStatus.OUT_OF_SYNC && !outOfSync.isEmpty()) {
      differences.add(
          "out of sync: "
              + outOfSync.stream().map(Resource::label).collect(Collectors.joining(", ")));
    }
    return differences;
  }

  /** Pods of an old image may still be on their way out, so the new one only has to be there. */
  private static Optional<String> otherImage(Payload payload, Application application) {
    List<String> running = application.images();
    boolean settled =
        application.health().status() == HealthStatus.HEALTHY
            && running.stream().anyMatch(image -> image.contains("@sha256:"));
    return payload.components().stream()
        .flatMap(component -> component.image().stream())
        .filter(image -> settled)
        .filter(
            image ->
                running.stream().noneMatch(text -> text.endsWith("@" + image.digest().value())))
        .findFirst()
        .map(image -> "the release's image " + image + " is not among those that run");
  }

  private static Optional<String> difference(Liveness liveness) {
    if (liveness instanceof Liveness.Broken broken) {
      String details = String.join("; ", broken.details());
      return Optional.of(broken.reason() + (details.isEmpty() ? "" : ": " + details));
    }
    if (liveness instanceof Liveness.Unknown unknown) {
      return Optional.of("unknown: " + unknown.why());
    }
    return liveness instanceof Liveness.Progressing progressing
        ? Optional.of("waits for " + progressing.waitsFor())
        : Optional.empty();
  }

  private static Optional<Instant> since(
      Optional<Liveness> liveness, Optional<Application> application) {
    if (liveness.orElse(null) instanceof Liveness.Live live) {
      return live.since();
    }
    return application.flatMap(found -> found.health().since());
  }

  /** Set only where one image is shown: several have several digests. */
  private static Optional<Digest> imageDigest(Payload payload) {
    List<Component> components = payload.components();
    return components.size() == 1
        ? components.get(0).image().map(ImageRef::digest)
        : Optional.empty();
  }
}
