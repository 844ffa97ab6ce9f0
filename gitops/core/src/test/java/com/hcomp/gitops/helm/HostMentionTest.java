package com.hcomp.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostMentionTest {

  @Test
  void findsAHostWhereverItStands() {
    ChartArchive chart =
        new TestArchive()
            .file("a/Chart.yaml", "name: a\nversion: 1.0.0\n")
            .file("a/values.yaml", "x: 1\nimage: ghcr.io/hcomp/app # ä\nurl: oci://GHCR.io:443/a\n")
            .file("a/charts/b/README.md", "See ghcr.io.\n")
            .file("a/other.txt", "my.ghcr.io ghcr.io.example.com xghcr.io ghcr.iox my-ghcr.io\n")
            .file("a/binary", new byte[] {0, -1, 'g', 'h', 'c', 'r', '.', 'i', 'o', -1})
            .read();

    assertThat(HostMention.registryHosts(chart, "ghcr.io"))
        .extracting(mention -> mention.file() + ":" + mention.line())
        .containsExactly("binary:1", "charts/b/README.md:1", "values.yaml:2", "values.yaml:3");
    assertThat(HostMention.registryHosts(chart, "ghcr.io").get(2))
        .hasToString("values.yaml:2  image: ghcr.io/hcomp/app # ä");
    assertThat(HostMention.registryHosts(chart, "localhost:5001")).isEmpty();
  }
}
