package com.hcomp.gitops.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.cause.KnownCauses;
import com.hcomp.gitops.model.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainedTest {
  private static final String QUOTA =
      "pods \"hcomp-app-5b\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=4,"
          + " limited: pods=4";

  private static Problem notLive(String... details) {
    return new Problem(
        "NOT-LIVE", "stg did not get to release 1.0.1.", List.of(details), "Look:\nmvn x");
  }

  private static String text(String message) {
    return Explained.text("  stg  ", message, KnownCauses.standard().explain(message));
  }

  @Test
  void theMeaningStandsFirstAndTheMessageBeneathIt() {
    assertThat(text(QUOTA))
        .isEqualTo(
            """
              stg  The namespace's quota team is used up. Asked for pods=1, in use pods=4, allowed pods=4.
                   | pods "hcomp-app-5b" is forbidden: exceeded quota: team, requested: pods=1, used: pods=4,
                     limited: pods=4
                   Ask for less in the environment's values.yaml, or have the quota raised:
                   kubectl -n <namespace> describe resourcequota team
            """);
  }

  @Test
  void whatIsNotKnownStaysAsItIs() {
    String message = "something that nobody has seen before: code 4711";
    assertThat(text(message)).isEqualTo(Paragraph.of("  stg  ", message));
    Problem problem = notLive("  | " + message);
    assertThat(Explained.text(List.of(problem, problem)))
        .isEqualTo(problem.text() + "\n" + problem.text());
  }

  @Test
  void aProblemKeepsItsDetailsAndItsCommandLast() {
    Problem problem = notLive("Deployment hcomp-app can't make new pods: " + QUOTA);
    assertThat(Explained.text(List.of(problem)))
        .isEqualTo(
            """
            NOT-LIVE  stg did not get to release 1.0.1.
                    The namespace's quota team is used up. Asked for pods=1, in use pods=4, allowed pods=4.
                    Deployment hcomp-app can't make new pods: %s
                    Ask for less in the environment's values.yaml, or have the quota raised:
                    kubectl -n <namespace> describe resourcequota team
                    Look:
                    mvn x"""
                .formatted(QUOTA));
  }

  @Test
  void ourOwnSentencesAreNotExplained() {
    String summary = "The registry answers: x509: certificate signed by unknown authority.";
    assertThat(Explained.of(new Problem("REGISTRY-TLS", summary, "Mend it."))).isEmpty();
    assertThat(Explained.of(new Problem("FAILED", summary, "Mend it."))).isPresent();
  }

  @Test
  void machinesGetTheMeaningBesideTheMessage() {
    assertThat(new JsonOutput().problems(List.of(notLive(QUOTA))))
        .contains("\"details\" : [\n        \"pods")
        .contains("\"cause\" : {\n        \"cause\" : \"quota-exceeded\"")
        .contains("\"command\" : \"kubectl -n <namespace> describe resourcequota team\"");
  }
}
