package com.hcomp.gitops.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.platform.state.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProxyModeTest {
  private static final String KERNEL = "6.1.0-28-amd64";

  @TempDir Path folder;

  @Test
  void takesNftablesWhereTheyWork() throws IOException {
    assertThat(ProxyMode.detect(nft("1.0.6", 0), none(), KERNEL)).isEqualTo(ProxyMode.NFTABLES);
    assertThat(ProxyMode.detect(nft("1.0.6", 0), iptables(0), "5.13.0"))
        .isEqualTo(ProxyMode.NFTABLES);
  }

  @Test
  void takesIptablesWhereTheKernelOrNftIsTooOldOrDoesNotWork() throws IOException {
    assertThat(ProxyMode.detect(nft("1.0.6", 0), iptables(0), "5.10.0-21"))
        .isEqualTo(ProxyMode.IPTABLES);
    assertThat(ProxyMode.detect(nft("0.9.8", 0), iptables(0), KERNEL))
        .isEqualTo(ProxyMode.IPTABLES);
    assertThat(ProxyMode.detect(nft("1.0.0", 0), iptables(0), KERNEL))
        .isEqualTo(ProxyMode.IPTABLES);
    assertThat(ProxyMode.detect(nft("1.0.6", 1), iptables(0), KERNEL))
        .isEqualTo(ProxyMode.IPTABLES);
    assertThat(ProxyMode.detect(none(), iptables(0), KERNEL)).isEqualTo(ProxyMode.IPTABLES);
  }

  @Test
  void namesWhatBothSayWhereNeitherWorks() throws IOException {
    assertThatThrownBy(() -> ProxyMode.detect(nft("1.0.6", 1), iptables(3), KERNEL))
        .hasMessageContaining("NO-FIREWALL")
        .hasMessageContaining("Operation not supported")
        .hasMessageContaining("exit status 3")
        .hasMessageContaining("apt-get install nftables iptables");
  }

  private String none() {
    return folder.resolve("none").toString();
  }

  private String nft(String version, int exitStatus) throws IOException {
    return script(
        "nft",
        "if [ \"$1\" = --version ]; then echo 'nftables v"
            + version
            + " (Lester Gooch #5)'; exit 0; fi\n"
            + "cat > /dev/null\necho 'Operation not supported' >&2\nexit "
            + exitStatus);
  }

  private String iptables(int exitStatus) throws IOException {
    return script("iptables-restore", "cat > /dev/null\nexit " + exitStatus);
  }

  private String script(String name, String text) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    Folders.executable(script);
    return script.toString();
  }
}
