package com.hcomp.gitops.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.programs.ProgramSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastUpTest {
  private static final String DIGEST = "-0123456789ab";
  private static final String OTHER = "-ba9876543210";

  @TempDir Path folder;

  @Test
  void isReadAsItWasWritten() {
    LastUp last = of("1.36.3" + DIGEST, 21000);
    last.write(folder.resolve("last-up.json"));

    assertThat(LastUp.read(folder.resolve("last-up.json"))).contains(last);
    assertThat(last.programs())
        .containsEntry("kube-apiserver", "1.36.3" + DIGEST)
        .containsEntry("cni-plugins", "1.9.1" + DIGEST)
        .containsEntry("nft", "/usr/sbin/nft")
        .doesNotContainKey("bridge");
  }

  @Test
  void aDamagedOneSaysNothing() throws IOException {
    Path file = folder.resolve("last-up.json");
    assertThat(LastUp.read(file)).isEmpty();
    for (String damaged : new String[] {"", "{\"programs\": {\"et", "[]", "{}"}) {
      Files.writeString(file, damaged);
      assertThat(LastUp.read(file)).as(damaged).isEmpty();
    }
  }

  @Test
  void saysOneLineForEachChange() {
    LastUp before = of("1.36.2" + DIGEST, 21000);

    assertThat(before.changesTo(before)).isEmpty();
    assertThat(before.changesTo(of("1.36.3" + OTHER, 22000)))
        .containsExactly(
            "kube-apiserver, kubelet 1.36.2 -> 1.36.3: started again where it runs",
            "gitops.firstPort 21000 -> 22000: what listens there is started again, and kubeconfigs"
                + " change");
    assertThat(before.changesTo(of("1.36.2" + OTHER, 21000)))
        .containsExactly(
            "kube-apiserver, kubelet 1.36.2 was built in another way: started again where it runs");
  }

  @Test
  void knowsWhenPortsChange() {
    LastUp before = of("1.36.2" + DIGEST, 21000);

    assertThat(before.changesPorts(of("1.36.3" + DIGEST, 21000))).isFalse();
    assertThat(before.changesPorts(of("1.36.2" + DIGEST, 22000))).isTrue();
  }

  @Test
  void upgradesInPlaceButNeitherBackNorByLeaps() {
    LastUp before = of("1.36.3" + DIGEST, 21000);

    for (String fine : new String[] {"1.36.4", "1.36.2", "1.37.0"}) {
      assertThat(before.refusals(of(fine + OTHER, 21000))).as(fine).isEmpty();
    }
    assertThat(before.refusals(of("1.35.9" + OTHER, 21000)))
        .singleElement()
        .extracting(Problem::text)
        .asString()
        .contains("VERSION-DOWNGRADE", "kube-apiserver 1.36.3", "1.35.9", "-Dgitops.purge");
    assertThat(before.refusals(of("1.38.0" + OTHER, 21000)))
        .singleElement()
        .extracting(Problem::code)
        .isEqualTo("VERSION-SKIPPED");
  }

  private LastUp of(String kubernetes, int firstPort) {
    return LastUp.of(
        new ProgramSet(
            Map.of(
                "kube-apiserver", program("kube-apiserver-" + kubernetes, "kube-apiserver"),
                "kubelet", program("kubelet-" + kubernetes, "kubelet"),
                "bridge", program("cni-plugins-1.9.1" + DIGEST, "bridge"),
                "loopback", program("cni-plugins-1.9.1" + DIGEST, "loopback"),
                "nft", Path.of("/usr/sbin/nft"))),
        new PlatformSettings(folder, Optional.empty(), firstPort, 5001, "10.208.0.0/13"));
  }

  private Path program(String name, String file) {
    return folder.resolve("programs").resolve(name).resolve(file);
  }
}
