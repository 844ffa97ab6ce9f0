package com.hcomp.gitops.promotion;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who promotes, for the commit's trailers.
 *
 * @param name a person's or robot's name
 * @param run the address of the CI run that it happens in; empty on a workstation
 */
public record Actor(String name, Optional<String> run) {
  private static final List<String> NAMES = List.of("GITHUB_ACTOR", "GITLAB_USER_LOGIN");
  private static final List<String> RUNS = List.of("CI_JOB_URL", "BUILD_URL");

  /**
   * As the CI's environment variables say it.
   *
   * @param otherwise who it is where they say nothing
   */
  public static Actor of(Map<String, String> environment, String otherwise) {
    return new Actor(first(environment, NAMES).orElse(otherwise), run(environment));
  }

  private static Optional<String> run(Map<String, String> environment) {
    Optional<String> id = first(environment, List.of("GITHUB_RUN_ID"));
    Optional<String> repository = first(environment, List.of("GITHUB_REPOSITORY"));
    if (id.isPresent() && repository.isPresent()) {
      String server = environment.getOrDefault("GITHUB_SERVER_URL", "https://github.com");
      return Optional.of(server + "/" + repository.get() + "/actions/runs/" + id.get());
    }
    return first(environment, RUNS);
  }

  private static Optional<String> first(Map<String, String> environment, List<String> names) {
    return names.stream()
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
