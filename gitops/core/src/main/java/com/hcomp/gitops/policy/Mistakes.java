package com.hcomp.gitops.policy;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with promotion.yaml, collected so that it is said all at once. */
final class Mistakes {
  private final Path file;
  private final List<Problem> problems = new ArrayList<>();

  Mistakes(Path file) {
    this.file = file;
  }

  /** A key that means nothing, is missing or stands there twice. */
  void key(Node place, String summary, String remedy) {
    add("PROMOTION-KEY", place, summary, remedy);
  }

  /** A value that is not allowed. */
  void value(Node place, String summary, String remedy) {
    add("PROMOTION-VALUE", place, summary, remedy);
  }

  /** Values that don't go together. */
  void order(Node place, String summary, String remedy) {
    add("PROMOTION-ORDER", place, summary, remedy);
  }

  private void add(String code, Node place, String summary, String remedy) {
    problems.add(new Problem(code, summary, location(place), remedy));
  }

  Location location(Node place) {
    int line = place.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return new Location(file, line);
  }

  int count() {
    return problems.size();
  }

  /**
   * @throws ProblemException with all of them, in the order of the file, if there are any
   */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparingInt(
              problem -> problem.location() == null ? 0 : problem.location().line()));
      throw new ProblemException(problems);
    }
  }
}
