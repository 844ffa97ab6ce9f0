package com.hcomp.gitops.doctor;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.argocd.Application.HealthStatus;
import com.hcomp.gitops.argocd.Application.SyncStatus;
import com.hcomp.gitops.argocd.ArgoCd;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.promotion.HandEdits;
import com.hcomp.gitops.publish.Candidate;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks at what releases are delivered with: Argo CD, the registry and Git.
 *
 * @param argoCd asked for its version and its applications
 * @param registry asked for the pinned releases
 * @param workspace the files that Argo CD follows
 * @param repository the Git repository that they are in
 * @param level how bad it is if one of them can't be read
 * @param maven how the user runs Maven
 */
public record DeliveryCheckup(
    Supplier<ArgoCd> argoCd,
    Supplier<Registry> registry,
    Supplier<Workspace> workspace,
    Path repository,
    Level level,
    String maven) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** All of it; one that can't be read doesn't keep it from the others. */
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(Finding.look("Git", Level.WRONG, this::git));
    findings.addAll(Finding.look("Argo CD", level, this::applications));
    findings.addAll(Finding.look("registry", level, this::pins));
    findings.addAll(Finding.look("hand edits", Level.WARNING, this::handEdits));
    return List.copyOf(findings);
  }

  private List<Finding> git() {
    Command.Result checked =
        Command.of("git", "-C", repository.toString(), "fsck", "--connectivity-only")
            .and("--no-dangling", "--no-progress")
            .run(PATIENCE);
    Git.refuseOfAnotherUser(repository, checked);
    if (checked.exitStatus() == 0) {
      return List.of(Finding.ok("Git", repository + " is sound"));
    }
    String said =
        (checked.errors() + checked.output()).lines().limit(3).collect(Collectors.joining("; "));
    return List.of(
        Finding.wrong(
            "Git",
            repository + " is not sound: " + said,
            "Take what is whole from another clone, or from the last pull:\ngit -C "
                + repository
                + " fsck --full"));
  }

  private List<Finding> applications() {
    ArgoCd asked = argoCd.get();
    List<Application> all = asked.applications();
    String applications = all.size() + (all.size() == 1 ? " application" : " applications");
    String answers = asked.version() + " answers, with " + applications;
    List<String> unwell =
        all.stream()
            .filter(each -> !isWell(each))
            .map(
                each -> each.name() + " " + each.sync().status() + " and " + each.health().status())
            .toList();
    return List.of(
        unwell.isEmpty()
            ? Finding.ok("Argo CD", answers + (all.isEmpty() ? "" : ", all synced and healthy"))
            : Finding.warning(
                "Argo CD",
                answers + ": " + String.join(", ", unwell),
                "See what keeps them:\n" + maven + " gitops:status"));
  }

  private static boolean isWell(Application application) {
    return application.sync().status() == SyncStatus.SYNCED
        && application.health().status() == HealthStatus.HEALTHY;
  }

  private List<Finding> pins() {
    Registry asked = registry.get();
    List<String> there = new ArrayList<>();
    List<Finding> missing = new ArrayList<>();
    for (Environment environment : workspace.get().environments()) {
      String releases = Candidate.Kind.RELEASE.repository(environment.configModule());
      if (environment.pin().isEmpty()) {
        asked.tags(releases); // whether it answers
        continue;
      }
      Pin pin = environment.pin().get();
      if (asked.digest(releases, pin.digest().value()).isPresent()) {
        there.add(environment.name() + " " + pin.version());
      } else {
        missing.add(missing(environment, pin, asked));
      }
    }
    String pinned = there.isEmpty() ? "nothing is pinned" : "has " + String.join(", ", there);
    missing.add(0, Finding.ok("registry", asked.address().value() + " answers; " + pinned));
    return missing;
  }

  private Finding missing(Environment environment, Pin pin, Registry asked) {
    return Finding.wrong(
        "registry",
        environment.name()
            + " is pinned to "
            + pin
            + ", which "
            + asked.address().value()
            + " doesn't have",
        "Publish it again from the commit that made it, or go back to one that is there:\n"
            + maven
            + " gitops:rollback -Dgitops.environment="
            + environment.name());
  }

  private List<Finding> handEdits() {
    Workspace files = workspace.get();
    List<String> edited =
        files.environments().stream()
            .filter(each -> HandEdits.isEdited(files.config(each), each))
            .map(each -> each.configModule() + " " + files.config(each).version())
            .toList();
    return List.of(
        edited.isEmpty()
            ? Finding.ok("hand edits", "every pin is where its config module says")
            : Finding.warning(
                "hand edits",
                String.join(", ", edited) + ": bumped by hand, and not pinned yet",
                "Pin what is published:\n" + maven + " gitops:pin"));
  }
}
