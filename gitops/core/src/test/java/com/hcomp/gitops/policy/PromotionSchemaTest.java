package com.hcomp.gitops.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an editor says by the schema and what the goals say is the same. */
class PromotionSchemaTest {
  private static final Path ROOT = Path.of("..", "..", "argocd-root");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA = schema();

  /** They look right, but mean nothing: no schema can tell. */
  private static final List<String> MEANINGLESS =
      List.of("2026-02-30T00:00", "http://a..b", "http://a:65536/");

  /** JSON values that are right somewhere, nearly right, or of another type. */
  private static final List<String> VALUES =
      Pattern.compile("\\s{2,}")
          .splitAsStream(
              """
              null   true   0   -1   0.5   99   100   200.0   200.5   599   600   []   {}   ["mon"]
              ["MON"]   [7]   {"url": "http://a/version"}   {"url": "https://[::1]:80?q=%20"}   ""
              " "   "stg"   "prd-eu"   "-stg"   "Stg"   "12"   "PT30M"   "P1D"   "P1DT"   "PT"   "P"
              "PT0S"   "PT1M1H"   "PT1234567S"   "pt1m"   "-PT1M"   "PT0.5S"   "08:00"   "8:00"
              "23:59"   "24:00"   "08:00:00"   "2026-12-20T00:00"   "2026-12-20T00:00Z"
              "2026-13-20T00:00"   "2026-12-20"   "Europe/Berlin"   "UTC"   "+02:00"   "mon"
              "direct"   "pull-request"   "Direct"   "http://a"   "http://a:80/b?c=d"   "http://a/b c"
              "http://a/%zz"   "http://user@a"   "ftp://a"   "//a"   "http://"
              "Europe/Atlantis"   "2026-02-30T00:00"   "http://a..b"   "http://a:65536/"
              """)
          .toList();

  private static final List<String> KEYS =
      List.of(
          ("name from soak windows freezes checks approval days to zone reason version url status"
                  + " contains prometheus query range below above colour")
              .split(" "));

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(Files.readString(ROOT.resolve("promotion.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode everything() {
    LoadSettings settings = LoadSettings.builder().build();
    return JSON.valueToTree(
        new Load(settings).loadFromString(PolicyFileTest.resource("everything.yaml")));
  }

  private static List<Problem> mistakes(String text) {
    try {
      PolicyFile.read(Path.of("promotion.yaml"), text);
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  /**
   * One change somewhere in a policy that is right.
   *
   * @param where counts through all places
   * @param key the key that is added, or empty to change what is there
   * @param value the JSON value that is put there, or empty to remove what is there
   */
  record Change(int where, String key, String value) {
    void apply(ObjectNode document) {
      List<Runnable> changes = new ArrayList<>();
      collect(document, changes);
      changes.get(where % changes.size()).run();
    }

    private void collect(JsonNode node, List<Runnable> changes) {
      if (node instanceof ObjectNode object) {
        object.fieldNames().forEachRemaining(name -> changes.add(() -> change(object, name)));
      }
      if (node instanceof ArrayNode array) {
        for (int i = 0; i < array.size(); i++) {
          int at = i;
          changes.add(() -> change(array, at));
        }
      }
      node.forEach(child -> collect(child, changes));
    }

    private void change(ObjectNode object, String name) {
      if (!key.isEmpty()) {
        object.set(key, read(value.isEmpty() ? "{}" : value));
      } else if (value.isEmpty()) {
        object.remove(name);
      } else {
        object.set(name, read(value));
      }
    }

    private void change(ArrayNode array, int at) {
      if (value.isEmpty()) {
        array.remove(at);
      } else {
        array.set(at, read(value));
      }
    }

    private static JsonNode read(String json) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(json, e);
      }
    }
  }

  @Provide
  Arbitrary<Change> changes() {
    Arbitrary<String> keys = Arbitraries.oneOf(Arbitraries.just(""), Arbitraries.of(KEYS));
    Arbitrary<String> values =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just("")), Tuple.of(9, Arbitraries.of(VALUES)));
    return Combinators.combine(Arbitraries.integers().between(0, 10_000), keys, values)
        .as(Change::new);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theSchemaAndTheReaderAgree(
      @ForAll("changes") Change first, @ForAll("changes") Change second, @ForAll boolean both) {
    ObjectNode document = everything();
    first.apply(document);
    if (both && !document.isEmpty()) {
      second.apply(document);
    }
    String text = document.toString();
    List<Problem> mistakes = mistakes(text);
    boolean refusedByTheSchema = !SCHEMA.validate(text, InputFormat.JSON).isEmpty();
    if (refusedByTheSchema) {
      assertThat(mistakes).as(text).isNotEmpty();
    } else {
      assertThat(mistakes)
          .as(text)
          .allMatch(
              mistake ->
                  mistake.code().equals("PROMOTION-ORDER")
                      || mistake.summary().startsWith("zone of")
                      || MEANINGLESS.stream().anyMatch(mistake.summary()::contains));
    }
  }

  @Example
  void aPolicyThatSaysEverythingIsRight() {
    assertThat(SCHEMA.validate(everything().toString(), InputFormat.JSON)).isEmpty();
  }

  @Example
  void theDocumentationsPolicyIsRight() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "promotion.md"));
    String example = page.split("```yaml\n|```\n")[1];
    assertThat(example).contains("environments:", "freezes:", "approval: pull-request");
    assertThat(mistakes(example)).isEmpty();
  }

  @Example
  void theProjectsOwnPolicyIsRightAndNamesItsSchemaForEditors() throws IOException {
    String text = Files.readString(ROOT.resolve("promotion.yaml"));
    assertThat(text).startsWith("# yaml-language-server: $schema=promotion.schema.json\n");
    assertThat(mistakes(text)).isEmpty();
    LoadSettings settings = LoadSettings.builder().build();
    String json = JSON.valueToTree(new Load(settings).loadFromString(text)).toString();
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
  }

  @Example
  void everyTimeZoneOfTheJdkMayBeNamed() {
    assertThat(ZoneId.getAvailableZoneIds().stream().filter(zone -> Form.ZONE.read(zone).isEmpty()))
        .isEmpty();
    assertThat(Arrays.asList("CET", "Etc/GMT+5", "America/Port-au-Prince"))
        .allMatch(zone -> Form.ZONE.read(zone).isPresent());
  }
}
