package com.hcomp.gitops.history;

import com.hcomp.gitops.git.Contents;
import com.hcomp.gitops.git.FirstParentLog;
import com.hcomp.gitops.git.Git;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.workspace.Workspace;
import com.hcomp.gitops.workspace.YamlFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every environment was pinned to, and when, by the first-parent history of a branch: merged
 * or squashed, a change counts from the commit with which it got into the branch.
 *
 * <p>Git is run twice, however many environments and commits there are; files are worked out when
 * somebody asks for what they say.
 */
public final class History {
  private static final Pattern PIN_FILE =
      Pattern.compile(
          Pattern.quote(Workspace.ENVIRONMENTS + "/")
              + "([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)\\.yaml");

  private final List<String> order;
  private final Map<String, List<Snapshot>> snapshots;
  private final Map<String, EnvironmentHistory> read = new ConcurrentHashMap<>();

  private History(List<String> order, Map<String, List<Snapshot>> snapshots) {
    this.order = order;
    this.snapshots = snapshots;
  }

  /**
   * Reads it.
   *
   * @param commit the branch's newest
   * @throws ProblemException SHALLOW-CLONE if history is cut off
   */
  public static History read(Git git, String commit) {
    git.refuseShallow("what ran where, and for how long, is told by history");
    List<FirstParentLog.Change> changes = new ArrayList<>();
    List<String> environments = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(commit + ":" + Workspace.PROMOTION));
    for (FirstParentLog.Change change :
        FirstParentLog.changes(git, commit, Workspace.ENVIRONMENTS)) {
      Matcher file = PIN_FILE.matcher(change.path());
      if (file.matches()) {
        String module = change.commit().id() + ":config-" + file.group(1);
        changes.add(change);
        environments.add(file.group(1));
        change.blob().ifPresent(names::add);
        names.add(module + "/Chart.yaml");
        names.add(module + "/values.yaml");
      }
    }
    List<Optional<byte[]>> contents = Contents.of(git, names);
    Map<String, List<Snapshot>> snapshots = new TreeMap<>();
    int next = 1;
    for (int i = 0; i < changes.size(); i++) {
      FirstParentLog.Change change = changes.get(i);
      Optional<byte[]> pinFile =
          change.blob().isPresent() ? contents.get(next++) : Optional.empty();
      Snapshot.Files files =
          new Snapshot.Files(pinFile, contents.get(next++), contents.get(next++));
      Snapshot snapshot = new Snapshot(change.commit(), environments.get(i), files);
      snapshots.computeIfAbsent(environments.get(i), any -> new ArrayList<>()).add(snapshot);
    }
    return new History(order(contents.get(0), snapshots.keySet()), snapshots);
  }

  /** As promotion.yaml has them; then those that it doesn't name any more, by name. */
  private static List<String> order(Optional<byte[]> promotion, Set<String> known) {
    Set<String> order = new LinkedHashSet<>();
    try {
      String text = promotion.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
      order.addAll(YamlFile.of(Workspace.PROMOTION, text).each("name", "environments"));
    } catch (ProblemException unreadable) {
      // Who broke it is what somebody may be looking for.
    }
    order.retainAll(known);
    order.addAll(known);
    return List.copyOf(order);
  }

  /** The environments that have or had a file: in promotion.yaml's order, then former ones. */
  public List<String> environments() {
    return order;
  }

  /** What an environment was pinned to, the newest first; nothing for one that never was. */
  public List<Run> runs(String environment) {
    return of(environment).runs();
  }

  /** The release that was pinned in an environment under this version or digest. */
  public Optional<PinnedRelease> release(String environment, String versionOrDigest) {
    return of(environment).release(versionOrDigest);
  }

  /**
   * What a release carries; empty where no commit that pinned it has its config module in the same
   * version.
   */
  public Optional<Payload> payloadOf(String environment, Digest release) {
    return of(environment).payload(release);
  }

  /** The release that carried a payload last in an environment, by the payload's fingerprint. */
  public Optional<Digest> newestWith(String environment, Digest payload) {
    return of(environment).newestWith(payload);
  }

  /**
   * Whether one release was pinned for the first time after another one was: a rollback makes
   * nothing newer. False where one of them never was pinned.
   */
  public boolean isNewer(String environment, Digest release, Digest other) {
    return of(environment).isNewer(release, other);
  }

  /**
   * Since when an environment's pins all carry the payload that is pinned now: the time of the
   * commit that began it. A payload that can't be told is another one. Empty if nothing is pinned.
   */
  public Optional<Instant> pinnedSince(String environment) {
    return of(environment).pinnedSince();
  }

  private EnvironmentHistory of(String environment) {
    return read.computeIfAbsent(
        environment, name -> new EnvironmentHistory(name, snapshots.getOrDefault(name, List.of())));
  }
}
