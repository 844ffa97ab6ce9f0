package com.hcomp.gitops.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.doctor.Checkup.Section;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.report.JsonOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckupTest {
  private static final Checkup TROUBLED =
      new Checkup(
          List.of(
              new Section(
                  "machine",
                  List.of(
                      Finding.ok("system", "Linux 6.1.0, amd64"),
                      Finding.warning(
                          "memory",
                          "1.2 GiB of 7.7 GiB are available; the local platform takes about 3.0 GiB, so"
                              + " it may not start",
                          "End what isn't needed, or use a larger machine:\nps aux"))),
              new Section(
                  "local platform",
                  List.of(
                      Finding.wrong("ports", "A port is in use: 21002  nginx", "Stop nginx."),
                      Finding.wrong("ports", "Another one too", "Stop it."),
                      Finding.ok("home", "/root/.cache/hcomp")))));

  @Test
  void aFindingALineAndWhatToDoBelowIt() {
    assertThat(TROUBLED.text(false))
        .isEqualTo(
            """
              machine
                ok       system  Linux 6.1.0, amd64
                warning  memory  1.2 GiB of 7.7 GiB are available; the local platform takes about 3.0 GiB, so it
                                 may not start
                                 End what isn't needed, or use a larger machine:
                                 ps aux

              local platform
                wrong    ports   A port is in use: 21002  nginx
                                 Stop nginx.
                wrong    ports   Another one too
                                 Stop it.
                ok       home    /root/.cache/hcomp

              2 ok, 1 warning, 2 wrong: ports
            """);
  }

  @Test
  void colourMarksOnlyTheLevel() {
    String coloured = TROUBLED.text(true);
    assertThat(coloured)
        .contains("    \u001b[32mok\u001b[0m       system")
        .contains("    \u001b[33mwarning\u001b[0m  memory")
        .contains("    \u001b[31mwrong\u001b[0m    ports");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(TROUBLED.text(false));
  }

  @Test
  void onlyWhatIsWrongFails() {
    assertThat(TROUBLED.problem("mvn gitops:doctor").orElseThrow().text())
        .isEqualTo(
            """
            DOCTOR-WRONG  Not everything is as it should be: 2 ok, 1 warning, 2 wrong: ports.
                    Mend it as said above, and look again:
                    mvn gitops:doctor""");
    Checkup warned = new Checkup(List.of(TROUBLED.sections().get(0)));
    assertThat(warned.problem("mvn gitops:doctor")).isEmpty();
  }

  @Test
  void machinesGetEverything() {
    Checkup one =
        new Checkup(
            List.of(
                new Section(
                    "machine",
                    List.of(
                        Finding.ok("user", "root"), Finding.warning("disk", "full", "Mend it.")))));
    assertThat(new JsonOutput().text(one.json()))
        .isEqualTo(
            """
            {
              "ok" : 1,
              "warnings" : 1,
              "wrong" : 0,
              "findings" : [
                {
                  "section" : "machine",
                  "subject" : "user",
                  "level" : "ok",
                  "figure" : "root",
                  "remedy" : null
                },
                {
                  "section" : "machine",
                  "subject" : "disk",
                  "level" : "warning",
                  "figure" : "full",
                  "remedy" : "Mend it."
                }
              ]
            }""");
  }

  @Test
  void aProblemIsAFindingEach() {
    Problem problem =
        new Problem(
            "PORT-IN-USE",
            "A port is in use.",
            List.of("  21002  nginx", "  21003  nginx"),
            "Stop it.");
    assertThat(Finding.of("ports", Level.WARNING, List.of(problem, problem), "free"))
        .hasSize(2)
        .contains(
            Finding.warning("ports", "A port is in use. 21002  nginx; 21003  nginx", "Stop it."));
    assertThat(Finding.of("ports", Level.WARNING, List.of(), "free"))
        .containsExactly(Finding.ok("ports", "free"));
  }

  @Test
  void whatCannotBeLookedAtIsAFindingToo() {
    Problem problem = new Problem("NO-ARGOCD", "It is not known where Argo CD is.", "Name it.");
    assertThat(
            Finding.look(
                "Argo CD",
                Level.WARNING,
                () -> {
                  throw problem.asException();
                }))
        .containsExactly(
            Finding.warning("Argo CD", "It is not known where Argo CD is.", "Name it."));
    assertThat(
            Finding.look(
                "disk",
                Level.WRONG,
                () -> {
                  throw new UncheckedIOException(new IOException("no such disk"));
                }))
        .singleElement()
        .satisfies(each -> assertThat(each.figure()).contains("no such disk"));
  }

  @Test
  void whatIsFineHasNothingToMend() {
    assertThatThrownBy(() -> new Finding("disk", Level.OK, "full", Optional.of("Mend it.")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Finding("disk", Level.WRONG, "full", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
