package com.hcomp.gitops.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
  private static final List<String> INPUTS = List.of("app", "pom.xml");

  @TempDir Path folder;
  private Git git;

  @BeforeEach
  void commitFirst() throws IOException {
    git = TestGit.init(folder);
    TestGit.write(folder, "app/Main.java", "class Main {}");
    TestGit.write(folder, "pom.xml", "<project/>");
    TestGit.write(folder, ".gitignore", "target/\n");
    git.commitAll("first");
  }

  @Test
  void onlyItsInputsNameAnArtifact() throws IOException {
    String first = Source.of(git, INPUTS).tag();
    TestGit.write(folder, "config/values.yaml", "replicas: 5");
    git.commitAll("configuration");
    TestGit.write(folder, "README.md", "not committed");
    TestGit.write(folder, "app/target/Main.class", "built");
    assertThat(Source.of(git, INPUTS).tag()).isEqualTo(first).matches("[0-9a-f]{12}");

    TestGit.write(folder, "app/Main.java", "class Main { int changed; }");
    git.commitAll("app");
    assertThat(Source.of(git, INPUTS).tag()).isNotEqualTo(first).matches("[0-9a-f]{12}");
  }

  @Test
  void anUncommittedChangeHasATagOfItsOwn() throws IOException {
    String committed = Source.of(git, INPUTS).tag();
    TestGit.write(folder, "app/Main.java", "class Main { int one; }");
    String one = Source.of(git, INPUTS).tag();
    TestGit.write(folder, "app/Main.java", "class Main { int two; }");
    String two = Source.of(git, INPUTS).tag();
    assertThat(one).startsWith(committed).matches("[0-9a-f]{12}-g[0-9a-f]{8}").isNotEqualTo(two);

    TestGit.write(folder, "app/Main.java", "class Main { int one; }");
    assertThat(Source.of(git, INPUTS).tag()).isEqualTo(one);
    TestGit.write(folder, "app/Main.java", "class Main {}");
    assertThat(Source.of(git, INPUTS).tag()).isEqualTo(committed);
  }

  @Test
  void aNewAndADeletedFileCountToo() throws IOException {
    String committed = Source.of(git, INPUTS).tag();
    TestGit.write(folder, "app/New.java", "class New {}");
    String added = Source.of(git, INPUTS).tag();
    Files.delete(folder.resolve("app/New.java"));
    Files.delete(folder.resolve("app/Main.java"));
    assertThat(List.of(committed, added, Source.of(git, INPUTS).tag())).doesNotHaveDuplicates();
  }

  @Test
  void lookingLeavesTheIndexAlone() throws IOException {
    TestGit.write(folder, "app/Main.java", "class Main { int changed; }");
    Source.of(git, INPUTS);
    assertThat(git.output("diff", "--cached", "--name-only")).isEmpty();
  }

  @Test
  void aShallowCloneIsRefused(@TempDir Path elsewhere) {
    Path clone = elsewhere.resolve("clone");
    TestGit.run(elsewhere, "clone", "--quiet", "--depth=1", "file://" + folder, clone.toString());
    assertThatThrownBy(() -> Source.of(Git.open(clone), INPUTS))
        .hasMessageContaining("SHALLOW-CLONE")
        .hasMessageContaining("git fetch --unshallow");
  }

  @Test
  void aFolderWithoutGitIsRefused(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> Git.open(elsewhere)).hasMessageContaining("NO-GIT");
  }
}
