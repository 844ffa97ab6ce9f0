package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.Verdict;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a commit says that moves a pin: a subject for people, and trailers for machines. What counts
 * stands in the files; a squash merge may lose trailers.
 *
 * @param subject one line
 * @param trailers key and value, in order
 */
record CommitMessage(String subject, List<Map.Entry<String, String>> trailers) {
  CommitMessage {
    trailers = List.copyOf(trailers);
  }

  /**
   * @param release what the environment is to run
   * @param from the release whose payload it carries; empty where there is none
   * @param rulings the gates as they stood
   * @param overrides the gates that a person went past, with the reason
   */
  static CommitMessage of(
      String subject,
      Release release,
      Optional<Release> from,
      List<Ruling> rulings,
      Map<GateName, String> overrides,
      Actor actor) {
    List<Map.Entry<String, String>> trailers = new ArrayList<>();
    trailers.add(
        Map.entry("Release", "config-" + release.environment() + " " + release.pin().version()));
    trailers.add(Map.entry("Digest", release.pin().digest().value()));
    from.ifPresent(
        source -> trailers.add(Map.entry("From", source + " " + source.pin().digest().value())));
    trailers.addAll(artifacts(release.payload()));
    rulings.forEach(ruling -> trailers.add(Map.entry("Gate", gate(ruling))));
    overrides.forEach(
        (gate, reason) -> {
          trailers.add(Map.entry("Override", gate.toString()));
          trailers.add(Map.entry("Reason", oneLine(reason)));
        });
    trailers.add(Map.entry("Actor", oneLine(actor.name())));
    actor.run().ifPresent(run -> trailers.add(Map.entry("Run", oneLine(run))));
    return new CommitMessage(subject, trailers);
  }

  private static List<Map.Entry<String, String>> artifacts(Payload payload) {
    List<Map.Entry<String, String>> trailers = new ArrayList<>();
    for (Component component : payload.components()) {
      String digest = component.chartDigest().map(known -> "@" + known).orElse("");
      Map.Entry<String, String> chart = Map.entry("Chart", component.chart() + digest);
      if (!trailers.contains(chart)) {
        trailers.add(chart);
      }
      component
          .image()
          .ifPresent(image -> trailers.add(Map.entry("Image", image + "@" + image.digest())));
    }
    return trailers;
  }

  /** {@code soak pass: 31 m of 30 m}. */
  private static String gate(Ruling ruling) {
    String name =
        ruling.subject().equals(ruling.gate().toString())
            ? ruling.subject()
            : ruling.gate() + " " + ruling.subject();
    String state =
        ruling.verdict() instanceof Verdict.Pass
            ? "pass"
            : ruling.override().isPresent() ? "overridden" : "closed";
    return oneLine(name + " " + state + ": " + ruling.verdict().reason());
  }

  /** A line break would end the trailer, and could begin a forged one. */
  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The part below the subject. */
  String body() {
    return trailers.stream()
        .map(trailer -> trailer.getKey() + ": " + trailer.getValue())
        .collect(Collectors.joining("\n"));
  }

  String text() {
    return subject + "\n\n" + body() + "\n";
  }
}
