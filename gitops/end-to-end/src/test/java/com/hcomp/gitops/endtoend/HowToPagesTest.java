package com.hcomp.gitops.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.helm.ChartStaging;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.policy.PolicyFile;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The how-to pages without a platform: a mvn and a kubectl that do nothing stand for the real. */
@Tag("slow")
class HowToPagesTest {
  private static final Path ROOT = Path.of(System.getProperty("gitops.root", ""));
  private static final String GOALS =
      "gitops/maven-plugin/src/main/java/com/hcomp/gitops/plugin/%sMojo.java";

  @TempDir Path folder;
  private Path copy;

  /** The files as they are now, committed or not, in a repository of their own. */
  @BeforeEach
  void copy() throws IOException {
    requireTheEnvironmentsThatPagesSpeakOf();
    copy = Files.createDirectory(folder.resolve("copy"));
    sh(
        ROOT,
        "git ls-files -z -co --exclude-standard pom.xml app-service chart-module argocd-root 'config-*'"
            + " | xargs -0 -I% sh -c 'test ! -f \"%\" || cp --parents \"%\" "
            + copy
            + "'");
    sh(copy, "git init --quiet --initial-branch=main && git add --all && git commit -qm First");
    Path platform = Files.createDirectories(folder.resolve("home/local/git"));
    sh(copy, "git clone --quiet --bare . " + platform.resolve("hcomp.git"));
    Files.createDirectory(folder.resolve("bin"));
    for (String program : List.of("mvn", "kubectl")) {
      Path script = folder.resolve("bin").resolve(program);
      Files.writeString(script, "#!/bin/sh\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void requireTheEnvironmentsThatPagesSpeakOf() {
    List<String> names =
        Workspace.open(ROOT).environments().stream().map(Environment::name).toList();
    if (!names.equals(List.of("stg", "prd-eu", "prd-us"))) {
      String said =
          "NOT TESTED: the how-to pages, because this repository has environments " + names;
      System.out.println(said);
      Assumptions.abort(said);
    }
  }

  @Test
  void followedOneAfterTheOtherTheyGiveWhatTheGoalsTake() throws IOException {
    follow("adding-an-environment", "");
    follow("adding-a-region", "");
    follow("adding-a-service", "");
    follow("adding-a-registry", "");
    assertThat(sh(copy, "git status --porcelain")).isEmpty();

    Workspace workspace = Workspace.open(copy);
    assertThat(workspace.environments())
        .extracting(Environment::name)
        .containsExactly("stg", "qa", "prd-eu", "prd-us", "prd-ap");
    assertThat(
            PolicyFile.read(Workspace.PROMOTION, read(Workspace.PROMOTION.toString()))
                .environments())
        .extracting(policy -> policy.from().orElse("-"))
        .containsExactly("-", "stg", "qa", "prd-eu", "prd-eu");
    for (Environment environment : workspace.environments()) {
      assertThat(workspace.config(environment).payload().names())
          .containsExactly("hcomp-app", "greeter");
      assertThat(rendered(environment))
          .contains("value: \"" + environment.name() + "\"")
          .contains("- " + environment.name() + ".hcomp.localhost")
          .contains("- greeter-" + environment.name() + ".hcomp.localhost");
    }
    for (String module : List.of("config-qa", "config-prd-ap", "greeter-service")) {
      assertThat(read("pom.xml")).contains("<module>" + module + "</module>");
      assertThat(read(module + "/pom.xml")).contains("<artifactId>" + module + "</artifactId>");
    }
    assertThat(sh(copy, "grep -rlE 'app-service' greeter-service || true")).isEmpty();
    assertThat(sh(copy, "grep -rliE 'stg|staging' config-qa || true")).isEmpty();
    assertThat(sh(copy, "grep -rliE 'prd-eu|europe' config-prd-ap || true")).isEmpty();
  }

  @Test
  void whatIsTakenAwayIsGone() throws IOException {
    String first = sh(copy, "git rev-parse HEAD:");
    follow("adding-an-environment", "");
    assertThat(sh(copy, "git rev-parse HEAD:")).isNotEqualTo(first);
    follow("adding-an-environment", "Taking it away");
    assertThat(sh(copy, "git rev-parse HEAD:")).isEqualTo(first);
    assertThat(copy.resolve("config-qa")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adding-an-environment",
        "adding-a-region",
        "adding-a-service",
        "adding-a-registry"
      })
  void whatIsTypedIsAShellsAndWhatIsNamedIsThere(String page) throws IOException {
    HowTo howTo = page(page);
    assertThat(howTo.headings()).contains("");
    for (String lines : howTo.typed()) {
      Command.of("bash", "-n", "-c", lines).output();
    }
    String text = Files.readString(ROOT.resolve("docs/" + page + ".md"));
    assertThat(matches("gitops:([a-z-]+)", text))
        .isNotEmpty()
        .allSatisfy(goal -> assertThat(ROOT.resolve(GOALS.formatted(className(goal)))).exists());
    assertThat(matches("\\]\\(([^)#]+)[^)]*\\)", text))
        .allSatisfy(link -> assertThat(ROOT.resolve("docs").resolve(link)).exists());
  }

  /** {@code BuildFacts} for {@code build-facts}. */
  private static String className(String goal) {
    return Arrays.stream(goal.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static HowTo page(String name) {
    return HowTo.read(ROOT.resolve("docs/" + name + ".md"));
  }

  private void follow(String page, String heading) {
    page(page)
        .follow(
            heading,
            copy,
            lines -> sh(copy, lines.replace("~/.cache/hcomp", folder.resolve("home").toString())));
  }

  private String sh(Path where, String lines) {
    return Command.of("bash", "-euo", "pipefail", "-c", lines)
        .in(where)
        .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"))
        .with("GIT_AUTHOR_NAME", "A Person")
        .with("GIT_AUTHOR_EMAIL", "person@example.com")
        .with("GIT_COMMITTER_NAME", "A Person")
        .with("GIT_COMMITTER_EMAIL", "person@example.com")
        .output();
  }

  private String read(String path) throws IOException {
    return Files.readString(copy.resolve(path));
  }

  /** What the release makes once it has its images. */
  private String rendered(Environment environment) throws IOException {
    Path staged = folder.resolve("staged-" + environment.name());
    new ChartStaging()
        .stage(
            copy.resolve(environment.configModule()),
            staged,
            List.of(copy.resolve("chart-module")),
            Optional.empty());
    Path images =
        Files.writeString(
            folder.resolve("images.yaml"),
            "hcomp-app: {image: {tag: one}}\ngreeter: {image: {tag: two}}\n");
    return new Helm(Programs.helm()).template(staged, "hcomp-app", environment.namespace(), images);
  }
}
