package com.hcomp.gitops.bootstrap;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import com.hcomp.gitops.process.Command;
import com.hcomp.gitops.process.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Kubernetes cluster as kubectl enters it. Objects go to kubectl through its standard input, so
 * that no secret is ever on a command line or in a file.
 *
 * @param name what lines for people call it
 * @param kubectl the program; a bare name is looked for on the PATH
 * @param kubeconfig the file to use; kubectl's own choice if empty
 * @param context of that file; its current one if empty
 */
public record Cluster(
    String name, Path kubectl, Optional<Path> kubeconfig, Optional<String> context) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The cluster that Argo CD runs in.
   *
   * @param context as the user names it
   * @throws ProblemException NO-HUB if they don't, NO-KUBECTL
   */
  public static Cluster hub(Path kubectl, Optional<Path> kubeconfig, Optional<String> context) {
    Cluster hub = new Cluster("hub", kubectl, kubeconfig, context);
    if (context.isEmpty()) {
      throw new Problem(
              "NO-HUB",
              "It is not said which cluster Argo CD is to run in.",
              hub.known(),
              "Name its kube context:\nmvn gitops:bootstrap -Dgitops.hub=<context>")
          .asException();
    }
    return hub;
  }

  /** A kubectl command for this cluster. */
  Command command(String... arguments) {
    List<String> line = new ArrayList<>(List.of(kubectl.toString()));
    kubeconfig.ifPresent(file -> line.add("--kubeconfig=" + file));
    context.ifPresent(known -> line.add("--context=" + known));
    line.addAll(List.of(arguments));
    return Command.of(line);
  }

  /** What a person types to run kubectl against it. */
  String typed(String arguments) {
    return "kubectl"
        + kubeconfig.map(file -> " --kubeconfig=" + file).orElse("")
        + context.map(known -> " --context=" + known).orElse("")
        + " "
        + arguments;
  }

  /**
   * The objects that a command answers with.
   *
   * @param input what it gets on its standard input
   * @throws CommandFailed if its exit status is not 0
   */
  List<JsonNode> objects(String input, String... arguments) {
    byte[] answer =
        command(arguments).and("--output=json").output(input.getBytes(StandardCharsets.UTF_8));
    JsonNode json = json(answer);
    if (json.path("items").isArray()) {
      List<JsonNode> items = new ArrayList<>();
      json.path("items").forEach(items::add);
      return items;
    }
    return json.isObject() ? List.of(json) : List.of();
  }

  /**
   * One object; empty if the API server says that it is not there.
   *
   * @throws CommandFailed if it says nothing clear
   */
  Optional<JsonNode> find(String namespace, String kind, String name) {
    return objects("", "get", kind, name, "--namespace=" + namespace, "--ignore-not-found").stream()
        .findFirst();
  }

  /** The address of the API server, as the kubeconfig has it. */
  String server() {
    List<JsonNode> config = objects("", "config", "view", "--minify");
    return config.isEmpty()
        ? ""
        : config.get(0).path("clusters").path(0).path("cluster").path("server").asText();
  }

  /**
   * Makes sure that it answers.
   *
   * @throws ProblemException NO-KUBECTL, NO-CONTEXT, CLUSTER-UNREACHABLE
   */
  void check() {
    List<String> contexts = contexts();
    if (context.isPresent() && !contexts.contains(context.get())) {
      throw noContext(context.get());
    }
    Command.Result result = command("get", "--raw=/version", "--request-timeout=15s").run();
    if (result.exitStatus() != 0) {
      throw new Problem(
              "CLUSTER-UNREACHABLE",
              "The API server of " + name + " does not answer to kubectl.",
              result.errors().lines().limit(5).toList(),
              "Start it, or log in to it; this must print a version:\n"
                  + typed("get --raw=/version"))
          .asException();
    }
  }

  /** The contexts of the kubeconfig. */
  private List<String> contexts() {
    try {
      return new Cluster(name, kubectl, kubeconfig, Optional.empty())
          .command("config", "get-contexts", "--output=name")
          .run()
          .output()
          .lines()
          .filter(known -> !known.isBlank())
          .toList();
    } catch (UncheckedIOException e) {
      throw new ProblemException(
          List.of(
              new Problem(
                  "NO-KUBECTL",
                  "kubectl can't be started: " + kubectl + ".",
                  List.of(String.valueOf(e.getMessage())),
                  "Install it (https://kubernetes.io/docs/tasks/tools), or name it:\n"
                      + "-Dgitops.kubectl=<path>")),
          e);
    }
  }

  private List<String> known() {
    List<String> contexts = contexts();
    return contexts.isEmpty()
        ? List.of("kubectl knows no context at all")
        : List.of("kubectl knows: " + String.join(", ", contexts));
  }

  private ProblemException noContext(String wanted) {
    return new Problem(
            "NO-CONTEXT",
            "There is no kube context " + wanted + kubeconfig.map(f -> " in " + f).orElse("") + ".",
            known(),
            "Name one of those; to see where each leads:\nkubectl config get-contexts")
        .asException();
  }

  private static JsonNode json(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      // Without the cause: its text quotes what it read, which may be a secret.
      throw new IllegalStateException("kubectl answered with something that is no JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
