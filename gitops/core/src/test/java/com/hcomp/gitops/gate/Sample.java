package com.hcomp.gitops.gate;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.gate.Evidence.Upstream;
import com.hcomp.gitops.gate.Evidence.Upstream.Present;
import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.model.Version;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import com.hcomp.gitops.policy.PolicyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A case for the gates: {@code prd-eu <- stg} with a release that has run in stg for an hour, and
 * nothing in its way. A test changes the one thing that it is about.
 */
final class Sample {
  /** A Wednesday, 13:00 in Berlin. */
  static final Instant NOW = Instant.parse("2026-01-14T12:00:00Z");

  static final Pin PIN = new Pin(new Version("1.0.7"), Digest.of("release 1.0.7"));
  static final Payload PAYLOAD = payload("9f31c2a4b7de");
  static final Set<GateName> ALL = EnumSet.allOf(GateName.class);

  final Map<String, Liveness> siblings = new LinkedHashMap<>();
  final Map<String, Answer> answers = new LinkedHashMap<>();
  final Map<GateName, String> overrides = new LinkedHashMap<>();
  Instant now = NOW;
  Optional<Upstream> upstream = Optional.of(live(Duration.ofHours(1)));
  List<Held> held = List.of();
  boolean named = false;
  Optional<Approval> approval = Optional.empty();
  private final EnvironmentPolicy policy;

  private Sample(EnvironmentPolicy policy) {
    this.policy = policy;
  }

  /**
   * @param rules of prd-eu, as promotion.yaml has them, but not indented
   */
  static Sample of(String rules) {
    String text =
        "environments:\n  - name: stg\n  - name: prd-eu\n    from: stg\n" + rules.indent(4);
    return new Sample(PolicyFile.read(Path.of("promotion.yaml"), text).of("prd-eu").orElseThrow());
  }

  static Sample of(EnvironmentPolicy policy) {
    return new Sample(policy);
  }

  static Payload payload(String tag) {
    return new Payload(
        List.of(
            new Component(
                new ChartRef("hcomp-app", new Version("1.0.0")),
                Optional.empty(),
                Optional.of("app-service"),
                Optional.of(new ImageRef("app-service", tag, Digest.of(tag))))));
  }

  /** It has run in stg for so long, and been healthy as long. */
  static Present live(Duration forSoLong) {
    Instant since = NOW.minus(forSoLong);
    return new Present(
        new Liveness.Live(Optional.of(since)), Optional.of(since), Optional.of(since));
  }

  Evidence evidence() {
    return new Evidence(
        now, new Release("stg", PIN, PAYLOAD), upstream, held, named, siblings, answers, approval);
  }

  List<Ruling> judge() {
    return judge(ALL);
  }

  List<Ruling> judge(Set<GateName> asked) {
    return new Gates(policy).judge(evidence(), asked, overrides);
  }

  /** What the gate says, or the check of this name. */
  Ruling ruling(String subject) {
    return judge().stream()
        .filter(ruling -> ruling.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no ruling for " + subject));
  }

  Verdict verdict(String subject) {
    return ruling(subject).verdict();
  }
}
