package com.hcomp.gitops.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.platform.network.NetworkPlan;
import com.hcomp.gitops.platform.state.AtomicFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which cluster has which number, from 1. A number is kept for good: addresses hang on it.
 *
 * @param network the range that the addresses come from
 * @param numbers by the clusters' names
 */
record ClusterNumbers(String network, Map<String, Integer> numbers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AFRESH = "mvn gitops:down -Dgitops.purge gitops:up";

  ClusterNumbers {
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /** Reads what was given out; none if the file does not exist. */
  static ClusterNumbers load(Path file, String network) {
    String text = AtomicFile.open(file).read().orElse("{\"network\": \"" + network + "\"}");
    Map<String, Integer> numbers = new LinkedHashMap<>();
    try {
      JsonNode node = JSON.readTree(text);
      String kept = node.path("network").asText();
      for (Map.Entry<String, JsonNode> entry : node.path("clusters").properties()) {
        numbers.put(entry.getKey(), entry.getValue().asInt());
      }
      if (kept.isEmpty() || !plausible(numbers.values())) {
        throw unreadable(file);
      }
      if (!kept.equals(network)) {
        throw new Problem(
                "NETWORK-CHANGED",
                "The clusters were made with gitops.network="
                    + kept
                    + ", and keep their addresses; now it is "
                    + network
                    + ".",
                "Use the old range, or start afresh with new clusters:\n" + AFRESH)
            .asException();
      }
    } catch (JsonProcessingException e) {
      throw unreadable(file);
    }
    return new ClusterNumbers(network, numbers);
  }

  /** Each from 1 to as many as there are, in any order. */
  private static boolean plausible(Collection<Integer> numbers) {
    return numbers.stream()
        .sorted()
        .toList()
        .equals(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  private static ProblemException unreadable(Path file) {
    return new Problem(
            "STATE-UNREADABLE",
            file + " is damaged, and the clusters' addresses with it.",
            "Put a copy of it back, if there is one, or start afresh, with new clusters:\n"
                + AFRESH)
        .asException();
  }

  /** The same with more clusters. */
  ClusterNumbers with(List<String> names) {
    Map<String, Integer> more = new LinkedHashMap<>(numbers);
    for (String name : names) {
      if (!name.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?") || name.equals("hub")) {
        throw new Problem(
                "BAD-CLUSTER-NAME",
                "\"" + name + "\" can't be a cluster's name here.",
                "Use small letters, digits and dashes, at most 40, and not \"hub\".")
            .asException();
      }
      more.putIfAbsent(name, more.size() + 1);
    }
    if (more.size() > NetworkPlan.MOST_CLUSTERS) {
      throw new Problem(
              "TOO-MANY-CLUSTERS",
              "The platform has addresses for "
                  + NetworkPlan.MOST_CLUSTERS
                  + " clusters; this makes "
                  + more.size()
                  + ": "
                  + String.join(", ", more.keySet())
                  + ".",
              "Let environments share a cluster, or start afresh without the old ones:\n" + AFRESH)
          .asException();
    }
    return new ClusterNumbers(network, more);
  }

  void save(Path file) {
    ObjectNode node = JSON.createObjectNode().put("network", network);
    ObjectNode clusters = node.putObject("clusters");
    numbers.forEach(clusters::put);
    AtomicFile.open(file).update(node.toPrettyString() + "\n");
  }
}
