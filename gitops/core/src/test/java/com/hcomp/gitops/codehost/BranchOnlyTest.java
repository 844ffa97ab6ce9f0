package com.hcomp.gitops.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a code host the text is in a file, and the branch is what people merge. */
class BranchOnlyTest {
  @TempDir private Path folder;

  @Test
  void theTextIsWrittenToAFileThatIsTold() throws IOException {
    CodeHost host = new BranchOnly("no token is set", folder.resolve("target/gitops"));
    Proposal proposal = Scene.proposal("1.0.3");
    Path file = folder.resolve("target/gitops/promote-prd-eu.md");
    assertThat(host.propose(proposal, false))
        .isEqualTo(new Proposed.Written(file, "promote/prd-eu"));
    assertThat(Files.readString(file))
        .startsWith(
            "# promote: prd-eu 1.0.3 <- stg 1.0.7 (app 1.4.3, chart 1.2.0)\n\n"
                + "There is no pull request (no token is set). To let this through, merge the"
                + " branch `promote/prd-eu` into `main`.\n\n")
        .endsWith(proposal.body());
    assertThat(host.find("prd-eu")).isEmpty();
    assertThat(host.open()).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsAProblem() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CodeHost host = new BranchOnly("no token is set", file.resolve("gitops"));
    assertThatThrownBy(() -> host.propose(Scene.proposal("1.0.3"), false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("NOT-WRITTEN")
        .hasMessageContaining("promote-prd-eu.md");
  }
}
