package com.hcomp.gitops.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The packages know each other one way only, and none knows Maven. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the classes are read once
class ArchitectureTest {
  private static final String ROOT = "com.hcomp.gitops.";
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry("model", Set.of()),
          entry("process", Set.of()),
          entry("cause", Set.of()),
          entry("report", Set.of("model", "cause")),
          entry("git", Set.of("model", "process")),
          entry("workspace", Set.of("model")),
          entry("registry", Set.of("model", "process")),
          entry("helm", Set.of("model", "process", "registry")),
          entry("argocd", Set.of("model", "report")),
          entry("image", Set.of("model", "process", "registry", "git")),
          entry("policy", Set.of("model", "workspace")),
          entry("gate", Set.of("model", "cause", "report", "policy", "argocd")),
          entry("codehost", Set.of("model", "report", "gate")),
          entry("check", Set.of("model", "report", "policy", "gate")),
          entry("history", Set.of("model", "report", "git", "workspace")),
          entry("publish", Set.of("model", "report", "workspace", "registry", "helm")),
          entry(
              "promotion",
              Set.of(
                  "model",
                  "report",
                  "git",
                  "workspace",
                  "registry",
                  "helm",
                  "argocd",
                  "publish",
                  "policy",
                  "gate",
                  "check",
                  "history",
                  "codehost")),
          entry(
              "doctor",
              Set.of(
                  "model",
                  "report",
                  "process",
                  "git",
                  "workspace",
                  "registry",
                  "argocd",
                  "publish",
                  "promotion")),
          entry(
              "bootstrap",
              Set.of("model", "process", "report", "workspace", "registry", "helm", "argocd")),
          entry("values", Set.of("model", "report", "workspace", "registry", "helm", "publish")));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("com.hcomp.gitops");

  @Test
  void eachPackageKnowsOnlyThoseBelowIt() {
    assertThat(classes.size()).isGreaterThan(100);
    Map<String, Set<String>> known = new TreeMap<>();
    for (JavaClass each : classes) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        if (target.startsWith(ROOT) && !target.equals(each.getPackageName())) {
          known
              .computeIfAbsent(name(each.getPackageName()), any -> new TreeSet<>())
              .add(name(target));
        }
      }
    }
    known.forEach((name, others) -> assertThat(MAY_KNOW.get(name)).as(name).containsAll(others));
  }

  @Test
  void thereIsNoCycle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void noPackageKnowsMaven() {
    for (JavaClass each : classes) {
      assertThat(each.getDirectDependenciesFromSelf())
          .noneMatch(
              found -> found.getTargetClass().getPackageName().startsWith("org.apache.maven"));
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    for (JavaPackage each : classes.getPackage("com.hcomp.gitops").getSubpackages()) {
      assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue();
    }
  }

  private static String name(String packageName) {
    return packageName.substring(ROOT.length());
  }
}
