package com.hcomp.gitops.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String TWO =
      """
      # Made by a program.
      ---
      # Source: a.yaml
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: one
        namespace: argocd
      data:
        text: |
          a
          ---
          b
        mode: 0644
      --- # another
      apiVersion: argoproj.io/v1alpha1
      kind: AppProject
      metadata: {name: two}
      ---
      """;

  @Test
  void everyDocumentKeepsItsTextToTheLetter() {
    List<Manifest> all = Manifest.all(TWO);

    assertThat(all).extracting(Manifest::key).containsExactly("ConfigMap/one", "AppProject/two");
    assertThat(all).extracting(Manifest::place).containsExactly("argocd/one", "two");
    assertThat(all).extracting(Manifest::isOfArgoCd).containsExactly(false, true);
    assertThat(all.get(0).text()).contains("    ---\n    b\n  mode: 0644");
    assertThat(Manifest.all(Manifest.text(all))).isEqualTo(all);
  }

  @Test
  void itsContentIsNeverShown() {
    assertThat(Manifest.all("{kind: Secret, metadata: {name: a}, data: {password: c2VjcmV0}}"))
        .hasToString("[Secret a]");
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> Manifest.all("<html>")).isInstanceOf(IllegalArgumentException.class);
  }
}
