package com.hcomp.gitops.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
  private static final String AWKWARD =
      """
      # What people wrote stays.
      hcomp-app:   # the service
        image: &image
          repository: app-service
          tag: "old"      # for people
          digest: ''

        # Replicas of prod
        replicas: 3
        nothing:
      list:
      - name: one
        version: 1.0.0
      - {name: two, version: 2.0.0}
      """;

  @Test
  void changesOnlyTheScalar() {
    String changed =
        yaml(AWKWARD)
            .with("9f31c2a4b7de", "hcomp-app", "image", "tag")
            .with("sha256:1", "hcomp-app", "image", "digest")
            .with("1.0.1", "list", "[name=one]", "version")
            .with("2.0.1", "list", "[name=two]", "version")
            .with("here", "hcomp-app", "nothing")
            .text();
    assertThat(changed)
        .isEqualTo(
            AWKWARD
                .replace("\"old\"", "\"9f31c2a4b7de\"")
                .replace("''", "'sha256:1'")
                .replace("version: 1.0.0", "version: 1.0.1")
                .replace("version: 2.0.0", "version: 2.0.1")
                .replace("nothing:", "nothing: here"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"012345678901", "12345678e901", "1_000", "true", "null", "2026-01-01", "0x1f"})
  void aTagStaysAString(String tag) {
    YamlFile file = yaml("image:\n  tag: plain\n").with(tag, "image", "tag");
    assertThat(file.text()).isEqualTo("image:\n  tag: \"" + tag + "\"\n");
    assertThat(file.scalar("image", "tag")).hasValue(tag);
  }

  @Test
  void addsWhatIsMissingBehindItsSiblings() {
    String before = "cluster: stg-cluster\nother:\n  a: 1\n  b: 2 # two\nlast: x\n";
    String after =
        yaml(before)
            .with("c", "other", "third")
            .with("1.0.1", "release", "version")
            .with("sha256:1", "release", "digest")
            .text();
    assertThat(after)
        .isEqualTo(
            "cluster: stg-cluster\nother:\n  a: 1\n  b: 2 # two\n  third: c\nlast: x\n"
                + "release:\n  version: 1.0.1\n  digest: sha256:1\n");
  }

  @Test
  void keepsWindowsLineEndsAndAMissingLastLineBreak() {
    assertThat(yaml("a: 1\r\nb: 2").with("c", "d").text()).isEqualTo("a: 1\r\nb: 2\r\nd: c");
    assertThat(yaml("a: 1\r\nb: 2\r\n").with("3", "b").text()).isEqualTo("a: 1\r\nb: \"3\"\r\n");
    assertThat(yaml("a: \"x\"").with("y", "a").text()).isEqualTo("a: \"y\"");
  }

  @Test
  void findsScalarsBehindCharactersOutsideTheBasicPlane() {
    String changed =
        yaml("# 🚀 ship\nname: \"🚀\"\nversion: 1.0.0\n").with("1.0.1", "version").text();
    assertThat(changed).isEqualTo("# 🚀 ship\nname: \"🚀\"\nversion: 1.0.1\n");
  }

  @Test
  void saysTheLineOfWhatIsWrong() {
    assertThat(yaml(AWKWARD).location("hcomp-app", "replicas").line()).isEqualTo(9);
    assertThatThrownBy(() -> yaml("a: 1\nb: [\n"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.getMessage()).startsWith("NOT-YAML").contains("file.yaml:3"));
    assertThatThrownBy(() -> yaml(AWKWARD).required("hcomp-app", "image", "pullSecret"))
        .hasMessageContaining("hcomp-app.image.pullSecret is not set")
        .hasMessageContaining("file.yaml:3");
  }

  private static YamlFile yaml(String text) {
    return YamlFile.of(Path.of("file.yaml"), text);
  }
}
