package com.hcomp.gitops.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class WorkTreeMergeTest {
  private static final String VALUES = "image: none\n\n# people\nreplicas: 2\n\nother: 1\n";

  private static final String MAIN = "class Main {\n\n  int a;\n\n  int b;\n}\n";

  @TempDir Path folder;
  private Path work;
  private Path origin;
  private Git checkout;
  private int clones;

  @BeforeEach
  void commitFirst() throws IOException {
    work = folder.resolve("work");
    Files.createDirectories(work);
    origin = TestGit.bare(folder);
    checkout = TestGit.init(work);
    TestGit.write(work, "values.yaml", VALUES);
    TestGit.write(work, "app/src/Main.java", MAIN);
    TestGit.write(work, ".gitignore", "target/\n");
    checkout.commitAll("first");
  }

  @Test
  void theFirstOneIsTheWorkingTree() throws IOException {
    TestGit.write(work, "app/target/x.class", "built");
    TestGit.write(work, "app/src/New.java", "class New {}");
    merge();
    assertThat(onMain("ls-tree", "-r", "--name-only", "main"))
        .isEqualTo(".gitignore\napp/src/Main.java\napp/src/New.java\nvalues.yaml");
  }

  @Test
  void nothingMovesBeforeThePush() {
    WorkTreeMerge.prepare(checkout, origin, freshFolder());
    assertThat(onMain("for-each-ref")).isEmpty();
  }

  @Test
  void thePersonsRepositoryIsOnlyRead() throws IOException {
    TestGit.write(work, "values.yaml", VALUES.replace("2", "3"));
    String before = TestGit.run(work, "count-objects", "-v") + status();
    merge();
    assertThat(TestGit.run(work, "count-objects", "-v") + status()).isEqualTo(before);
  }

  @Test
  void whatWasReleasedThereIsMergedNotLost() throws IOException {
    merge();
    release("image: none", "image: one");
    TestGit.write(work, "values.yaml", VALUES.replace("replicas: 2", "replicas: 5"));
    merge();
    assertThat(onMain("show", "main:values.yaml") + "\n")
        .isEqualTo(VALUES.replace("none", "one").replace("replicas: 2", "replicas: 5"));
  }

  @Test
  void aChangeTakenBackIsTakenBack() throws IOException {
    TestGit.write(work, "values.yaml", VALUES.replace("replicas: 2", "replicas: 5"));
    merge();
    release("image: none", "image: one");
    TestGit.write(work, "values.yaml", VALUES);
    merge();
    assertThat(onMain("show", "main:values.yaml") + "\n").isEqualTo(VALUES.replace("none", "one"));
  }

  @Test
  void committingWhatWasDeployedChangesNothing() throws IOException {
    TestGit.write(work, "app/src/Main.java", "class Main { int changed; }");
    merge();
    release("image: none", "image: one");
    String tree = onMain("rev-parse", "main^{tree}");
    checkout.commitAll("committed later");
    merge();
    merge();
    assertThat(onMain("rev-parse", "main^{tree}")).isEqualTo(tree);
  }

  @Test
  void theSameTwiceMovesNothing() {
    merge();
    release("image: none", "image: one");
    merge();
    String before = onMain("for-each-ref");
    merge();
    assertThat(onMain("for-each-ref")).isEqualTo(before);
  }

  @Test
  void aConflictNamesItsFilesAndMovesNothing() throws IOException {
    merge();
    release("replicas: 2", "replicas: 7");
    TestGit.write(work, "values.yaml", VALUES.replace("replicas: 2", "replicas: 5"));
    String before = onMain("for-each-ref");
    assertThatThrownBy(this::merge)
        .hasMessageContaining("MERGE-CONFLICT")
        .hasMessageContaining("  values.yaml")
        .hasMessageContaining("git pull --no-rebase " + origin + " main");
    assertThat(onMain("for-each-ref")).isEqualTo(before);
  }

  /** They are not written to the clone: nothing is made of them there. */
  @Test
  void sourcesAreMergedWithoutBeingThere() throws IOException {
    merge();
    TestGit.write(work, "app/src/Main.java", MAIN.replace("int a", "long a"));
    TestGit.write(work, "app/src/New.java", "class New {}");
    merge();
    release("image: none", "image: one");
    TestGit.write(work, "app/src/Main.java", MAIN.replace("int a", "long a").replace("b", "c"));
    Files.delete(work.resolve("app/src/New.java"));
    WorkTreeMerge merge = WorkTreeMerge.prepare(checkout, origin, freshFolder());
    assertThat(merge.workspace().directory().resolve("app")).doesNotExist();
    assertThat(merge.workspace().directory().resolve("values.yaml")).content().contains("one");
    TestGit.write(merge.workspace().directory(), "pins/stg.yaml", "pin");
    merge.workspace().commitAll("pin");
    assertThat(merge.push()).isTrue();
    assertThat(onMain("ls-tree", "-r", "--name-only", "main"))
        .isEqualTo(".gitignore\napp/src/Main.java\npins/stg.yaml\nvalues.yaml");
    assertThat(onMain("show", "main:app/src/Main.java") + "\n")
        .isEqualTo(MAIN.replace("int a", "long a").replace("b", "c"));
  }

  @Test
  void aConflictInASourceIsNamedToo() throws IOException {
    merge();
    release("app/src/Main.java", "int a", "byte a");
    TestGit.write(work, "app/src/Main.java", MAIN.replace("int a", "long a"));
    assertThatThrownBy(this::merge)
        .hasMessageContaining("MERGE-CONFLICT")
        .hasMessageContaining("  app/src/Main.java");
  }

  @Test
  void theRemedyForAConflictWorks() throws IOException {
    merge();
    release("replicas: 2", "replicas: 7");
    TestGit.write(work, "values.yaml", VALUES.replace("replicas: 2", "replicas: 5"));
    assertThatThrownBy(this::merge).hasMessageContaining("MERGE-CONFLICT");
    checkout.commitAll("mine");
    checkout.run("pull", "--quiet", "--no-rebase", origin.toString(), "main");
    TestGit.write(work, "values.yaml", VALUES.replace("replicas: 2", "replicas: 6"));
    checkout.commitAll("settled");
    merge();
    assertThat(onMain("show", "main:values.yaml")).contains("replicas: 6");
  }

  @Test
  void aPushThatCameBetweenIsNoticed() {
    merge();
    WorkTreeMerge late = WorkTreeMerge.prepare(checkout, origin, freshFolder());
    release("image: none", "image: one");
    TestGit.run(late.workspace().directory(), "commit", "--quiet", "--allow-empty", "-m", "late");
    assertThat(late.push()).isFalse();
    assertThat(onMain("show", "main:values.yaml")).contains("image: one");
  }

  private void merge() {
    assertThat(WorkTreeMerge.prepare(checkout, origin, freshFolder()).push()).isTrue();
  }

  /** Somebody else edits main there. */
  private void release(String old, String text) {
    release("values.yaml", old, text);
  }

  private void release(String file, String old, String text) {
    try {
      Path other = Files.createTempDirectory(folder, "other");
      TestGit.run(folder, "clone", "--quiet", origin.toString(), other.toString());
      TestGit.run(other, "config", "user.name", "Other");
      TestGit.run(other, "config", "user.email", "other@example.com");
      Path edited = other.resolve(file);
      Files.writeString(edited, Files.readString(edited).replace(old, text));
      TestGit.run(other, "commit", "--quiet", "--all", "-m", "release");
      TestGit.run(other, "push", "--quiet", "origin", "main");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path freshFolder() {
    return folder.resolve("clone-" + clones++);
  }

  private String onMain(String... arguments) {
    return TestGit.run(origin, arguments);
  }

  private String status() {
    return TestGit.run(work, "status", "--porcelain");
  }
}
