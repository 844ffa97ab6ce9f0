package com.hcomp.gitops.platform.argocd;

import com.hcomp.gitops.platform.network.PortPlan;
import com.hcomp.gitops.platform.process.ProcessSpec;
import com.hcomp.gitops.platform.programs.ProgramSet;
import com.hcomp.gitops.platform.state.Folders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Argo CD's processes: one program, told by a variable which part it plays.
 *
 * @param home the platform's folder
 * @param hubKubeconfig the cluster that holds its objects
 */
public record ArgoCd(Path home, Path hubKubeconfig, PortPlan ports, ProgramSet programs) {
  /** The namespace of its objects. */
  public static final String NAMESPACE = "argocd";

  /** The address for people, its API and its command line. */
  public String url() {
    return "http://localhost:" + ports.argoCd();
  }

  /** Makes the folders that its processes expect. */
  public void makeFolders() {
    for (String folder : List.of("tls", "ssh", "gpg", "tmp", "home", "plugins")) {
      Folders.make(folder().resolve(folder));
    }
    Folders.make(home.resolve("redis"));
  }

  /** Its cache. */
  public ProcessSpec redis() {
    return ProcessSpec.of(
        "redis",
        List.of(
            programs.path("redis-server").toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            String.valueOf(ports.redis()),
            "--dir",
            home.resolve("redis").toString(),
            "--save",
            "",
            "--appendonly",
            "no",
            // It would write its title over the environment that carries our mark.
            "--set-proc-title",
            "no"));
  }

  /** Reads Git and the registry, and renders. */
  public ProcessSpec repoServer() {
    return component(
        "argocd-repo-server",
        "--address=127.0.0.1",
        "--port=" + ports.repoServer(),
        "--metrics-address=127.0.0.1",
        "--metrics-port=" + ports.repoServerMetrics(),
        "--disable-tls",
        "--client-ca-path=", // its default is refused without TLS
        "--redis=" + redisAddress());
  }

  /** The API and the user interface. */
  public ProcessSpec server() {
    return component(
        "argocd-server",
        "--namespace=" + NAMESPACE,
        "--insecure",
        "--address=127.0.0.1",
        "--port=" + ports.argoCd(),
        "--metrics-address=127.0.0.1",
        "--metrics-port=" + ports.argoCdMetrics(),
        "--redis=" + redisAddress(),
        "--repo-server=127.0.0.1:" + ports.repoServer(),
        "--repo-server-plaintext");
  }

  /** Makes clusters equal to what Applications say. */
  public ProcessSpec applicationController() {
    return component(
        "argocd-application-controller",
        "--namespace=" + NAMESPACE,
        "--metrics-port=" + ports.controllerMetrics(),
        "--redis=" + redisAddress(),
        "--repo-server=127.0.0.1:" + ports.repoServer(),
        "--repo-server-plaintext",
        "--app-resync=60",
        "--app-resync-jitter=0");
  }

  /** Makes Applications from ApplicationSets. */
  public ProcessSpec applicationSetController() {
    return component(
        "argocd-applicationset-controller",
        "--namespace=" + NAMESPACE,
        "--metrics-addr=127.0.0.1:" + ports.applicationSetMetrics(),
        "--probe-addr=127.0.0.1:" + ports.applicationSetProbe(),
        "--webhook-addr=127.0.0.1:" + ports.applicationSetWebhook(),
        "--argocd-repo-server=127.0.0.1:" + ports.repoServer(),
        "--repo-server-plaintext");
  }

  /** Where a component says whether it answers. */
  public Map<String, String> health() {
    Map<String, String> health = new LinkedHashMap<>();
    health.put("argocd-repo-server", local(ports.repoServerMetrics(), "/healthz"));
    health.put("argocd-server", local(ports.argoCd(), "/healthz"));
    health.put("argocd-application-controller", local(ports.controllerMetrics(), "/healthz"));
    health.put(
        "argocd-applicationset-controller", local(ports.applicationSetMetrics(), "/metrics"));
    return health;
  }

  private static String local(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private String redisAddress() {
    return "127.0.0.1:" + ports.redis();
  }

  private Path folder() {
    return home.resolve("argocd");
  }

  private ProcessSpec component(String name, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(programs.path("argocd").toString());
    line.add("--logformat=text");
    line.addAll(List.of(arguments));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("ARGOCD_BINARY_NAME", name);
    environment.put("KUBECONFIG", hubKubeconfig.toString());
    environment.put("ARGOCD_FAKE_IN_CLUSTER", "true");
    environment.put("ARGOCD_TLS_DATA_PATH", folder().resolve("tls").toString());
    environment.put("ARGOCD_SSH_DATA_PATH", folder().resolve("ssh").toString());
    environment.put("ARGOCD_GPG_DATA_PATH", folder().resolve("gpg").toString());
    environment.put("ARGOCD_GPG_ENABLED", "false");
    environment.put("ARGOCD_PLUGINSOCKFILEPATH", folder().resolve("plugins").toString());
    environment.put("ARGOCD_RECONCILIATION_TIMEOUT", "60s");
    environment.put("ARGOCD_RECONCILIATION_JITTER", "0s");
    environment.put("HOME", folder().resolve("home").toString());
    environment.put("TMPDIR", folder().resolve("tmp").toString());
    // It calls git, helm, itself, and the wrappers from its own sources, all by name.
    environment.put(
        "PATH",
        programs.path("git-verify-wrapper.sh").getParent()
            + ":"
            + programs.path("helm").getParent()
            + ":/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    return ProcessSpec.of(name, line).with(environment).reading(hubKubeconfig);
  }
}
