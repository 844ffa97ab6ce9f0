package com.hcomp.gitops.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand in the values of the service's chart. */
@Tag("slow")
class AppChartValuesTest {
  @TempDir Path folder;
  private AppChart chart;

  @BeforeEach
  void copyChart() {
    chart = new AppChart(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: {tag: 001234}                 | at '/image/tag': got number, want string",
        "image: {tag: 'has space'}            | at '/image/tag'",
        "image: {digest: 'sha256:12'}         | at '/image/digest'",
        "image: {repository: ghcr.io/x/app}   | at '/image/repository'",
        "image: {repository: 'host:1/app'}    | at '/image/repository'",
        "image: {pullPolicy: Always}          | at '/image': additional properties 'pullPolicy'",
        "imagePullSecrets: [login]            | at '/imagePullSecrets/0': got string, want object",
        "replicas: two                        | at '/replicas': got string, want integer",
        "replicas: -1                         | at '/replicas'",
        "replica: 2                           | additional properties 'replica' not allowed",
        "autoscaling: {enabled: 'true'}       | at '/autoscaling/enabled': got string, want boolean",
        "autoscaling: {minReplicas: 0}        | at '/autoscaling/minReplicas'",
        "podDisruptionBudget: {maxUnavailable: 0}     | at '/podDisruptionBudget/maxUnavailable'",
        "podDisruptionBudget: {maxUnavailable: 100%}  | at '/podDisruptionBudget/maxUnavailable'",
        "resources: {limits: {memory: 1Gi}}   | at '/resources': additional properties 'limits'",
        "resources: {memory: 256}             | at '/resources/memory': got number, want string",
        "resources: {memory: 256MB}           | at '/resources/memory'",
        "resources: {cpu: fast}               | at '/resources/cpu'",
        "logLevel: LOUD                       | at '/logLevel'",
        "environment: 'A B'                   | at '/environment'",
        "features: {greting: true}            | at '/features': additional properties 'greting'",
        "features: {greeting: 'yes'}          | at '/features/greeting': got string, want boolean",
        "env: {A: 1}                          | at '/env/A': got number, want string",
        "env: {HCOMP_INSTANCE: me}            | at '/env/HCOMP_INSTANCE'",
        "env: {A-B: x}                        | at '/env': additional properties 'A-B' not allowed",
        "envFrom: [{name: x}]                 | at '/envFrom/0': additional properties 'name'",
        "envFrom: [{secretRef: {nam: x}}]     | at '/envFrom/0/secretRef'",
        "files: {'a/b': x}                    | at '/files': additional properties 'a/b'",
        "extraVolumes: [{name: x, hostPath: {path: /}}] | at '/extraVolumes/0': additional properties 'hostPath'",
        "extraVolumes: [{name: tmp, emptyDir: {}}]      | at '/extraVolumes/0/name'",
        "extraVolumeMounts: [{name: x, mountPath: /tmp}] | at '/extraVolumeMounts/0/mountPath'",
        "labels: {app.kubernetes.io/name: x}  | at '/labels/app.kubernetes.io~1name'",
        "podAnnotations: {a: true}            | at '/podAnnotations/a': got boolean, want string",
        "tolerations: [{efect: NoExecute}]    | at '/tolerations/0': additional properties 'efect'",
        "affinity: {nodeAfinity: {}}          | at '/affinity': additional properties 'nodeAfinity'",
        "topologySpread: {whenUnsatisfiable: Never}      | at '/topologySpread/whenUnsatisfiable'",
        "route: {type: HTTPRoute}             | at '/route/hosts': minItems: got 0, want 1",
        "route: {hosts: ['https://a.example']}          | at '/route/hosts/0'",
        "route: {type: Gateway}               | at '/route/type'",
        "route: {tls: {secret: x}}            | at '/route/tls': additional properties 'secret'",
        "networkPolicy: {gatewayNamespace: ''}          | at '/networkPolicy/gatewayNamespace'",
        "networkPolicy: {extraEgress: [{to: [{}]}]}     | at '/networkPolicy/extraEgress/0/to/0'",
        "smokeTest: {timeoutSeconds: 60s}     | at '/smokeTest/timeoutSeconds': got string",
        "global: {imageRegistry: 'oci://x/y'} | at '/global/imageRegistry'",
      })
  void saysWhichValueIsWrong(String values, String refusal) {
    assertThat(chart.renderBare(values).refusal()).contains(refusal);
  }

  @Test
  void refusesToScaleBetweenNumbersThatCross() {
    assertThat(
            chart.render("autoscaling: {enabled: true, minReplicas: 5, maxReplicas: 3}").refusal())
        .contains("autoscaling.maxReplicas is 3, which is below autoscaling.minReplicas, 5.");
  }

  /** But for global, which the charts of a release share. */
  @Test
  void refusesUnknownKeysEverywhere() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(chart.source().resolve("values.schema.json").toFile());
    List<String> open = new ArrayList<>();
    open(schema, "", open);

    assertThat(open).containsExactly("/properties/global");
    chart.render("global: {somethingElse: x}").text();
  }

  private static void open(JsonNode node, String path, List<String> open) {
    if (node.path("type").asText().equals("object") && !node.has("additionalProperties")) {
      open.add(path);
    }
    node.properties().forEach(child -> open(child.getValue(), path + "/" + child.getKey(), open));
  }
}
