package com.hcomp.gitops.promotion;

import com.hcomp.gitops.check.Asked;
import com.hcomp.gitops.check.CheckAsker;
import com.hcomp.gitops.gate.Evidence.Answer;
import com.hcomp.gitops.model.Environment;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.model.Release;
import com.hcomp.gitops.policy.Check;
import com.hcomp.gitops.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks an environment at the address that Argo CD shows, for the image that its release has by the
 * registry.
 *
 * @param asker asks over HTTP
 * @param registry has the image's labels
 * @param address where an application's service answers, by what Argo CD shows; empty if nowhere
 */
public record EnvironmentChecks(
    CheckAsker asker, Registry registry, Function<String, Optional<String>> address)
    implements Checks {

  @Override
  public Map<String, Answer> ask(List<Check> checks, Environment from, Release release) {
    Optional<ImageRef> image =
        release.payload().components().stream()
            .flatMap(component -> component.image().stream())
            .findFirst();
    boolean version = checks.stream().anyMatch(Check.RunningVersion.class::isInstance);
    return asker.ask(
        checks,
        new Asked(
            from.name(),
            version ? addressOf(from) : Optional.empty(),
            image,
            version ? labels(image) : Map.of()));
  }

  /** What can't be read is no address, and so no answer. */
  private Optional<String> addressOf(Environment from) {
    try {
      return address.apply(from.application());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private Map<String, String> labels(Optional<ImageRef> image) {
    try {
      return image
          .map(known -> registry.image(known.repository(), known.digest()).labels())
          .map(labels -> (Map<String, String>) labels)
          .orElse(Map.of());
    } catch (ProblemException e) {
      return Map.of();
    }
  }
}
