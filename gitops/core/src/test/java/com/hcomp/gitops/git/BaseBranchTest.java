package com.hcomp.gitops.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits onto a remote's main beside a person's checkout, with real repositories. */
@Tag("slow")
class BaseBranchTest {
  @TempDir Path folder;
  private final AtomicInteger count = new AtomicInteger();
  private Path origin;
  private Path checkout;
  private BaseBranch main;

  @BeforeEach
  void start() throws IOException {
    origin = TestGit.bare(folder);
    checkout = Files.createDirectories(folder.resolve("checkout"));
    TestGit.init(checkout);
    TestGit.write(checkout, "config-stg/values.yaml", "replicas: 1\n");
    TestGit.write(checkout, "config-stg/old.txt", "old\n");
    TestGit.write(checkout, "README.md", "one\n");
    TestGit.run(checkout, "add", "--all");
    TestGit.run(checkout, "commit", "--quiet", "-m", "first");
    TestGit.run(checkout, "remote", "add", "origin", origin.toString());
    TestGit.run(checkout, "push", "--quiet", "origin", "main");
    main = new BaseBranch(Git.at(checkout), "origin", "main");
  }

  private BaseCommit fetch() {
    return main.fetch(folder.resolve("base-" + count.incrementAndGet()));
  }

  private String change(BaseCommit base, String text) throws IOException {
    TestGit.write(base.folder(), "config-stg/values.yaml", text);
    return base.commit(List.of("config-stg"), "change").orElseThrow();
  }

  @Test
  void whatIsPushedIsTheChangeAndNothingOfTheCheckout() throws IOException {
    TestGit.write(checkout, "README.md", "edited\n");
    TestGit.write(checkout, "staged.txt", "staged\n");
    TestGit.run(checkout, "add", "staged.txt");
    TestGit.run(checkout, "commit", "--quiet", "-m", "mine alone", "--", "README.md");
    String before = state();
    BaseCommit base = fetch();
    assertThat(base.folder().resolve("README.md")).hasContent("one");
    TestGit.write(base.folder(), "README.md", "not asked for\n");
    assertThat(base.push(change(base, "replicas: 2\n"))).isTrue();
    assertThat(TestGit.run(origin, "show", "--format=", "--name-only", "main"))
        .isEqualTo("config-stg/values.yaml");
    assertThat(TestGit.run(origin, "show", "main:config-stg/values.yaml")).isEqualTo("replicas: 2");
    assertThat(state()).isEqualTo(before);
  }

  /** Also those that lie below a path that is committed: they aren't there, and stay. */
  @Test
  void sourcesAreNotLaidOutAndStayAsTheyAre() throws IOException {
    TestGit.write(checkout, "app/src/main/App.java", "class App {}\n");
    TestGit.write(checkout, "config-stg/src/note.txt", "note\n");
    TestGit.run(checkout, "add", "--all");
    TestGit.run(checkout, "commit", "--quiet", "-m", "sources");
    TestGit.run(checkout, "push", "--quiet", "origin", "main");
    BaseCommit base = fetch();
    assertThat(base.folder().resolve("config-stg/values.yaml")).exists();
    assertThat(base.folder().resolve("app")).doesNotExist();
    assertThat(base.push(change(base, "replicas: 2\n"))).isTrue();
    assertThat(TestGit.run(origin, "show", "--format=", "--name-status", "main"))
        .isEqualTo("M\tconfig-stg/values.yaml");
    Git latest = Git.latest(origin, "main", folder.resolve("latest"));
    assertThat(latest.directory().resolve("config-stg/values.yaml")).hasContent("replicas: 2");
    assertThat(latest.directory().resolve("app")).doesNotExist();
    assertThat(latest.output("status", "--porcelain")).isEmpty();
  }

  private String state() {
    return String.join(
        "\n",
        TestGit.run(checkout, "status", "--porcelain"),
        TestGit.run(checkout, "ls-files", "--stage"),
        TestGit.run(checkout, "for-each-ref", "refs/heads", "refs/tags"),
        TestGit.run(checkout, "rev-parse", "HEAD"));
  }

  @Test
  void whoIsSlowerIsToldAndMovesNothing() throws IOException {
    BaseCommit slow = fetch();
    BaseCommit fast = fetch();
    assertThat(fast.push(change(fast, "replicas: 2\n"))).isTrue();
    String late = change(slow, "replicas: 3\n");
    assertThat(slow.push(late)).isFalse();
    assertThat(TestGit.run(origin, "log", "--format=%s", "main").lines()).hasSize(2);
    assertThat(fetch().folder().resolve("config-stg/values.yaml")).hasContent("replicas: 2");
  }

  @Test
  void aPushWhoseAnswerIsLostIsRecognised() throws IOException {
    hook("post-receive", "kill -9 $PPID");
    BaseCommit base = fetch();
    assertThat(base.push(change(base, "replicas: 2\n"))).isTrue();
    assertThat(TestGit.run(origin, "show", "main:config-stg/values.yaml")).isEqualTo("replicas: 2");
  }

  @Test
  void aPushWhoseAnswerIsLostIsRecognisedBelowALaterOne() throws IOException {
    BaseCommit base = fetch();
    String made = change(base, "replicas: 2\n");
    base.push(made);
    BaseCommit later = fetch();
    later.push(change(later, "replicas: 3\n"));
    assertThat(base.push(made)).isTrue();
  }

  @Test
  void aRemoteThatRefusesIsQuoted() throws IOException {
    hook("pre-receive", "echo only robots may push >&2; exit 1");
    BaseCommit base = fetch();
    String made = change(base, "replicas: 2\n");
    assertThatThrownBy(() -> base.push(made))
        .hasMessageContaining("PUSH-REFUSED")
        .hasMessageContaining("only robots may push");
  }

  @Test
  void aRemoteThatIsNotThereIsNotAnEmptyOne() throws IOException {
    Files.move(origin, folder.resolve("away.git"));
    assertThatThrownBy(this::fetch).hasMessageContaining("GIT-UNREACHABLE");
    Files.move(folder.resolve("away.git"), origin);
    main = new BaseBranch(Git.at(checkout), "origin", "other");
    assertThatThrownBy(this::fetch).hasMessageContaining("NO-BASE-BRANCH");
  }

  @Test
  void aShallowCloneIsRefused() {
    TestGit.run(folder, "clone", "--quiet", "--depth=1", "file://" + origin, "shallow");
    TestGit.run(checkout, "commit", "--quiet", "--allow-empty", "-m", "second");
    TestGit.run(checkout, "push", "--quiet", "origin", "main");
    TestGit.run(folder, "clone", "--quiet", "--depth=1", "file://" + origin, "shallow2");
    main = new BaseBranch(Git.at(folder.resolve("shallow2")), "origin", "main");
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("SHALLOW-CLONE")
        .hasMessageContaining("git fetch --unshallow");
  }

  @Test
  void nothingChangedIsNoCommit() {
    assertThat(fetch().commit(List.of("config-stg"), "nothing")).isEmpty();
  }

  @Test
  void aFolderIsRestoredWithWhatItHadAndLacked() throws IOException {
    String first = TestGit.run(checkout, "rev-parse", "HEAD");
    BaseCommit base = fetch();
    Files.delete(base.folder().resolve("config-stg/old.txt"));
    TestGit.write(base.folder(), "config-stg/new.txt", "new\n");
    base.push(change(base, "replicas: 2\n"));
    BaseCommit later = fetch();
    later.restore(first, "config-stg");
    assertThat(later.folder().resolve("config-stg/old.txt")).hasContent("old");
    assertThat(later.folder().resolve("config-stg/new.txt")).doesNotExist();
    assertThat(later.folder().resolve("config-stg/values.yaml")).hasContent("replicas: 1");
  }

  @Test
  void aBranchOfTheGoalsIsWrittenAnew() throws IOException {
    BaseCommit base = fetch();
    base.publish(change(base, "replicas: 2\n"), "promote/stg");
    BaseCommit again = fetch();
    String second = change(again, "replicas: 3\n");
    again.publish(second, "promote/stg");
    assertThat(TestGit.run(origin, "rev-parse", "promote/stg")).isEqualTo(second);
    assertThat(TestGit.run(origin, "log", "--format=%s", "main").lines()).hasSize(1);
  }

  @Test
  void manyAtOnceAllLandWhenTheyTryAgain() {
    List<Integer> numbers = java.util.stream.IntStream.range(0, 8).boxed().toList();
    numbers.parallelStream()
        .forEach(
            number -> {
              boolean landed = false;
              while (!landed) {
                BaseCommit base = fetch();
                try {
                  TestGit.write(base.folder(), "config-" + number + "/values.yaml", "a: 1\n");
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
                String made = base.commit(List.of("config-" + number), "n" + number).orElseThrow();
                landed = base.push(made);
              }
            });
    assertThat(TestGit.run(origin, "log", "--format=%s", "main").lines()).hasSize(9);
    assertThat(TestGit.run(origin, "ls-tree", "--name-only", "main").lines()).hasSize(10);
  }

  private void hook(String name, String script) throws IOException {
    Path hook = origin.resolve("hooks").resolve(name);
    Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
    hook.toFile().setExecutable(true);
  }
}
