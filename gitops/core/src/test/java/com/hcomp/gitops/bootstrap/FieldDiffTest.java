package com.hcomp.gitops.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class FieldDiffTest {

  @Test
  void namesEachFieldThatDiffers() throws Exception {
    assertThat(
            FieldDiff.between(
                json("{'spec':{'replicas':1,'args':['a','b'],'labels':{'a.b/c':'x'}},'old':true}"),
                json("{'spec':{'replicas':2,'args':['a'],'labels':{'a.b/c':'y'}}}")))
        .containsExactly(
            "spec.replicas: 1 -> 2",
            "spec.args[1]: b -> (nothing)",
            "spec.labels.\"a.b/c\": x -> y",
            "old: true -> (nothing)");
  }

  @Test
  void whatTheClusterKeepsForItselfIsNoDifference() throws Exception {
    assertThat(
            FieldDiff.between(
                json(
                    "{'metadata':{'name':'a','uid':'1','generation':1,'resourceVersion':'7',"
                        + "'managedFields':[{}]},'status':{'ready':1}}"),
                json("{'metadata':{'name':'a'}}")))
        .isEmpty();
  }

  @Test
  void ofASecretOnlyTheFieldsNamesAreShown() throws Exception {
    assertThat(
            FieldDiff.between(
                json("{'kind':'Secret','data':{'password':'b2xk'}}"),
                json("{'kind':'Secret','type':'Opaque','data':{'password':'bmV3','url':'eA=='}}")))
        .containsExactly(
            "data.password: (secret) -> (secret)",
            "data.url: (nothing) -> (secret)",
            "type: (nothing) -> Opaque");
    assertThat(
            FieldDiff.between(
                json("{'kind':'Secret'}"), json("{'kind':'Secret','data':{'password':'bmV3'}}")))
        .containsExactly("data: (nothing) -> (secret)");
  }

  @Test
  void aLongValueIsCutAndStaysOnOneLine() throws Exception {
    String value = "word ".repeat(30) + "\\n more";

    assertThat(FieldDiff.between(json("{}"), json("{'a':'" + value + "'}")))
        .singleElement()
        .satisfies(line -> assertThat(line).hasSizeLessThan(90).endsWith("…"));
  }

  static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
