package com.hcomp.gitops.platform.programs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that is built from a Go module.
 *
 * @param name what people call it, such as {@code kube-apiserver}
 * @param version such as {@code 1.37.2}
 * @param module the wrapper module that pins all that goes into it: file name to content, with
 *     {@code go.mod} and {@code go.sum}
 * @param packages what is built: file name of the binary to Go package
 * @param variables what the linker sets, such as {@code main.version=1.0}
 * @param files what is copied out of a Go module beside the binaries
 * @param replaced what of Go modules is built otherwise
 * @param usual how long a build takes on two cores, after those before it in the catalogue
 */
public record Program(
    String name,
    String version,
    Map<String, String> module,
    Map<String, String> packages,
    List<String> variables,
    Optional<ModuleFiles> files,
    List<Replaced> replaced,
    Duration usual) {
  /** Changes whenever the way to build does, so that what was built the old way is not used. */
  private static final String RECIPE = "1";

  public Program {
    module = Collections.unmodifiableMap(new TreeMap<>(module));
    packages = Collections.unmodifiableMap(new LinkedHashMap<>(packages));
    variables = List.copyOf(variables);
    replaced = List.copyOf(replaced);
    if (!module.containsKey("go.mod") || packages.isEmpty()) {
      throw new IllegalArgumentException(name + " has no go.mod or builds nothing");
    }
  }

  /**
   * Files of a Go module that a program needs when it runs.
   *
   * @param module path and version, such as {@code example.com/tool@v1.2.3}
   * @param copies path in the module to path beside the binaries; folders are copied whole
   */
  public record ModuleFiles(String module, Map<String, String> copies) {
    public ModuleFiles {
      copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
    }
  }

  /**
   * A package of a Go module that is built from one file of the wrapper module, not from its own.
   *
   * @param module its path, such as {@code example.com/library}
   * @param version such as {@code v1.2.3}
   * @param folder the package's folder in that module
   * @param by the file of the wrapper module
   */
  public record Replaced(String module, String version, String folder, String by) {}

  /** The files that must be there for the program to be usable, relative to its folder. */
  public List<Path> required() {
    List<Path> required = new java.util.ArrayList<>();
    packages.keySet().forEach(file -> required.add(Path.of(file)));
    files.ifPresent(more -> more.copies().values().forEach(file -> required.add(Path.of(file))));
    return List.copyOf(required);
  }

  /** The folder's name in the cache: it changes with everything that determines the binaries. */
  public String folder(Platform platform) {
    MessageDigest digest = sha256();
    List<String> parts = new java.util.ArrayList<>();
    parts.add(RECIPE);
    parts.add(platform.system());
    parts.add(platform.architecture());
    module.forEach(
        (file, content) -> {
          parts.add(file);
          parts.add(content);
        });
    parts.add(packages.toString());
    parts.add(variables.toString());
    parts.add(files.toString());
    replaced.forEach(each -> parts.add(each.toString()));
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return name + "-" + version + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * What a binary runs on, in Go's words.
   *
   * @param system such as {@code linux}
   * @param architecture such as {@code amd64}
   */
  public record Platform(String system, String architecture) {

    /** The machine this runs on. */
    public static Platform current() {
      String system = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
      String architecture = System.getProperty("os.arch", "");
      return new Platform(
          system.startsWith("mac") ? "darwin" : system.startsWith("win") ? "windows" : system,
          switch (architecture) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> architecture;
          });
    }
  }
}
