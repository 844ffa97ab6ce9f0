package com.hcomp.gitops.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hcomp.gitops.model.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edit of YAML leaves alone, and what it refuses. */
class YamlEditTest {
  private static YamlFile yaml(String text) {
    return YamlFile.of(Path.of("file.yaml"), text);
  }

  private static Map<String, String> entry(String... keysAndValues) {
    Map<String, String> entry = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entry.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return entry;
  }

  @Test
  void anAliasIsFollowedForReadingAndNeverChanged() {
    YamlFile file = yaml("one: &tag \"1\"\ntwo: *tag\nthree: &map\n  tag: \"3\"\nfour: *map\n");
    assertThat(file.scalar("two")).hasValue("1");
    assertThat(file.scalar("four", "tag")).hasValue("3");
    assertThatThrownBy(() -> file.with("9", "two"))
        .hasMessageContaining("YAML-ALIAS  two comes from an alias")
        .hasMessageContaining("file.yaml:2");
    assertThatThrownBy(() -> file.with("9", "four", "tag"))
        .hasMessageContaining("YAML-ALIAS  four.tag")
        .hasMessageContaining("file.yaml:4");
    assertThatThrownBy(() -> file.with("9", "four", "other")).hasMessageContaining("YAML-ALIAS");
    assertThat(file.with("1", "two")).isSameAs(file);
  }

  @Test
  void aListBehindAnAliasIsNotChanged() {
    YamlFile file = yaml("one: &list\n  - a: b\ntwo: *list\n");
    assertThat(file.size("two")).hasValue(1);
    assertThatThrownBy(() -> file.withEntry(0, entry("a", "c"), "two"))
        .hasMessageContaining("YAML-ALIAS");
    assertThatThrownBy(() -> file.withoutEntry(0, "two")).hasMessageContaining("YAML-ALIAS");
    assertThat(file.withEntry(0, entry("a", "c"), "one").text())
        .isEqualTo("one: &list\n  - a: c\n  - a: b\ntwo: *list\n");
  }

  @Test
  void aMergeIsFollowedForReadingAndNeverChanged() {
    YamlFile file =
        yaml("all: &all\n  tag: \"1\"\n  size: \"2\"\none:\n  <<: *all\n  size: \"3\"\n");
    assertThat(file.scalar("one", "tag")).hasValue("1");
    assertThat(file.scalar("one", "size")).hasValue("3");
    assertThatThrownBy(() -> file.with("9", "one", "tag")).hasMessageContaining("YAML-ALIAS");
    assertThat(file.with("9", "one", "size").scalar("all", "size")).hasValue("2");
  }

  @Test
  void anAliasAtTheEndIsNotMistakenForWhatItStandsFor() {
    assertThat(yaml("a: &x\n  b: \"1\"\nc: *x\nd:\n  e: *x # x\n").with("f", "d", "g").text())
        .isEqualTo("a: &x\n  b: \"1\"\nc: *x\nd:\n  e: *x # x\n  g: f\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "a: &x old        § a: &x new",
        "a: &x 'old' # c  § a: &x 'new' # c",
        "a: !!str old     § a: !!str new",
        "a: !!str &x old  § a: !!str &x new",
        "a: &x            § a: &x new",
        "a:   # c         § a: new   # c",
        "a: ~ # c         § a: new # c",
        "{a: old, b: c}   § {a: new, b: c}",
        "{a: , b: c}      § {a: new , b: c}",
        "\"a\" : \"old\"  § \"a\" : \"new\"",
        "? a\\n: old      § ? a\\n: new",
        "a: |\\n  old\\nb: c    § a: new\\nb: c",
        "a: >-\\n  old\\n\\n# c § a: new\\n\\n# c",
        "a: old\\n  more # c    § a: new # c",
        "a: \"old\\n  more\"    § a: \"new\"",
        "--- # c\\na: old\\n... § --- # c\\na: new\\n...",
      })
  void onlyTheValueChanges(String before, String after) {
    YamlFile changed = yaml(before.replace("\\n", "\n")).with("new", "a");
    assertThat(changed.text()).isEqualTo(after.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "a\"b",
        "a\\b",
        "a\nb",
        "a\tb",
        "# no comment",
        "a: b",
        "- a",
        "",
        " padded ",
        "*x",
        "&x",
        "{a}",
        "[a]",
        "!x",
        "%x",
        "@x",
        "`x",
        "|",
        ">",
        "~",
        "null",
        "🚀"
      })
  void anyTextComesBackAsItIs(String value) {
    for (String before : new String[] {"a: x\nb: 1\n", "a: 'x'\nb: 1\n", "{a: \"x\", b: 1}\n"}) {
      YamlFile changed = yaml(before).with(value, "a");
      assertThat(changed.says(value, "a")).as(changed.text()).isTrue();
      assertThat(changed.scalar("b")).hasValue("1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "a:\\nz: 1         § a:\\n  b: new\\nz: 1",
        "a: {}  # c\\nz: 1 § a:  # c\\n  b: new\\nz: 1",
        "a: ~\\nz: 1       § a:\\n  b: new\\nz: 1",
        "- x\\n            § ",
        "a: # c            § a: # c\\n  b: new",
        "# only\\n         § # only\\na:\\n  b: new\\n",
        "a:\\n  c: |+\\n    d\\n\\nz: 1 § a:\\n  c: |+\\n    d\\n\\n  b: new\\nz: 1",
        "a:\\n  c: |\\n    d\\n\\nz: 1  § a:\\n  c: |\\n    d\\n  b: new\\n\\nz: 1",
        "a:\\n    c: 1 # c\\n# d\\nz: 1 § a:\\n    c: 1 # c\\n    b: new\\n# d\\nz: 1",
        "a: {c: 1}         § ",
        "{a: {}}           § ",
        "a: text           § ",
        "a: [c]            § ",
      })
  void aKeyIsAddedWhereItBelongsOrNotAtAll(String before, String after) {
    YamlFile file = yaml(before.replace("\\n", "\n"));
    if (after == null) {
      assertThatThrownBy(() -> file.with("new", "a", "b")).isInstanceOf(ProblemException.class);
    } else {
      assertThat(file.with("new", "a", "b").text())
          .isEqualTo(after.replace("\\n", "\n").replaceAll("^\\s+", ""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "l:\\n- a: 1\\n                § 0 § l:\\n- a: new\\n- a: 1\\n",
        "l: # c\\n  # of one\\n  - a: 1 § 0 § l: # c\\n  - a: new\\n  # of one\\n  - a: 1",
        "l:\\n  - a: 1 # c\\n  # of two\\n  - a: 2\\n § 1 § l:\\n  - a: 1 # c\\n  - a: new\\n  # of two\\n  - a: 2\\n",
        "l:\\n  - a: 1\\n\\nz: 1\\n     § 1 § l:\\n  - a: 1\\n  - a: new\\n\\nz: 1\\n",
        "l:\\n  -\\n    a: 1\\nz: 1\\n  § 1 § l:\\n  -\\n    a: 1\\n  - a: new\\nz: 1\\n",
        "l: &l\\n  - &e\\n    a: 1\\nm: *e\\n § 0 § l: &l\\n  - a: new\\n  - &e\\n    a: 1\\nm: *e\\n",
        "l:\\n  - {a: 1}\\n            § 1 § l:\\n  - {a: 1}\\n  - a: new\\n",
        "l:\\n  - a: |\\n      # 1\\n  § 1 § l:\\n  - a: |\\n      # 1\\n  - a: new\\n",
        "l: []                         § 0 § l:\\n  - a: new",
        "z: 1                          § 0 § z: 1\\nl:\\n  - a: new",
        "l:\\nz: 1\\n                  § 0 § l:\\n  - a: new\\nz: 1\\n",
      })
  void anEntryIsAddedInItsPlace(String before, int index, String after) {
    YamlFile changed = yaml(before.replace("\\n", "\n")).withEntry(index, entry("a", "new"), "l");
    assertThat(changed.text()).isEqualTo(after.replace("\\n", "\n"));
    assertThat(changed.scalar("l", "[" + index + "]", "a")).hasValue("new");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "l:\\n  # one\\n  - a: 1 # c\\n    # in it\\n    b: 1\\n  # two\\n  - a: 2\\n § 0 § l:\\n  # one\\n  # two\\n  - a: 2\\n",
        "l:\\n  - a: 1\\n  - a: 2    § 1 § l:\\n  - a: 1",
        "z: 1\\nl:\\n  # c\\n  - a: 1 § 0 § z: 1\\n  # c",
        "z: 1\\nl:\\n  - a: 1\\n     § 0 § z: 1\\n",
        "l:\\n- a: 1\\n-\\n- a: 3\\n § 1 § l:\\n- a: 1\\n- a: 3\\n",
        "l:\\n- a: 1\\n- {a: 2,\\n   b: 2}\\n- a: 3\\n § 1 § l:\\n- a: 1\\n- a: 3\\n",
        "l:\\n- a: 1\\n- *x\\nz: 1\\n § -1 § ",
        "l: [{a: 1}, {a: 2}]\\n      § 0 § ",
        "l:\\n- &x\\n  a: 1\\nm: *x\\n § 0 § ",
      })
  void anEntryIsTakenAwayOrNothingIs(String before, int index, String after) {
    String text = before.replace("\\n", "\n");
    if (after == null) {
      assertThatThrownBy(() -> yaml(text).withoutEntry(index, "l"))
          .isInstanceOf(ProblemException.class);
    } else {
      assertThat(yaml(text).withoutEntry(index, "l").text()).isEqualTo(after.replace("\\n", "\n"));
    }
  }

  @Test
  void listsWithinListsAreReached() {
    YamlFile file = yaml("l:\n- - a: 1\n  - a: 2\n- - a: 3\n");
    assertThat(file.scalar("l", "[0]", "[1]", "a")).hasValue("2");
    assertThatThrownBy(() -> file.withoutEntry(0, "l", "[0]")).hasMessageContaining("FLOW-LIST");
    assertThat(file.with("9", "l", "[1]", "[0]", "a").text())
        .isEqualTo("l:\n- - a: 1\n  - a: 2\n- - a: \"9\"\n");
  }

  @Test
  void aValueThatCannotBeATextIsNotForcedToBeOne() {
    assertThatThrownBy(() -> yaml("a: !!int 1\n").with("1.0.0", "a"))
        .hasMessageContaining("NOT-EDITABLE  a is written in a way that can't be changed safely")
        .hasMessageContaining("file.yaml:1");
    assertThatThrownBy(() -> yaml("{a}\n").with("1.0.0", "a")).hasMessageContaining("NOT-EDITABLE");
    assertThatThrownBy(() -> yaml("a: [x]\n").with("y", "a")).hasMessageContaining("NOT-A-SCALAR");
    assertThatThrownBy(() -> yaml("a: []\n").with("y", "a", "[x=y]", "b"))
        .hasMessageContaining("NO-ENTRY");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    YamlFile file = yaml("release:\n  digest: one\n  version: 1\n  digest: two\n");
    assertThatThrownBy(() -> file.scalar("release", "version"))
        .hasMessageContaining("KEY-TWICE  It says digest twice")
        .hasMessageContaining("file.yaml:4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "a: *x\\n           § 1 § there is no &x before *x",
        "a: &x [*x]\\n      § 1 § there is no &x before *x",
        "a: 1\\n---\\nb: 2\\n § 3 § more than one document",
        "a: 1\\nb: '2'\\t# c\\n § 2 § TAB",
        "a: 1\\n\\tb: 2\\n  § 2 § ''",
      })
  void whatIsNoYamlIsRefusedWithItsLine(String text, int line, String reason) {
    assertThatThrownBy(() -> yaml(text.replace("\\n", "\n").replace("\\t", "\t")))
        .hasMessageContaining("NOT-YAML")
        .hasMessageContaining("file.yaml:" + line)
        .hasMessageContaining(reason);
  }
}
