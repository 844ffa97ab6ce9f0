package com.hcomp.gitops.plugin;

import com.hcomp.gitops.values.EffectiveValues;
import com.hcomp.gitops.values.EnvironmentValues;
import com.hcomp.gitops.values.ValueDifferences;
import com.hcomp.gitops.values.ValuesText;
import com.hcomp.gitops.workspace.Workspace;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Prints every value that an environment's charts get, with the file and line that set it and what
 * it overrode. Without an environment, it prints which values differ between them. For machines:
 * {@code mvn -q gitops:values -Dgitops.format=json}.
 *
 * <p>It needs nothing but files, unless a chart's version is not the one in this repository: then
 * the registry. With -Plocal, it tells the values that the local platform's main has.
 */
@Mojo(name = "values", aggregator = true, threadSafe = true)
public final class ValuesMojo extends GitOpsMojo {
  /** The environment whose values are printed; what differs between all if not given. */
  @Parameter(property = "gitops.environment")
  @Nullable String environment;

  @Override
  void run(Surroundings surroundings) {
    Workspace workspace = surroundings.released();
    EnvironmentValues values =
        local
            ? EnvironmentValues.ofLocalPlatform(workspace, surroundings.registry())
            : EnvironmentValues.of(workspace, surroundings::registry);
    if (environment != null) {
      EffectiveValues effective = values.of(workspace.environment(environment));
      print(surroundings, effective.json(), ValuesText.of(effective));
    } else {
      ValueDifferences differences = ValueDifferences.between(values.all());
      print(surroundings, differences.json(), ValuesText.of(differences));
    }
  }

  private static void print(Surroundings surroundings, Object json, String text) {
    surroundings.print(surroundings.wantsJson() ? surroundings.json().text(json) : "\n" + text);
  }
}
