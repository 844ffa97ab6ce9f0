package com.hcomp.gitops.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.helm.Helm;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.registry.Programs;
import com.hcomp.gitops.workspace.Repository;
import com.hcomp.gitops.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that we tell are those that the real Helm gives to templates. */
@Tag("slow")
class HelmAgreementTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RANDOM_RELEASES = 30;
  private static final String DEPENDENCIES =
      """
      dependencies:
        - name: hcomp-app
          version: 1.0.0
        - name: side
          version: 1.0.0
          alias: second
          condition: second.a,second.b,b,c,third.a,hcomp-app.b,hcomp-app.c
        - name: side
          version: 1.0.0
          alias: third
          tags: [b, c]
      """;

  @TempDir private Path folder;
  private Repository repository;
  private Helm helm;

  @BeforeEach
  void makeARelease() throws IOException {
    repository = Repository.dayOne(folder.resolve("work"));
    repository.write("side-module/Chart.yaml", "apiVersion: v2\nname: side\nversion: 1.0.0\n");
    repository.write(
        "side-module/pom.xml",
        "<project>\n  <artifactId>side</artifactId>\n  <version>1.0.0</version>\n</project>\n");
    repository.write("side-module/values.yaml", "");
    repository.write("config-prd/templates/values.yaml", "values: {{ toJson .Values | trim }}\n");
    helm = new Helm(Programs.helm(), folder.resolve("helm-home"));
  }

  @Test
  void overRandomValues() throws IOException {
    repository.replace(
        "config-prd/Chart.yaml",
        "dependencies:\n  - name: hcomp-app\n    version: 1.0.0\n",
        DEPENDENCIES);
    for (int seed = 0; seed < RANDOM_RELEASES; seed++) {
      RandomValues random = new RandomValues(seed);
      repository.write("chart-module/values.yaml", random.text());
      repository.write("side-module/values.yaml", random.text());
      repository.write(
          "config-prd/values.yaml", random.text(List.of("hcomp-app", "second", "third", "tags")));
      assertAgreement("seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Nulls: in the release for a value, a table, and a key of one; in the chart.
        "a: 1\nb: {c: 1, d: {e: 1}}\n===\nhcomp-app: {a: null, b: {c: null, d: null, f: null}}",
        "a: null\nb: {c: null, d: {}}\n===\nhcomp-app: {b: {d: {e: null}}}\nglobal: null",
        // What is a table in one file, and none in the other.
        "a: {b: 1}\nc: 1\nd: []\n===\nhcomp-app: {a: 1, c: {b: 2}, d: {}}",
        // Lists replace each other.
        "a: [1, 2, 3]\nb: [{name: x, value: 1}]\n===\nhcomp-app: {a: [4], b: []}",
        // What the charts share.
        "global: {a: 1, b: {c: {d: 1}}}\n===\nglobal: {b: {c: {e: 2}}}\nhcomp-app: {global: {a: 2}}",
        "global: {a: {b: 1}}\n===\nglobal: {a: 1, imageRegistry: own}\nhcomp-app: {global: 1}",
        // Anchors, aliases and merges; a key of a chart twice; several documents.
        "a: &x {b: 1, c: 2}\nd: *x\ne: {b: 3, <<: *x, c: 4}\nf: {<<: [{b: 5}, *x]}\n===\nx: 1",
        "a: 1\na: 2\n---\nb: {c: 1, d: 2}\n---\nb: {c: null, e: 3}\n===\nhcomp-app: {c: 1}",
        // Keys and scalars of YAML 1.1.
        "yes: 1\n1.50: 2\n0x10: 3\n'': 4\n===\nhcomp-app: {mode: 0644, on: off, \"off\": \"on\"}",
        "text: |\n  one\n  two\nfolded: >-\n  one\n  two\n===\nhcomp-app: {emoji: \"\\U0001F600 é\"}",
        // Nothing at all, and nothing for the chart.
        "# nothing\n===\n{}",
        "a: 1\n===\nother: 1",
      })
  void inWhatIsTricky(String files) throws IOException {
    String[] parts = files.split("\n===\n", 2);
    repository.write("chart-module/values.yaml", parts[0] + "\n");
    repository.write("config-prd/values.yaml", parts[1] + "\n");
    assertAgreement(files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hcomp-app: 1",
        "hcomp-app: null",
        "hcomp-app: []",
        "- a",
        "a: .inf",
        "null: 1",
        "a: !!int text",
        "a: [&x [*x]]",
        "a: {<<: 1}"
      })
  void inWhatIsRefused(String values) throws IOException {
    repository.write("config-prd/values.yaml", values + "\n");
    assertThatThrownBy(this::helmsValues).isInstanceOf(ProblemException.class);
    assertThatThrownBy(this::ourValues)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("config-prd/values.yaml:1");
  }

  /** Helm takes the last of two, after a bad merge silently the wrong one. */
  @Test
  void aKeyTwiceInAConfigModuleIsRefused() throws IOException {
    repository.write("config-prd/values.yaml", "hcomp-app: {b: 1}\nhcomp-app: {c: 1}\n");
    assertThatThrownBy(this::ourValues)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("KEY-TWICE")
        .hasMessageContaining("config-prd/values.yaml:2");
  }

  private void assertAgreement(String description) throws IOException {
    assertThat(ourValues()).as(description).isEqualTo(helmsValues());
  }

  private Map<String, @Nullable Object> ourValues() {
    Workspace workspace = Workspace.open(repository.root());
    EffectiveValues values =
        EnvironmentValues.of(
                workspace,
                () -> {
                  throw new AssertionError("no registry is needed");
                })
            .of(workspace.environment("prd"));
    Map<String, @Nullable Object> flat = new TreeMap<>();
    values.entries().forEach(entry -> flat.put(entry.path(), comparable(entry.setting().value())));
    return flat;
  }

  private Map<String, @Nullable Object> helmsValues() throws IOException {
    Path charts = repository.file("config-prd/charts");
    boolean both = repository.read("config-prd/Chart.yaml").contains("side");
    for (String name : both ? List.of("hcomp-app", "side") : List.of("hcomp-app")) {
      Path from = repository.file(name.equals("side") ? "side-module" : "chart-module");
      for (String file : List.of("Chart.yaml", "values.yaml")) {
        Files.createDirectories(charts.resolve(name));
        Files.copy(
            from.resolve(file),
            charts.resolve(name).resolve(file),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path passedDown =
        Files.writeString(
            folder.resolve("passed-down.yaml"),
            "global: {imageRegistry: registry.example.com/hcomp}\n");
    String rendered = helm.template(repository.file("config-prd"), "app", "apps", passedDown);
    String json =
        rendered.lines().filter(line -> line.startsWith("values: ")).findFirst().orElseThrow();
    Map<String, @Nullable Object> flat = new TreeMap<>();
    flatten("", JSON.readValue(json.substring("values: ".length()), Map.class), flat);
    return flat;
  }

  private static void flatten(String prefix, Map<?, ?> table, Map<String, @Nullable Object> flat) {
    table.forEach(
        (key, value) -> {
          String path = prefix + key.toString().replace(".", "\\.");
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            flatten(path + ".", map, flat);
          } else {
            flat.put(path, comparable(value));
          }
        });
  }

  /** All numbers are doubles to Helm. */
  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() + 0.0;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(HelmAgreementTest::comparable).map(String::valueOf).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new TreeMap<>();
      map.forEach((key, entry) -> copy.put(key.toString(), comparable(entry)));
      return copy;
    }
    return value;
  }
}
