package com.hcomp.gitops.promotion;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.Liveness;
import com.hcomp.gitops.argocd.PodReasons;
import com.hcomp.gitops.git.BaseCommit;
import com.hcomp.gitops.history.History;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Lazy;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.policy.EnvironmentPolicy;
import com.hcomp.gitops.policy.Policy;
import com.hcomp.gitops.policy.PolicyFile;
import com.hcomp.gitops.workspace.Workspace;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is the case at one moment: one commit of the base branch with its policy, and what Argo CD
 * and the registry say. Each is read once, when it is first asked for.
 */
final class Situation {
  /** How Argo CD is asked. */
  enum Look {
    /** One list of all applications as Argo CD knows them: enough to say no, and for people. */
    LISTED,
    /** A refresh of the one application: what decides. */
    REFRESHED
  }

  /** Whether an application runs a digest. */
  private record Question(String application, Digest digest, Look look) {}

  private final Access access;
  private final BaseCommit base;
  private final Workspace workspace;
  private final Policy policy;
  private final PublishedReleases releases;
  private final Map<String, Environment> environments = new LinkedHashMap<>();
  private final Map<String, EnvironmentPolicy> policies = new LinkedHashMap<>();
  private final Map<Question, Liveness> judged = new ConcurrentHashMap<>();
  private final Applications applications;
  private final Map<String, Wave> waves = new LinkedHashMap<>();
  private final Lazy<History> history;

  Situation(Access access, BaseCommit base) {
    this(access, base, new Applications(access.argoCd()));
  }

  private Situation(Access access, BaseCommit base, Applications applications) {
    this.access = access;
    this.base = base;
    this.applications = applications;
    this.workspace = Workspace.open(base.folder());
    this.releases = new PublishedReleases(access.publisher().registry());
    this.policy =
        PolicyFile.read(
            Workspace.PROMOTION,
            YamlFile.read(workspace.root().resolve(Workspace.PROMOTION)).text());
    this.history = new Lazy<>(() -> History.read(base.repository(), base.id()));
    workspace.environments().forEach(each -> environments.put(each.name(), each));
    policy.environments().forEach(each -> policies.put(each.name(), each));
  }

  /** What is the case now. */
  static Situation now(Access access) {
    return now(access, new Applications(access.argoCd()));
  }

  /** What is the case now, for who will want Argo CD's list: it is asked while Git is fetched. */
  static Situation withApplications(Access access) {
    Applications applications = new Applications(access.argoCd());
    applications.beginList();
    return now(access, applications);
  }

  private static Situation now(Access access, Applications applications) {
    Path folder = access.scratch().resolve("base-" + UUID.randomUUID());
    return new Situation(access, access.branch().fetch(folder), applications);
  }

  BaseCommit base() {
    return base;
  }

  Workspace workspace() {
    return workspace;
  }

  Policy policy() {
    return policy;
  }

  PublishedReleases releases() {
    return releases;
  }

  /** The environments, in promotion.yaml's order. */
  List<Environment> environments() {
    return List.copyOf(environments.values());
  }

  /**
   * The environment of this name.
   *
   * @throws ProblemException NO-ENVIRONMENT
   */
  Environment environment(String name) {
    Environment found = environments.get(name);
    return found == null ? workspace.environment(name) : found;
  }

  EnvironmentPolicy policy(Environment environment) {
    return Optional.ofNullable(policies.get(environment.name()))
        .orElseThrow(() -> new IllegalStateException("no policy for " + environment.name()));
  }

  /** The environments that are promoted from another. */
  synchronized Wave wave(String from) {
    return waves.computeIfAbsent(from, name -> Wave.of(this, name));
  }

  /** What an environment is pinned to, as the registry has it; empty before its first release. */
  Optional<Release> pinned(Environment environment) {
    return environment.pin().map(pin -> release(environment, pin));
  }

  /** A release of an environment, as the registry has it. */
  Release release(Environment environment, Pin pin) {
    return releases.of(environment, pin);
  }

  /**
   * What an environment is pinned to as Git tells it, by the config module that was pinned: to look
   * at many environments without asking the registry for each. What is decided is decided by {@link
   * #pinned}.
   */
  Optional<Release> pinnedByGit(Environment environment) {
    return environment.pin().map(pin -> releaseByGit(environment, pin));
  }

  /** A release of an environment as Git tells it; as the registry does, where Git can't. */
  Release releaseByGit(Environment environment, Pin pin) {
    return payload(environment, pin.digest())
        .map(payload -> new Release(environment.name(), pin, payload))
        .orElseGet(() -> release(environment, pin));
  }

  /**
   * What Argo CD says of an environment.
   *
   * @throws ProblemException if it can't be asked, or has no such application
   */
  Application application(Environment environment, Look look) {
    return application(environment.application(), look);
  }

  private Application application(String name, Look look) {
    return look == Look.REFRESHED ? applications.refreshed(name) : applications.listed(name);
  }

  /** Why Argo CD's list could not be read, if somebody wanted it. */
  List<Problem> unlisted() {
    return applications.unlisted();
  }

  /**
   * Whether an environment runs a digest: with what its pods say where it doesn't; Unknown, with
   * the reason, where Argo CD can't say.
   */
  Liveness liveness(Environment environment, Digest digest, Look look) {
    return judged.computeIfAbsent(
        new Question(environment.application(), digest, look), this::judge);
  }

  private Liveness judge(Question question) {
    try {
      Application application = application(question.application(), question.look());
      Liveness liveness =
          question.look() == Look.REFRESHED
              ? Liveness.judge(question.digest(), application)
              : Liveness.asKnown(question.digest(), application);
      return new PodReasons(applications.argoCd(), access.clock())
          .explain(liveness, question.digest(), application);
    } catch (ProblemException e) {
      return new Liveness.Unknown(e.problems().get(0).summary());
    }
  }

  /** Since when an environment has had the payload that it is pinned to. */
  Optional<Instant> occupiedSince(Environment environment, Release pinned, Look look) {
    try {
      return Occupancy.since(
          pinned.pin().digest(),
          application(environment, look),
          digest -> fingerprint(environment, digest, pinned),
          history().pinnedSince(environment.name()));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private Optional<Digest> fingerprint(Environment environment, Digest digest, Release pinned) {
    return digest.equals(pinned.pin().digest())
        ? Optional.of(pinned.payload().fingerprint())
        : payload(environment, digest).map(Payload::fingerprint);
  }

  /** What a release of an environment carries, as Git tells it; empty where it can't. */
  Optional<Payload> payload(Environment environment, Digest release) {
    return history().payloadOf(environment.name(), release);
  }

  /** What the pin files' history says. */
  History history() {
    return history.get();
  }
}
