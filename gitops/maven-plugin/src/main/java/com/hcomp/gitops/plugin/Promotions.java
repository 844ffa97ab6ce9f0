package com.hcomp.gitops.plugin;

import com.hcomp.gitops.argocd.EnvironmentAddress;
import com.hcomp.gitops.check.CheckAsker;
import com.hcomp.gitops.codehost.CodeHost;
import com.hcomp.gitops.gate.RulingsText;
import com.hcomp.gitops.git.BaseBranch;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Lazy;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.promotion.Access;
import com.hcomp.gitops.promotion.Actor;
import com.hcomp.gitops.promotion.EnvironmentChecks;
import com.hcomp.gitops.promotion.Milestones;
import com.hcomp.gitops.promotion.Moved;
import com.hcomp.gitops.promotion.Plan;
import com.hcomp.gitops.promotion.Promote;
import com.hcomp.gitops.promotion.Replacements;
import com.hcomp.gitops.promotion.Waiting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the promotion goals work with: the branch that Argo CD follows, as it is on the remote, of
 * the local platform's Git or of the checkout's.
 */
final class Promotions {
  static final String REMOTE = "origin";

  private final Surroundings surroundings;
  private final Lazy<Git> mine;
  private final Clones clones;

  /** People read times in their own zone. */
  private final Clock clock = Clock.system(ZoneId.systemDefault());

  Promotions(Surroundings surroundings, Path checkout, Clones clones) {
    this.surroundings = surroundings;
    this.mine = new Lazy<>(() -> Git.open(checkout));
    this.clones = clones;
  }

  Access access() {
    Path scratch = clones.folder();
    return new Access(
        branch(),
        surroundings.publisher(scratch),
        base ->
            surroundings
                .builds()
                .newest(base.repository(), base.id(), Optional.empty(), Optional.empty()),
        surroundings::argoCd,
        new EnvironmentChecks(CheckAsker.usual(), surroundings.registry(), this::address),
        codeHost(),
        clock,
        scratch,
        surroundings.maven(),
        Actor.of(System.getenv(), user()),
        surroundings.report(),
        Milestones.unwatched());
  }

  /**
   * The local clusters' routes answer with certificates that only they know; their Services don't.
   */
  private Optional<String> address(String application) {
    EnvironmentAddress address = new EnvironmentAddress(surroundings.argoCd());
    return surroundings.isLocal() ? address.ofService(application) : address.of(application);
  }

  /** The branch that Argo CD follows. */
  BaseBranch branch() {
    return surroundings.isLocal()
        ? new BaseBranch(
            Git.history(surroundings.platform().gitRepository(), "main", clones.folder()),
            REMOTE,
            "main")
        : new BaseBranch(mine.get(), REMOTE, surroundings.checkout().branch());
  }

  private CodeHost codeHost() {
    String origin = mine.get().run("remote", "get-url", REMOTE).output().strip();
    return CodeHost.of(
        surroundings.isLocal() ? Map.of() : System.getenv(),
        Optional.of(origin).filter(url -> !url.isEmpty()),
        surroundings.scratch());
  }

  private String user() {
    String name = mine.get().run("config", "user.name").output().strip();
    return name.isEmpty() ? System.getProperty("user.name", "unknown") : name;
  }

  /** Shows what waits, each with its gates. */
  void print(List<Waiting> waiting) {
    RulingsText text = new RulingsText(clock, surroundings.wantsColour());
    for (Waiting each : waiting) {
      surroundings.print("\n" + each.title() + "\n\n" + text.of(each.rulings()).stripTrailing());
    }
  }

  /** The plan as people read it. */
  String text(Plan plan) {
    if (plan.isEmpty()) {
      return "\n"
          + plan.environment().name()
          + " already carries what "
          + plan.from()
          + " runs: nothing would change.";
    }
    String rendered = plan.rendered().isEmpty() ? "nothing\n" : plan.rendered();
    return "\n"
        + plan.summary()
        + "\n\n"
        + new RulingsText(clock, false).of(plan.rulings())
        + "\nIn Git, and the pin:\n\n"
        + plan.files()
        + "\n\nIn the cluster:\n\n"
        + rendered
        + "\nNothing was published or moved.";
  }

  /** Ends the goal with what a gate holds back, if there is any. */
  void failIfHeldBack(List<Waiting> waiting) {
    List<Problem> problems =
        waiting.stream().map(each -> each.problem(surroundings.command("gitops:pin"))).toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /**
   * What is written of the release that an environment of the local platform runs, when another one
   * replaces it.
   */
  Function<Environment, List<Replaced>> replacement() {
    Git main = Git.objects(surroundings.platform().gitRepository(), clones.folder());
    boolean first = main.commit("refs/remotes/" + REMOTE + "/main").isEmpty();
    return first ? Environment::replaced : new Replacements(access())::of;
  }

  /** Waits until what moved is live. */
  void waitUntilLive(List<Moved> moved, Duration bound) {
    List<Environment> environments = moved.stream().map(Moved::environment).toList();
    if (!environments.isEmpty()) {
      new Clusters(surroundings)
          .waitUntilLive(surroundings.checkout(), environments, before(moved), bound);
    }
  }

  static Map<String, Pin> before(List<Moved> moved) {
    Map<String, Pin> before = new HashMap<>();
    moved.forEach(
        each -> each.before().ifPresent(pin -> before.put(each.environment().name(), pin)));
    return before;
  }

  static List<Moved> moved(List<Promote.Outcome> outcomes) {
    List<Moved> moved = new ArrayList<>();
    for (Promote.Outcome outcome : outcomes) {
      if (outcome instanceof Promote.Outcome.Promoted promoted) {
        moved.add(promoted.moved());
      }
    }
    return moved;
  }
}
