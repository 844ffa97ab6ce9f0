package com.hcomp.gitops.promotion;

import com.hcomp.gitops.gate.GateName;
import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.RulingsText;
import com.hcomp.gitops.gate.Verdict;
import com.hcomp.gitops.model.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gates that hold something back, as the problem that a person reads.
 *
 * @param environment which environment they belong to
 * @param rulings all of its gates
 * @param command what was asked for, as it is typed
 * @param maven how the user runs Maven
 * @param table shows them to people
 */
record Closed(
    String environment, List<Ruling> rulings, String command, String maven, RulingsText table) {

  private List<Ruling> closed() {
    return rulings.stream().filter(ruling -> !ruling.isOpen()).toList();
  }

  /** PROMOTE-WAIT where time alone may open them, else PROMOTE-BLOCKED. */
  Problem problem() {
    List<Ruling> blocked =
        closed().stream().filter(r -> r.verdict() instanceof Verdict.Blocked).toList();
    List<Ruling> first = blocked.isEmpty() ? closed() : blocked;
    String names = first.stream().map(Ruling::subject).collect(Collectors.joining(", "));
    String summary =
        blocked.isEmpty()
            ? environment + " waits for " + names + until() + "."
            : environment + " is held back by " + names + ".";
    return new Problem(
        blocked.isEmpty() ? "PROMOTE-WAIT" : "PROMOTE-BLOCKED",
        summary,
        first.get(0).place().orElse(null),
        blocked.stream().map(Closed::reason).toList(),
        remedy(blocked));
  }

  private static String reason(Ruling ruling) {
    return ruling.subject() + ": " + ruling.verdict().reason();
  }

  private String until() {
    return readyAt().map(until -> " until " + table.moment(until)).orElse("");
  }

  /** When the last of the gates opens that only time opens, as far as that is known. */
  Optional<Instant> readyAt() {
    List<Instant> times = new ArrayList<>();
    for (Ruling ruling : closed()) {
      if (!(ruling.verdict() instanceof Verdict.Wait wait) || wait.until().isEmpty()) {
        return Optional.empty();
      }
      times.add(wait.until().get());
    }
    return times.stream().max(Comparator.naturalOrder());
  }

  private String remedy(List<Ruling> blocked) {
    Set<String> lines = new LinkedHashSet<>();
    for (Ruling ruling : blocked) {
      lines.addAll(((Verdict.Blocked) ruling.verdict()).remedy().lines().toList());
    }
    if (blocked.isEmpty()) {
      lines.add(
          "Wait and run it again, let `"
              + maven
              + " gitops:advance` do it, or go past it with a recorded reason:");
    } else {
      lines.add("Or go past it with a recorded reason:");
    }
    Set<GateName> gates =
        closed().stream().map(Ruling::gate).collect(Collectors.toCollection(LinkedHashSet::new));
    lines.add(
        command
            + " -Dgitops.override="
            + gates.stream().map(GateName::toString).collect(Collectors.joining(","))
            + " -Dgitops.reason=\"...\"");
    return String.join("\n", lines).replace("mvn gitops:", maven + " gitops:");
  }
}
