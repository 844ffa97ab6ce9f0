package com.hcomp.gitops.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.doctor.Finding;
import com.hcomp.gitops.doctor.Finding.Level;
import com.hcomp.gitops.platform.cluster.ControlPlane;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.programs.Catalogue;
import com.hcomp.gitops.platform.programs.Program;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.programs.Programs;
import com.hcomp.gitops.report.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CheckupsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T15:00:00Z");

  @TempDir Path home;

  /** Below the ports that the kernel gives to outgoing connections, which may have any of those. */
  private PlatformSettings settings(int registryPort) {
    return new PlatformSettings(
        home, Optional.empty(), 25000, registryPort, PlatformSettings.NETWORK);
  }

  private MachineFigures figures(String meminfo, int instances) throws IOException {
    Path kernel = home.resolve("kernel");
    Files.createDirectories(kernel.resolve("sys/fs/inotify"));
    Files.writeString(kernel.resolve("meminfo"), meminfo);
    Files.writeString(kernel.resolve("sys/fs/inotify/max_user_instances"), instances + "\n");
    Files.writeString(kernel.resolve("sys/fs/inotify/max_user_watches"), "65536\n");
    return new MachineFigures(home, kernel, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Finding only(List<Finding> findings, String subject) {
    List<Finding> found = findings.stream().filter(each -> each.subject().equals(subject)).toList();
    assertThat(found).as(subject).hasSize(1);
    return found.get(0);
  }

  @Test
  void everythingOfTheMachineIsLookedAt() {
    assertThat(new MachineCheckup(settings(25100)).look())
        .extracting(Finding::subject)
        .contains("system", "user", "JDK", "Git", "Go", "disk", "clock", "tools")
        .contains("cgroups", "memory", "inotify", "ports", "network");
  }

  @Test
  void aPortThatSomebodyElseHasIsNamed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding found = only(new MachineCheckup(settings(socket.getLocalPort())).look(), "ports");
      assertThat(found.level()).isNotEqualTo(Level.OK);
      assertThat(found.figure()).contains(socket.getLocalPort() + "  java (process ");
      assertThat(found.remedy().orElseThrow()).contains("mvn gitops:up -Dgitops.registryPort=");
    }
  }

  @Test
  void scarceMemoryIsWarnedOfUnlessThePlatformHasIt() throws IOException {
    MachineFigures figures = figures("MemTotal: 8388608 kB\nMemAvailable: 1048576 kB\n", 128);
    assertThat(figures.memory(false).level()).isEqualTo(Level.WARNING);
    assertThat(figures.memory(false).figure())
        .isEqualTo("1.0 GiB of 8.0 GiB are available; the local platform takes about 3.0 GiB");
    assertThat(figures.memory(true))
        .isEqualTo(Finding.ok("memory", "1.0 GiB of 8.0 GiB are available"));
  }

  @Test
  void fewInotifyInstancesAreWarnedOf() throws IOException {
    assertThat(figures("", 128).inotify())
        .isEqualTo(Finding.ok("inotify", "128 instances, 65536 watches"));
    assertThat(figures("", 64).inotify().remedy().orElseThrow()).contains("sysctl -w fs.inotify");
  }

  @Test
  void filesFromTheFutureTellThatTheClockIsWrong() throws IOException {
    Path file = Files.createFile(Files.createDirectory(home.resolve("local")).resolve("facts"));
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    assertThat(figures("", 128).clock()).isEqualTo(Finding.ok("clock", "2026-01-02T15:00:00Z"));
    Files.setLastModifiedTime(file, FileTime.from(NOW.plus(Duration.ofHours(1))));
    assertThat(figures("", 128).clock().figure())
        .isEqualTo("2026-01-02T15:00:00Z, but the platform wrote files at 2026-01-02T16:00:00Z");
  }

  @Test
  void theDiskIsThatOfTheNearestFolderThatIsThere() {
    MachineFigures figures = new MachineFigures(home.resolve("not/there"));
    assertThat(figures.disk(true).figure()).contains(" free for " + home.resolve("not/there"));
  }

  @Test
  void whatWasNeverInstalledIsNothingWrong() throws IOException {
    List<Finding> found = new InstallationCheckup(settings(25100), "mvn").look();
    assertThat(found).noneMatch(each -> each.level() == Level.WRONG);
    assertThat(only(found, "processes").figure()).contains("the platform is down");
    assertThat(found).noneMatch(each -> each.subject().equals("certificates"));
    try (Stream<Path> made = Files.list(home)) {
      assertThat(made).as("looking leaves nothing").isEmpty();
    }
  }

  @Test
  void programsOfOtherVersionsAreNamedWithWhatTheyTake() throws IOException {
    Path programs = Files.createDirectories(home.resolve("programs"));
    assertThat(new Programs(home, Optional.empty(), Report.silent()).unused()).isEmpty();
    String used = Catalogue.helm().folder(Program.Platform.current());
    Files.createDirectories(programs.resolve(used));
    Path old = Files.createDirectories(programs.resolve("helm-3.0.0-0123456789ab"));
    Files.write(old.resolve("helm"), new byte[3 << 20]);
    List<Finding> found = new InstallationCheckup(settings(25100), "mvn").look();
    assertThat(found)
        .contains(
            Finding.warning(
                "programs",
                "3 MiB are of other versions",
                "If no other checkout uses them, remove them:\nrm -r " + old));
  }

  @Test
  void aDamagedProgramIsNamedAndLeftWhereItIs() throws IOException {
    String helm = Catalogue.helm().folder(Program.Platform.current());
    Path program = Files.createDirectories(home.resolve("programs").resolve(helm)).resolve("helm");
    Files.writeString(program, "a program");
    Files.writeString(program.resolveSibling("files.json"), "{}");
    List<Finding> found = new InstallationCheckup(settings(25100), "mvn").look();
    assertThat(found)
        .contains(
            Finding.warning(
                "programs",
                helm + ": not what was built; the disk may be failing",
                "Set it aside and make it anew:\nmvn gitops:up"));
    assertThat(program).as("looking moves nothing").exists();
  }

  @Test
  void aProgramThatWasDamagedIsNotTakenForOneOfAnotherVersion() throws IOException {
    Path aside = home.resolve("programs/set-aside");
    Files.createDirectories(aside.resolve("helm-3.0.0-0123456789ab"));
    List<Finding> found = new InstallationCheckup(settings(25100), "mvn").look();
    assertThat(found)
        .contains(
            Finding.warning(
                "programs",
                "helm-3.0.0-0123456789ab: was found damaged, and made anew",
                "If it comes again, look at the disk. What there was is in the way of nothing:\n"
                    + "rm -r "
                    + aside))
        .noneMatch(each -> each.figure().contains("other versions"));
  }

  @Test
  void certificatesAreJudgedByTheFirstThatEnds() {
    assertThat(certificates(Instant.now())).isEmpty();
    new ControlPlane(
            "hub",
            0,
            home,
            NetworkPlan.parse(PlatformSettings.NETWORK),
            new PortPlan(25000, 25100),
            new ProgramSet(Map.of()))
        .writeFiles();
    Instant now = Instant.now();
    assertThat(certificates(now).orElseThrow().level()).isEqualTo(Level.OK);
    Finding soon = certificates(now.plus(Duration.ofDays(3645))).orElseThrow();
    assertThat(soon.level()).isEqualTo(Level.WARNING);
    assertThat(soon.figure()).contains(" ends in ").contains(home + "/pki/hub/");
    Finding over = certificates(now.plus(Duration.ofDays(3651))).orElseThrow();
    assertThat(over.level()).isEqualTo(Level.WRONG);
    assertThat(over.remedy().orElseThrow()).endsWith("\nmvn gitops:up");
    Finding authorityOver = certificates(now.plus(Duration.ofDays(7301))).orElseThrow();
    Path pki = home.resolve("pki/hub");
    assertThat(authorityOver.figure()).contains(pki.resolve("ca.crt") + " was valid until ");
    assertThat(authorityOver.remedy().orElseThrow())
        .endsWith("\nmv " + pki + " " + pki + ".expired && mvn gitops:down gitops:up");
    Finding early = certificates(now.minus(Duration.ofDays(1))).orElseThrow();
    assertThat(early.figure()).contains("is valid only from");
  }

  private Optional<Finding> certificates(Instant now) {
    return new CertificateCheckup(home, Clock.fixed(now, ZoneOffset.UTC), "mvn").look();
  }
}
