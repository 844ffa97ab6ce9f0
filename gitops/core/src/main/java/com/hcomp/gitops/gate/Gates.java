package com.hcomp.gitops.gate;

import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.gate.Evidence.Approval;
import com.hcomp.gitops.gate.Evidence.Upstream.Never;
import com.hcomp.gitops.gate.Verdict.Blocked;
import com.hcomp.gitops.gate.Verdict.Pass;
import com.hcomp.gitops.gate.Verdict.Wait;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.policy.Check;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All gates of one environment. */
public final class Gates {
  private static final String AGAIN = "It is asked again at the next run:\nmvn gitops:advance";

  private final EnvironmentPolicy policy;

  public Gates(EnvironmentPolicy policy) {
    this.policy = policy;
  }

  /**
   * What each gate says, in order. Left out is a gate that has nothing to look at: promotion.yaml
   * doesn't ask for it, no rollback left anything, no other environment of the wave runs the
   * payload.
   *
   * @param asked the gates that apply: all of them for a promotion; windows, freezes, checks and
   *     approval for a hand edit with an unchanged payload
   * @param overrides the gates that a person goes past, with the reason, which is not blank. Nobody
   *     goes past UPSTREAM for a release that never ran there: to promote is to carry on what ran
   *     somewhere, so there may be nothing to carry, and nothing that anybody has seen work
   */
  public List<Ruling> judge(
      Evidence evidence, Set<GateName> asked, Map<GateName, String> overrides) {
    List<Ruling> rulings = new ArrayList<>();
    for (GateName gate : GateName.values()) {
      if (asked.contains(gate)) {
        Optional<String> override =
            Optional.ofNullable(overrides.get(gate)).filter(any -> canBeOverridden(gate, evidence));
        rulings.addAll(rulings(gate, evidence, override));
      }
    }
    return List.copyOf(rulings);
  }

  private static boolean canBeOverridden(GateName gate, Evidence evidence) {
    return gate != GateName.UPSTREAM
        || evidence.upstream().filter(upstream -> !(upstream instanceof Never)).isPresent();
  }

  private List<Ruling> rulings(GateName gate, Evidence evidence, Optional<String> override) {
    if (gate == GateName.CHECK) {
      return policy.checks().stream().map(check -> ruling(check, evidence, override)).toList();
    }
    return verdict(gate, evidence)
        .map(verdict -> new Ruling(gate, gate.toString(), verdict, place(gate), override))
        .stream()
        .toList();
  }

  private Ruling ruling(Check check, Evidence evidence, Optional<String> override) {
    Optional<Location> place = place("checks." + check.name());
    Verdict verdict = answered(evidence.answers().get(check.name()));
    return new Ruling(GateName.CHECK, check.name(), verdict, place, override);
  }

  private Optional<Location> place(GateName gate) {
    return switch (gate) {
      case UPSTREAM -> place("from");
      case SOAK -> place("soak");
      case WINDOW -> place("windows");
      case FREEZE -> place("freezes");
      case APPROVAL -> place("approval");
      case HELD, WAVE, CHECK -> Optional.empty();
    };
  }

  private Optional<Location> place(String key) {
    return Optional.ofNullable(policy.places().get(key));
  }

  /** What a gate says that has one verdict; empty where it has nothing to look at. */
  private Optional<Verdict> verdict(GateName gate, Evidence evidence) {
    return switch (gate) {
      case UPSTREAM -> upstream(evidence).map(UpstreamGates::live);
      case SOAK ->
          upstream(evidence)
              .filter(any -> !policy.soak().isZero())
              .map(gates -> gates.soak(policy.soak(), evidence.now()));
      case HELD -> Optional.of(evidence).filter(e -> !e.held().isEmpty()).map(this::held);
      case WAVE -> Optional.of(evidence).filter(e -> !e.siblings().isEmpty()).map(Gates::wave);
      case WINDOW ->
          Optional.of(calendar())
              .filter(calendar -> !calendar.windows().isEmpty())
              .map(calendar -> calendar.window(evidence.now()));
      case FREEZE ->
          Optional.of(calendar())
              .filter(calendar -> !calendar.freezes().isEmpty())
              .map(calendar -> calendar.freeze(evidence.now()));
      case APPROVAL ->
          Optional.of(policy)
              .filter(any -> any.approval() == EnvironmentPolicy.Approval.PULL_REQUEST)
              .map(any -> approval(evidence.approval()));
      case CHECK -> Optional.empty();
    };
  }

  private Optional<UpstreamGates> upstream(Evidence evidence) {
    return policy
        .from()
        .map(from -> new UpstreamGates(from, evidence.release().pin(), evidence.upstream()));
  }

  private Calendar calendar() {
    return new Calendar(policy.windows(), policy.freezes());
  }

  private Verdict held(Evidence evidence) {
    boolean held =
        evidence.held().stream()
            .anyMatch(
                each ->
                    each.holds(evidence.release().pin().digest(), evidence.release().payload()));
    if (!held) {
      return new Pass("no rollback left it");
    }
    return evidence.named()
        ? new Pass("a rollback left it, and a person named it")
        : new Blocked(
            "a rollback left what " + evidence.release() + " carries",
            "Nothing promotes it by itself any more. A person can, by name:\n"
                + "mvn gitops:promote -Dgitops.to="
                + policy.name()
                + " -Dgitops.release="
                + evidence.release().pin().version());
  }

  private static Verdict wave(Evidence evidence) {
    for (Map.Entry<String, Liveness> sibling : evidence.siblings().entrySet()) {
      String name = sibling.getKey();
      if (sibling.getValue() instanceof Liveness.Broken broken) {
        return new Blocked(name + " is broken on it: " + Reasons.of(broken), Reasons.mend(name));
      }
      if (sibling.getValue() instanceof Liveness.Unknown unknown) {
        return new Blocked(
            "can't tell how it does in " + name + ": " + unknown.why(),
            "See what runs there:  mvn gitops:status");
      }
    }
    return new Pass(
        evidence.siblings().entrySet().stream()
            .map(
                sibling ->
                    sibling.getKey()
                        + (sibling.getValue() instanceof Liveness.Live ? " runs it" : " gets it"))
            .collect(Collectors.joining(", ")));
  }

  private static Verdict answered(@Nullable Answer answer) {
    if (answer instanceof Answer.Good good) {
      return new Pass(good.figure());
    }
    if (answer instanceof Answer.Bad bad) {
      return new Blocked(bad.figure(), AGAIN);
    }
    return new Blocked(
        answer instanceof Answer.None none ? "no answer: " + none.why() : "it was not asked",
        AGAIN);
  }

  private static Verdict approval(Optional<Approval> approval) {
    if (approval.isEmpty()) {
      return new Blocked("nobody looked for the pull request", "Run it again.");
    }
    if (approval.get() instanceof Approval.Given given) {
      return new Pass("given by " + given.by() + ", " + given.where());
    }
    if (approval.get() instanceof Approval.NotAsked) {
      return new Wait("there is no pull request for it yet", Optional.empty());
    }
    if (approval.get() instanceof Approval.Waiting waiting) {
      return new Wait("somebody must approve " + waiting.where(), Optional.empty());
    }
    if (approval.get() instanceof Approval.Refused refused) {
      return new Blocked(
          refused.by() + " asked for changes, " + refused.where(),
          "Settle it there; an approval opens the gate.");
    }
    return new Blocked(
        "can't read the pull request: " + ((Approval.Unreadable) approval.get()).why(),
        "Run it again once it can be read.");
  }
}
