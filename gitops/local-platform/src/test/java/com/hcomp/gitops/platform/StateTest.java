package com.hcomp.gitops.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.platform.argocd.Credentials;
import com.hcomp.gitops.platform.cluster.KernelSettings;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
  private static final String NETWORK = "10.208.0.0/13";

  @TempDir Path folder;

  @Test
  void aClusterKeepsItsNumber() {
    Path file = folder.resolve("clusters.json");
    ClusterNumbers.load(file, NETWORK).with(List.of("stg-cluster", "prd-cluster")).save(file);

    ClusterNumbers later =
        ClusterNumbers.load(file, NETWORK).with(List.of("a-cluster", "prd-cluster"));

    assertThat(later.numbers())
        .containsExactly(
            Map.entry("stg-cluster", 1), Map.entry("prd-cluster", 2), Map.entry("a-cluster", 3));
  }

  @Test
  void refusesToMoveClustersOrToGuessTheirNumbers() throws IOException {
    Path file = folder.resolve("clusters.json");
    ClusterNumbers.load(file, NETWORK).with(List.of("stg-cluster")).save(file);

    assertThatThrownBy(() -> ClusterNumbers.load(file, "172.24.0.0/13"))
        .hasMessageContaining("NETWORK-CHANGED");
    for (String damaged :
        List.of(
            "",
            "[]",
            "{\"network\": \"10.2",
            "{\"network\": \"10.208.0.0/13\", \"clusters\": {\"a\": \"one\"}}",
            "{\"network\": \"10.208.0.0/13\", \"clusters\": {\"a\": 1, \"b\": 1}}")) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> ClusterNumbers.load(file, NETWORK))
          .as(damaged)
          .hasMessageContaining("STATE-UNREADABLE")
          .hasMessageContaining(file.toString())
          .hasMessageContaining("-Dgitops.purge");
      assertThat(file).hasContent(damaged);
    }
  }

  @Test
  void namesAFileThatIsNoTextAtAll() throws IOException {
    Path file = Files.write(folder.resolve("clusters.json"), new byte[] {(byte) 0xff, 0, 1});

    assertThatThrownBy(() -> ClusterNumbers.load(file, NETWORK))
        .hasMessageContaining("STATE-UNREADABLE");
  }

  @Test
  void aDamagedPasswordIsNamedAndKept() throws IOException {
    Path file = folder.resolve("credentials.json");
    Credentials made = Credentials.load(file);
    assertThat(Credentials.load(file)).isEqualTo(made);

    String half = Files.readString(file).substring(0, 60);
    Files.writeString(file, half);

    assertThatThrownBy(() -> Credentials.load(file))
        .hasMessageContaining("STATE-UNREADABLE")
        .hasMessageContaining("mv " + file + " " + file + ".damaged && mvn gitops:up")
        .hasMessageNotContaining(made.adminPassword());
    assertThat(file).hasContent(half);
  }

  @Test
  void namesAClockThatIsBeforeThePassword() throws IOException {
    Path file = folder.resolve("credentials.json");
    Credentials made = Credentials.load(file);
    new Credentials(
            made.adminPassword(),
            made.adminHash(),
            Instant.parse("2999-01-01T00:00:00Z"),
            made.token())
        .save(file);

    assertThatThrownBy(() -> Credentials.load(file))
        .hasMessageContaining("CLOCK-WRONG")
        .hasMessageContaining("2999-01-01T00:00:00Z")
        .hasMessageContaining("mv " + file);
  }

  @Test
  void kernelSettingsArePutBackAsFarAsTheyAreKnown() throws IOException {
    Path kernel = folder.resolve("sys");
    Files.createDirectories(kernel.resolve("vm"));
    Files.createDirectories(kernel.resolve("kernel"));
    Files.writeString(kernel.resolve("vm/panic_on_oom"), "0\n");
    Files.writeString(kernel.resolve("kernel/panic"), "5\n");
    KernelSettings settings = new KernelSettings(folder.resolve("kernel-settings"), kernel);
    settings.save();
    Files.writeString(kernel.resolve("kernel/panic"), "10\n");

    assertThat(settings.restore()).isEmpty();
    assertThat(kernel.resolve("kernel/panic")).hasContent("5");
    assertThat(settings.file()).doesNotExist();

    Files.writeString(settings.file(), "kernel/panic=7\nvm/panic_on_");
    assertThat(settings.restore()).singleElement().asString().contains("vm/panic_on_oom");
    assertThat(kernel.resolve("kernel/panic")).hasContent("7");
    assertThat(folder.resolve("set-aside/kernel-settings")).exists();
    assertThat(settings.restore()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKernelsOwnSettingIsReadWhole() throws IOException {
    Path setting = Path.of("/proc/sys/kernel/pid_max");

    assertThat(KernelSettings.value(setting))
        .isEqualTo(Command.of("cat", setting.toString()).output())
        .hasSizeGreaterThan(1);
  }

  @Test
  void refusesMoreClustersThanThereAreAddresses() {
    assertThatThrownBy(
            () ->
                ClusterNumbers.load(folder.resolve("none"), NETWORK)
                    .with(List.of("a", "b", "c", "d", "e", "f", "g")))
        .hasMessageContaining("TOO-MANY-CLUSTERS");
  }

  @Test
  void factsAreKeptForTheirOwnerOnly() throws IOException {
    FactsFile file = new FactsFile(folder.resolve("facts.json"));
    file.write(facts());

    assertThat(file.read()).contains(facts());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(facts().toString()).doesNotContain("pass", "token");
  }

  @Test
  void damagedFactsCountAsNone() throws IOException {
    FactsFile file = new FactsFile(folder.resolve("facts.json"));
    assertThat(file.read()).isEmpty();
    for (String damaged : List.of("", "{\"registry\": \"local", "{\"registry\": \"x\"}", "[]")) {
      Files.writeString(file.path(), damaged);
      assertThat(file.read()).as(damaged).isEmpty();
    }
  }

  @Test
  void aPlatformThatIsDownHasNoFacts() {
    PlatformSettings settings =
        new PlatformSettings(folder, Optional.empty(), 45000, 45100, NETWORK);
    new Layout(folder).facts().write(facts());

    assertThat(LocalPlatform.of(settings, Report.silent()).facts()).isEmpty();
    assertThat(LocalPlatform.of(settings, Report.silent()).processes()).isEmpty();
  }

  @Test
  void platformsInDifferentFoldersDoNotShareNames() {
    String one = new Layout(Path.of("/home/a/.cache/hcomp")).prefix();
    String other = new Layout(Path.of("/home/b/.cache/hcomp")).prefix();

    assertThat(one).isNotEqualTo(other);
    assertThat(one + "-6").hasSizeLessThanOrEqualTo(15);
  }

  private static PlatformFacts facts() {
    return new PlatformFacts(
        "localhost:5001",
        Path.of("/h/git"),
        Map.of(
            "stg-cluster",
            new ClusterFacts(
                "stg-cluster",
                Path.of("/h/stg.yaml"),
                URI.create("https://10.208.0.1:21021"),
                "10.208.0.11",
                "10.209.0.0/16",
                21028,
                21029)),
        Path.of("/h/gateway/ca.crt"),
        Path.of("/h/hub.yaml"),
        URI.create("http://localhost:21002"),
        "admin",
        "pass",
        "hcomp",
        "token",
        Path.of("/h/logs"),
        "localhost:5001/hcomp/base/jre:17",
        Path.of("/p/kubectl"),
        Path.of("/p/argocd"),
        Path.of("/p/helm"));
  }
}
