package com.hcomp.gitops.platform.cluster;

import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.programs.ProgramSet;
import java.nio.file.Path;
import java.util.List;

/**
 * The one database of all clusters, each with a prefix of its own.
 *
 * @param home the platform's folder
 */
public record Etcd(Path home, PortPlan ports, ProgramSet programs) {

  /** Its process. */
  public ProcessSpec process() {
    String client = "http://127.0.0.1:" + ports.etcd();
    String peers = "http://127.0.0.1:" + ports.etcdPeers();
    return ProcessSpec.of(
        "etcd",
        List.of(
            programs.path("etcd").toString(),
            "--data-dir=" + home.resolve("etcd"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers,
            // The clusters can be thrown away; the disk's time is better spent elsewhere.
            "--unsafe-no-fsync",
            "--log-level=warn"));
  }

  /** Where it says whether it is well. */
  public String health() {
    return "http://127.0.0.1:" + ports.etcd() + "/health";
  }
}
