package com.hcomp.gitops.platform.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to keep running.
 *
 * @param name unique in the platform; names its log, too
 * @param arguments the program and its arguments
 * @param environment all of its environment
 * @param networkNamespace where it runs; the host's network if empty
 * @param inputs files that it reads at start: it is started anew if one of them changes
 */
public record ProcessSpec(
    String name,
    List<String> arguments,
    Map<String, String> environment,
    Optional<String> networkNamespace,
    List<Path> inputs) {
  public ProcessSpec {
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    inputs = List.copyOf(inputs);
  }

  /** A program on the host's network. */
  public static ProcessSpec of(String name, List<String> arguments) {
    return new ProcessSpec(name, arguments, Map.of(), Optional.empty(), List.of());
  }

  /** The same with more variables. */
  public ProcessSpec with(Map<String, String> variables) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.putAll(variables);
    return new ProcessSpec(name, arguments, more, networkNamespace, inputs);
  }

  /** The same in a network namespace. */
  public ProcessSpec inNetwork(String namespace) {
    return new ProcessSpec(name, arguments, environment, Optional.of(namespace), inputs);
  }

  /** The same, started anew when one of the files changes. */
  public ProcessSpec reading(Path... files) {
    return new ProcessSpec(name, arguments, environment, networkNamespace, List.of(files));
  }

  /** What is really called: detached from this process's session, in its network. */
  List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.add("setsid");
    networkNamespace.ifPresent(
        namespace -> {
          line.add("nsenter");
          line.add("--net=/run/netns/" + namespace);
        });
    line.addAll(arguments);
    return line;
  }

  /** Changes with everything that matters to the running process. */
  String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((commandLine() + "\n" + environment + "\n").getBytes(StandardCharsets.UTF_8));
      for (Path input : inputs) {
        digest.update(Files.readAllBytes(input));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
