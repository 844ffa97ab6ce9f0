package com.hcomp.gitops.bootstrap;

import static com.hcomp.gitops.bootstrap.FieldDiffTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.hcomp.gitops.argocd.Application;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsTest {
  private static final Workloads ONE = new Workloads(List.of("Deployment/server"));
  private static final String SERVER =
      "{'kind':'Deployment','metadata':{'name':'server','generation':%d},'spec':{'replicas':1},"
          + "'status':{%s}}";

  @Test
  void deploymentsAndStatefulSetsAreWaitedFor() {
    List<Manifest> manifests =
        Manifest.all(
            "{kind: Deployment, metadata: {name: a}}\n---\n{kind: StatefulSet, metadata: {name: b}}"
                + "\n---\n{kind: Secret, metadata: {name: c}}");

    assertThat(Workloads.of(manifests).notReady(List.of()))
        .containsExactly("Deployment a is not there", "StatefulSet b is not there");
  }

  @Test
  void whatRunsIsReady() throws Exception {
    assertThat(notReady(2, "'observedGeneration':2,'availableReplicas':1,'updatedReplicas':1"))
        .isEmpty();
    assertThat(
            new Workloads(List.of("StatefulSet/c"))
                .notReady(
                    List.of(
                        json(
                            "{'kind':'StatefulSet','metadata':{'name':'c','generation':1},"
                                + "'status':{'observedGeneration':1,'readyReplicas':1,"
                                + "'updatedReplicas':1}}"))))
        .isEmpty();
  }

  @Test
  void whatDoesNotRunHasAReason() throws Exception {
    assertThat(notReady(1, ""))
        .containsExactly("Deployment server was not looked at by any controller yet");
    assertThat(notReady(2, "'observedGeneration':1,'availableReplicas':1,'updatedReplicas':1"))
        .containsExactly("Deployment server runs as it was before; its controller is behind");
    assertThat(notReady(1, "'observedGeneration':1"))
        .containsExactly("Deployment server has 0 of 1 pods ready");
    assertThat(
            notReady(
                1,
                "'observedGeneration':1,'conditions':[{'type':'ReplicaFailure','status':'True',"
                    + "'message':'exceeded quota'}]"))
        .containsExactly("Deployment server has 0 of 1 pods ready: exceeded quota");
  }

  @Test
  void podsSayWhyTheyWait() throws Exception {
    assertThat(
            Workloads.excuses(
                List.of(
                    json(
                        "{'metadata':{'name':'p'},'status':{'containerStatuses':[{'state':"
                            + "{'waiting':{'reason':'ImagePullBackOff','message':'no such image'}}}]}}"),
                    json(
                        "{'metadata':{'name':'q'},'status':{'conditions':[{'reason':'Unschedulable',"
                            + "'message':'0/1 nodes have room'}]}}"),
                    json(
                        "{'metadata':{'name':'r'},'status':{'containerStatuses':[{'state':"
                            + "{'waiting':{'reason':'PodInitializing'}}}]}}"))))
        .containsExactly("pod p: ImagePullBackOff, no such image", "pod q: 0/1 nodes have room");
  }

  @Test
  void theRootHasToBeSyncedAndEveryPinnedEnvironmentThere(@TempDir Path folder) throws Exception {
    Repository repository = Repository.dayOne(folder);
    String file = repository.read("argocd-root/environments/stg.yaml");
    String digest = "sha256:" + "a".repeat(64);
    repository.write(
        "argocd-root/environments/stg.yaml",
        file + "release:\n  version: 1.0.0\n  digest: " + digest + "\n");
    Workspace workspace = Workspace.open(folder);
    Map<String, Application> applications = new LinkedHashMap<>();
    assertThat(Readiness.notThere(workspace, applications))
        .containsExactly("hcomp-root is not there");

    applications.put("hcomp-root", application("hcomp-root", "Unknown"));
    assertThat(Readiness.notThere(workspace, applications))
        .containsExactly(
            "hcomp-root is Unknown",
            "ComparisonError: authentication required",
            "hcomp-stg is not there");

    applications.put("hcomp-root", application("hcomp-root", "Synced"));
    applications.put("hcomp-stg", application("hcomp-stg", "OutOfSync"));
    assertThat(Readiness.notThere(workspace, applications)).isEmpty();
  }

  private static Application application(String name, String sync) throws Exception {
    return Application.ofResource(
        json(
            "{'metadata':{'name':'%s'},'spec':{},'status':{'sync':{'status':'%s'},"
                    .formatted(name, sync)
                + "'conditions':[{'type':'ComparisonError','message':'authentication required'}]}}"));
  }

  private static List<String> notReady(int generation, String status) throws Exception {
    return ONE.notReady(List.of(json(SERVER.formatted(generation, status))));
  }
}
