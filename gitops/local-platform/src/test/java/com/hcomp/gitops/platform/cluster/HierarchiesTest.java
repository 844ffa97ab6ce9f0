package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With /proc/self/mountinfo and /proc/cgroups of machines of each kind: {@code hybrid} is recorded
 * on one, the others are written as systemd and the kernel's documentation have them.
 */
class HierarchiesTest {
  private static final String CONTROLLERS = "cpuset cpu io memory hugetlb pids rdma misc";

  @Test
  void knowsEachKindByItsMounts() throws IOException {
    assertThat(machine("v1").kind()).isEqualTo(Hierarchies.Kind.V1);
    assertThat(machine("v2").kind()).isEqualTo(Hierarchies.Kind.V2);
    assertThat(machine("hybrid").kind()).isEqualTo(Hierarchies.Kind.HYBRID);
    assertThat(machine("systemd-hybrid").kind()).isEqualTo(Hierarchies.Kind.HYBRID);
    assertThat(new Hierarchies(List.of()).kind()).isEqualTo(Hierarchies.Kind.NONE);
  }

  @Test
  void findsAMachineOfEachKindUsable() throws IOException {
    for (String kind : List.of("v1", "v2", "hybrid", "systemd-hybrid")) {
      assertThat(machine(kind).problem(text(kind, "cgroups"), unified(kind))).as(kind).isEmpty();
    }
  }

  @Test
  void makesAClustersCgroupInEveryHierarchy() throws IOException {
    assertThat(machine("v2").mounts()).extracting(Mounts.Mount::point).containsExactly(root(""));
    assertThat(machine("systemd-hybrid").mounts())
        .extracting(Mounts.Mount::point)
        .contains(root("unified"), root("cpu,cpuacct"), root("memory"), root("systemd"))
        .doesNotContain(root(""));
  }

  @Test
  void namesAControllerThatTheKernelHasTurnedOff() throws IOException {
    String off = text("v1", "cgroups").replaceFirst("(memory\t\\d+\t\\d+\t)1", "$10");

    Optional<Problem> problem = without("v1", "memory").problem(off, "");

    assertThat(problem.map(Problem::text).orElseThrow())
        .contains("NO-CGROUPS", "(V1): memory.", "cgroup_enable=memory");
  }

  @Test
  void namesAControllerThatIsNotMounted() throws IOException {
    Optional<Problem> problem = without("v1", "pids").problem(text("v1", "cgroups"), "");

    assertThat(problem.map(Problem::text).orElseThrow())
        .contains("pids.")
        .endsWith(
            "mkdir -p /sys/fs/cgroup/pids && mount -t cgroup -o pids cgroup /sys/fs/cgroup/pids");
  }

  @Test
  void namesAControllerThatAContainerDoesNotGet() throws IOException {
    Optional<Problem> problem = machine("v2").problem(text("v2", "cgroups"), "cpuset cpu pids");

    assertThat(problem.map(Problem::text).orElseThrow())
        .contains("(V2): memory.", "--cgroupns=private");
  }

  @Test
  void namesARootThatHasProcessesOfItsOwn(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("cgroup.controllers"), "cpu memory\n");
    Files.createDirectory(root.resolve("cgroup.subtree_control")); // so that it can't be written

    assertThatThrownBy(() -> Cgroups.enable(new Mounts.Mount(root, "cgroup2", List.of("rw")), root))
        .hasMessageContaining("NO-CGROUPS")
        .hasMessageContaining("> " + root.resolve("init/cgroup.procs"));
  }

  private static Hierarchies machine(String kind) throws IOException {
    return Hierarchies.of(text(kind, "mountinfo").lines().map(Mounts::parse).toList());
  }

  private static Hierarchies without(String kind, String controller) throws IOException {
    return new Hierarchies(
        machine(kind).mounts().stream()
            .filter(mount -> !mount.options().contains(controller))
            .toList());
  }

  private static String unified(String kind) {
    return kind.equals("v2") ? CONTROLLERS : "";
  }

  private static Path root(String below) {
    return Path.of("/sys/fs/cgroup").resolve(below);
  }

  private static String text(String kind, String file) throws IOException {
    String resource = "/cgroups/" + kind + "/" + file;
    try (InputStream stream = HierarchiesTest.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException("no " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
