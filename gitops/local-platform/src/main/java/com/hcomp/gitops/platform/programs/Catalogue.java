package com.hcomp.gitops.platform.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The programs of the platform, pinned by the modules under {@code programs/} on the class path.
 *
 * @param programs in the order in which they are built
 */
public record Catalogue(List<Program> programs) {
  private static final String KUBERNETES = "1.37.2";
  private static final String ARGO_CD = "3.6.1";
  private static final String ARGO_CD_MODULE = "github.com/argoproj/argo-cd/v3";
  private static final String TRAEFIK = "3.6.12";
  private static final String TRAEFIK_MODULE = "github.com/traefik/traefik/v3";
  // The one that this Traefik is made for.
  private static final String GATEWAY_API = "sigs.k8s.io/gateway-api@v1.4.0";

  private static final String DNS_PROVIDERS = "dns_providers.go";
  private static final String ECS = "ecs.go";

  public Catalogue {
    programs = List.copyOf(programs);
  }

  /** All that the platform needs. */
  public static Catalogue standard() {
    List<Program> all = new ArrayList<>();
    all.add(program("pause", "1", "pause", Map.of("pause", "."), List.of(), 15));
    all.add(program("etcd", "3.6.16", "etcd", Map.of("etcd", "."), List.of(), 80));
    all.add(cni());
    all.add(helmProgram());
    all.add(registry());
    all.add(containerd());
    all.add(kubectl());
    all.add(kubernetes("kube-apiserver", 240));
    all.add(kubernetes("kubelet", 100));
    all.add(kubernetes("kube-controller-manager", 60));
    all.add(kubernetes("kube-proxy", 12));
    all.add(kubernetes("kube-scheduler", 12));
    all.add(program("coredns", "1.15.0", "coredns", Map.of("coredns", "."), List.of(), 22));
    all.add(argoCd());
    all.add(traefik());
    return new Catalogue(all);
  }

  /** Helm alone: what packaging charts needs. */
  public static Program helm() {
    return helmProgram();
  }

  /** kubectl alone. */
  public static Program kubectl() {
    return kubernetes("kubectl", 42);
  }

  /** The OCI registry alone. */
  public static Program registry() {
    return program(
        "registry",
        "3.1.2",
        "registry",
        Map.of("registry", "."),
        List.of("github.com/distribution/distribution/v3/version.version=v3.1.2"),
        45);
  }

  /** Argo CD's version. */
  public static String argoCdVersion() {
    return ARGO_CD;
  }

  private static Program helmProgram() {
    return program(
        "helm",
        "4.3.1",
        "helm",
        Map.of("helm", "helm.sh/helm/v4/cmd/helm"),
        List.of("helm.sh/helm/v4/internal/version.version=v4.3.1"),
        210);
  }

  private static Program cni() {
    String plugins = "github.com/containernetworking/plugins/plugins/";
    Map<String, String> packages = new LinkedHashMap<>();
    packages.put("bridge", plugins + "main/bridge");
    packages.put("loopback", plugins + "main/loopback");
    packages.put("host-local", plugins + "ipam/host-local");
    return program(
        "cni-plugins",
        "1.9.1",
        "cni",
        packages,
        List.of(
            "github.com/containernetworking/plugins/pkg/utils/buildversion.BuildVersion=v1.9.1"),
        7);
  }

  private static Program containerd() {
    String commands = "github.com/containerd/containerd/v2/cmd/";
    Map<String, String> packages = new LinkedHashMap<>();
    packages.put("containerd", commands + "containerd");
    packages.put("containerd-shim-runc-v2", commands + "containerd-shim-runc-v2");
    return program(
        "containerd",
        "2.3.7",
        "containerd",
        packages,
        List.of("github.com/containerd/containerd/v2/version.Version=v2.3.7"),
        60);
  }

  private static Program kubernetes(String name, int usualSeconds) {
    List<String> variables = new ArrayList<>();
    for (String target : List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")) {
      variables.add(target + ".gitVersion=v" + KUBERNETES);
      variables.add(target + ".gitMajor=1");
      variables.add(target + ".gitMinor=" + KUBERNETES.split("\\.")[1]);
      variables.add(target + ".gitTreeState=clean");
      variables.add(target + ".gitCommit=v" + KUBERNETES);
    }
    return program(
        name,
        KUBERNETES,
        "kubernetes",
        Map.of(name, "k8s.io/kubernetes/cmd/" + name),
        variables,
        usualSeconds);
  }

  private static Program argoCd() {
    Map<String, String> copies = new LinkedHashMap<>();
    copies.put("manifests/crds", "crds");
    copies.put("manifests/base/config", "config");
    copies.put("hack/git-verify-wrapper.sh", "git-verify-wrapper.sh");
    copies.put("hack/gpg-wrapper.sh", "gpg-wrapper.sh");
    String common = ARGO_CD_MODULE + "/common.";
    return new Program(
        "argocd",
        ARGO_CD,
        module("argo-cd"),
        Map.of("argocd", ARGO_CD_MODULE + "/cmd"),
        // Without commit, tag and a clean tree it calls itself "v3.6.1+unknown".
        List.of(
            common + "version=" + ARGO_CD,
            common + "gitCommit=v" + ARGO_CD,
            common + "gitTag=v" + ARGO_CD,
            common + "gitTreeState=clean"),
        Optional.of(new Program.ModuleFiles(ARGO_CD_MODULE + "@v" + ARGO_CD, copies)),
        List.of(),
        Duration.ofSeconds(235));
  }

  /**
   * Its module lacks the pages of its web interface, which then is empty. It is built without the
   * DNS providers of its ACME client and without its provider for Amazon ECS: no certificate is
   * ordered here, and the software of these services is more than half of what there is to build.
   * All else is whole.
   */
  private static Program traefik() {
    return new Program(
        "traefik",
        TRAEFIK,
        module("traefik"),
        Map.of("traefik", TRAEFIK_MODULE + "/cmd/traefik"),
        List.of(TRAEFIK_MODULE + "/pkg/version.Version=" + TRAEFIK),
        Optional.of(
            new Program.ModuleFiles(GATEWAY_API, Map.of("config/crd/standard", "gateway-api"))),
        List.of(
            new Program.Replaced(
                "github.com/go-acme/lego/v4", "v4.33.0", "providers/dns", DNS_PROVIDERS),
            new Program.Replaced(TRAEFIK_MODULE, "v" + TRAEFIK, "pkg/provider/ecs", ECS)),
        Duration.ofSeconds(150));
  }

  private static Program program(
      String name,
      String version,
      String module,
      Map<String, String> packages,
      List<String> variables,
      int usualSeconds) {
    return new Program(
        name,
        version,
        module(module),
        packages,
        variables,
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(usualSeconds));
  }

  private static Map<String, String> module(String folder) {
    Map<String, String> files = new TreeMap<>();
    for (String file : List.of("go.mod", "go.sum", "main.go", "tools.go", DNS_PROVIDERS, ECS)) {
      String resource = "/programs/" + folder + "/" + file;
      try (InputStream stream = Catalogue.class.getResourceAsStream(resource)) {
        if (stream != null) {
          files.put(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }
}
