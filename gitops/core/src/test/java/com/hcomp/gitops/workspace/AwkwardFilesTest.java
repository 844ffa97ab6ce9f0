package com.hcomp.gitops.workspace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ChartRef;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.Held;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Payload;
import com.hcomp.gitops.model.Pin;
import com.hcomp.gitops.model.Replaced;
import com.hcomp.gitops.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people write them: a goal changes what it must, and not a byte more. */
class AwkwardFilesTest {
  private static final Digest OLD = new Digest("sha256:" + "0".repeat(64));
  private static final Digest NEW = new Digest("sha256:" + "1".repeat(64));
  private static final Version NEXT = new Version("1.0.1");
  private static final Payload PAYLOAD =
      new Payload(
          List.of(
              component("hcomp-app", "app-service", "new-tag", Optional.of(NEW)),
              component("sidecar", "proxy", "12345678e901", Optional.empty())));

  @TempDir Path folder;
  private Repository repository;

  /** How a file is saved. */
  enum Saved {
    AS_USUAL,
    WITH_WINDOWS_LINE_ENDS,
    WITHOUT_LAST_LINE_BREAK,
    WITH_BYTE_ORDER_MARK,
    WITH_ALL_OF_THAT;

    byte[] bytes(String text) {
      String saved = text;
      if (this == WITHOUT_LAST_LINE_BREAK || this == WITH_ALL_OF_THAT) {
        saved = saved.substring(0, saved.length() - 1);
      }
      if (this == WITH_WINDOWS_LINE_ENDS || this == WITH_ALL_OF_THAT) {
        saved = saved.replace("\n", "\r\n");
      }
      if (this == WITH_BYTE_ORDER_MARK || this == WITH_ALL_OF_THAT) {
        saved = "\uFEFF" + saved;
      }
      return saved.getBytes(UTF_8);
    }
  }

  private static Component component(
      String chart, String repository, String tag, Optional<Digest> chartDigest) {
    return new Component(
        new ChartRef(chart, new Version("1.1.0")),
        chartDigest,
        Optional.of(repository),
        Optional.of(new ImageRef(repository, tag, NEW)));
  }

  @BeforeEach
  void makeRepository() throws IOException {
    repository = Repository.dayOne(folder);
  }

  private Environment prd() {
    return Workspace.open(folder).environment("prd");
  }

  private byte[] bytes(String path) throws IOException {
    return Files.readAllBytes(repository.file(path));
  }

  private static String golden(String name) {
    try (InputStream stream = AwkwardFilesTest.class.getResourceAsStream("awkward/" + name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void save(Saved saved, String golden, String path) throws IOException {
    Files.write(repository.file(path), saved.bytes(golden(golden)));
  }

  @ParameterizedTest
  @EnumSource
  void aConfigModuleTakesAPayloadAndAVersion(Saved saved) throws IOException {
    save(saved, "values.yaml", "config-prd/values.yaml");
    save(saved, "Chart.yaml", "config-prd/Chart.yaml");
    save(saved, "pom.xml", "config-prd/pom.xml");

    ConfigModule before = Workspace.open(folder).config(prd());
    ConfigModule after = before.withPayload(PAYLOAD).withVersion(NEXT);

    assertThat(before.payload().components().get(1).image().orElseThrow())
        .isEqualTo(new ImageRef("proxy", "0123", OLD));
    assertThat(after.payload()).isEqualTo(PAYLOAD);
    assertThat(after.version()).isEqualTo(NEXT);
    assertThat(bytes("config-prd/values.yaml"))
        .isEqualTo(saved.bytes(golden("values-expected.yaml")));
    assertThat(bytes("config-prd/Chart.yaml"))
        .isEqualTo(saved.bytes(golden("Chart-expected.yaml")));
    assertThat(bytes("config-prd/pom.xml")).isEqualTo(saved.bytes(golden("pom-expected.xml")));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsThereAlreadyIsNotTouched(Saved saved) throws IOException {
    save(saved, "values-expected.yaml", "config-prd/values.yaml");
    save(saved, "Chart-expected.yaml", "config-prd/Chart.yaml");
    save(saved, "pom-expected.xml", "config-prd/pom.xml");

    Workspace.open(folder).config(prd()).withPayload(PAYLOAD).withVersion(NEXT);

    assertThat(bytes("config-prd/values.yaml"))
        .isEqualTo(saved.bytes(golden("values-expected.yaml")));
    assertThat(bytes("config-prd/Chart.yaml"))
        .isEqualTo(saved.bytes(golden("Chart-expected.yaml")));
    assertThat(bytes("config-prd/pom.xml")).isEqualTo(saved.bytes(golden("pom-expected.xml")));
  }

  @ParameterizedTest
  @EnumSource
  void aPinMovesWithWhatItReplaced(Saved saved) throws IOException {
    save(saved, "pin.yaml", "argocd-root/environments/prd.yaml");
    Environment before = prd();
    List<Replaced> replaced = new ArrayList<>(before.replaced());
    replaced.add(0, new Replaced(before.pin().orElseThrow(), Duration.ofMinutes(30)));
    List<Held> held = List.of(new Held(new Pin(new Version("0.9.7"), OLD), Optional.of(NEW)));

    Environment after =
        Workspace.open(folder).pin(before, new Pin(NEXT, NEW), PAYLOAD, replaced, held);

    assertThat(after.replaced()).isEqualTo(replaced).hasSize(3);
    assertThat(after.held()).isEqualTo(held);
    assertThat(bytes("argocd-root/environments/prd.yaml"))
        .isEqualTo(saved.bytes(golden("pin-expected.yaml")));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsForgottenLeavesTheCommentsAroundIt(Saved saved) throws IOException {
    save(saved, "pin-expected.yaml", "argocd-root/environments/prd.yaml");
    Environment before = prd();

    Workspace.open(folder)
        .pin(before, new Pin(NEXT, NEW), PAYLOAD, before.replaced().subList(2, 3), List.of());

    assertThat(bytes("argocd-root/environments/prd.yaml"))
        .isEqualTo(saved.bytes(golden("pin-forgotten.yaml")));
  }

  @Test
  void aPomKeepsItsEncoding() throws IOException {
    String pom = golden("pom.xml").replace("UTF-8", "ISO-8859-1");
    Files.write(repository.file("config-prd/pom.xml"), pom.getBytes(ISO_8859_1));

    Workspace.open(folder).config(prd()).withVersion(NEXT);

    String expected = golden("pom-expected.xml").replace("UTF-8", "ISO-8859-1");
    assertThat(bytes("config-prd/pom.xml")).isEqualTo(expected.getBytes(ISO_8859_1));
  }

  @Test
  void aLongListIsEditedInItsMiddle() {
    StringBuilder list = new StringBuilder("list:\n");
    for (int i = 0; i < 400; i++) {
      list.append("  # ").append(i).append("\n  - name: n").append(i).append("\n    size: 1\n");
    }
    String text = list.append("last: 1\n").toString();
    YamlFile changed =
        YamlFile.of(Path.of("file.yaml"), text)
            .with("9", "list", "[name=n200]", "size")
            .withoutEntry(300, "list")
            .withEntry(100, java.util.Map.of("name", "new"), "list");
    assertThat(changed.text())
        .isEqualTo(
            text.replace("- name: n200\n    size: 1", "- name: n200\n    size: \"9\"")
                .replace("  - name: n300\n    size: 1\n", "")
                .replace("  # 100\n", "  - name: new\n  # 100\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<version>${revision}</version>",
        "<version>1.0.${patch}</version>",
        "<version><!-- set by the build -->${revision}${changelist}</version>",
      })
  void aVersionThatIsAPropertyIsRefused(String version) throws IOException {
    repository.replace("config-prd/pom.xml", "<version>1.0.0</version>", version);
    assertThatThrownBy(() -> Workspace.open(folder).config(prd()))
        .hasMessageContaining("POM-VERSION-PROPERTY")
        .hasMessageContaining("pom.xml:6")
        .hasMessageContaining("<version>1.0.0</version>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<version></version>",
        "<version>1.0<!-- or so -->.0</version>",
        "<version>1&#46;0.0</version>",
        "<version><![CDATA[1.0]]><![CDATA[.0]]></version>",
      })
  void aVersionInPartsIsRefused(String version) throws IOException {
    repository.replace("config-prd/pom.xml", "<version>1.0.0</version>", version);
    assertThatThrownBy(() -> Workspace.open(folder).config(prd()))
        .hasMessageContaining("POM-VERSION-FORM")
        .hasMessageContaining("pom.xml:6");
  }

  @Test
  void aPomWithoutAVersionOfItsOwnIsRefused() throws IOException {
    repository.replace("config-prd/pom.xml", "  <version>1.0.0</version>\n", "  <version/>\n");
    assertThatThrownBy(() -> Workspace.open(folder).config(prd()))
        .hasMessageContaining("POM-VERSION")
        .hasMessageContaining("no <version> of its own");
  }

  @Test
  void aPomThatIsNoXmlIsRefusedWithItsLine() throws IOException {
    repository.replace("config-prd/pom.xml", "</artifactId>", "");
    assertThatThrownBy(() -> Workspace.open(folder).config(prd()))
        .hasMessageContaining("NOT-XML")
        .hasMessageContaining("pom.xml:7");
  }

  @Test
  void charactersOfSeveralBytesEachAreRefused() throws IOException {
    String pom = repository.read("config-prd/pom.xml");
    Files.write(
        repository.file("config-prd/pom.xml"),
        pom.getBytes(java.nio.charset.StandardCharsets.UTF_16));
    assertThatThrownBy(() -> Workspace.open(folder).config(prd()))
        .hasMessageContaining("NOT-UTF-8");
    Files.write(repository.file("config-prd/values.yaml"), "# Größe\n".getBytes(ISO_8859_1));
    repository.write("config-prd/pom.xml", pom);
    assertThatThrownBy(() -> Workspace.open(folder).config(prd()))
        .hasMessageContaining("NOT-UTF-8")
        .hasMessageContaining("values.yaml");
  }

  @Test
  void aVersionIsWrittenInBothFilesOrInNone() throws IOException {
    ConfigModule module = Workspace.open(folder).config(prd());
    repository.replace("config-prd/pom.xml", ">1.0.0<", ">${revision}<");
    String chart = repository.read("config-prd/Chart.yaml");

    assertThatThrownBy(() -> module.withVersion(NEXT)).hasMessageContaining("POM-VERSION-PROPERTY");

    assertThat(repository.read("config-prd/Chart.yaml")).isEqualTo(chart);
  }
}
