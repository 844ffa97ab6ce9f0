package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupSupportTest {
  @TempDir Path folder;

  private static CgroupSupport of(String... lines) {
    return CgroupSupport.of(List.of(lines).stream().map(Mounts::parse).toList());
  }

  @Test
  void versionOneNamesItsControllersInItsMounts() {
    CgroupSupport found =
        of(
            "31 25 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct",
            "32 25 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory");
    assertThat(found.text()).isEqualTo("version 1");
    assertThat(found.missing()).containsExactly("cpuset", "pids");
  }

  @Test
  void versionTwoNamesThemInAFile() throws IOException {
    Files.writeString(folder.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
    String line = "31 25 0:27 / " + folder + " rw - cgroup2 cgroup2 rw,nsdelegate";
    assertThat(of(line)).isEqualTo(new CgroupSupport(List.of(2), List.of()));
    assertThat(of(line).text()).isEqualTo("version 2");
    assertThat(of(line, "32 25 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory").text())
        .isEqualTo("versions 1 and 2");
  }

  @Test
  void aMachineMayHaveNone() {
    assertThat(of("25 30 0:24 / /proc rw - proc proc rw").text()).isEqualTo("none");
    assertThat(of().missing()).hasSize(4);
  }
}
