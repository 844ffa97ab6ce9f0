package com.hcomp.gitops.git;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.process.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
  @TempDir Path folder;

  @BeforeEach
  void init() {
    TestGit.init(folder);
  }

  @Test
  void aRepositoryOfAnotherUserIsNamedWithWhatMakesGitReadIt() {
    Command.Result answer = head().with("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").run();
    assertThatThrownBy(() -> Git.refuseOfAnotherUser(folder, answer))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GIT-OWNER  " + folder + " belongs to another user")
        .hasMessageContaining("git config --global --add safe.directory " + folder);
  }

  @Test
  void anyOtherFailureIsNotItsOwners() {
    Command.Result answer = head().run();
    assertThatCode(() -> Git.refuseOfAnotherUser(folder, answer)).doesNotThrowAnyException();
  }

  private Command head() {
    return Command.of("git", "rev-parse", "--verify", "HEAD").in(folder);
  }
}
