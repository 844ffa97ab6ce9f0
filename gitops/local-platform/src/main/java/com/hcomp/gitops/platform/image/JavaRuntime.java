package com.hcomp.gitops.platform.image;

import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java runtime cut out of a JDK, with the system libraries that it needs: all of an image's
 * files.
 *
 * @param jdk the JDK's folder
 * @param version as {@link Runtime.Version} says it
 */
public record JavaRuntime(Path jdk, Runtime.Version version) {
  /** Where it is in the image. */
  static final String HOME = "/opt/java";

  private static final List<String> MODULES =
      List.of(
          "java.se",
          "jdk.charsets",
          "jdk.crypto.cryptoki",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.jfr",
          "jdk.localedata",
          "jdk.management",
          "jdk.management.agent",
          "jdk.management.jfr",
          "jdk.naming.dns",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");
  // They only work with a screen, and would draw in the libraries for one.
  private static final List<String> NEED_A_SCREEN =
      List.of("libawt_xawt.so", "libjawt.so", "libsplashscreen.so");
  // Loaded by name at run time, so that ldd does not see them; in libc itself from 2.34 on.
  private static final List<String> NAME_SERVICE =
      List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");
  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");
  private static final String RECIPE = "1";

  /** The JDK that runs this. */
  public static JavaRuntime current() {
    return new JavaRuntime(Path.of(System.getProperty("java.home")), Runtime.version());
  }

  /** What keeps it from being cut out; empty if nothing does. */
  public Optional<Problem> problem() {
    Path jlink = jdk.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      return Optional.of(
          problem("NO-JDK", jdk + " is a Java runtime without jlink; the base image needs a JDK."));
    }
    // From 24 on a JDK may come without jmods, and link from its own run-time image.
    if (!Files.isDirectory(jdk.resolve("jmods"))
        && !Command.of(jlink.toString(), "--help")
            .run()
            .output()
            .contains("Linking from run-time image enabled")) {
      return Optional.of(
          problem(
              "NO-JMODS",
              jdk
                  + " has no jmods folder and can't link from its own image; the base image is cut"
                  + " out of them."));
    }
    return Optional.empty();
  }

  private static Problem problem(String code, String summary) {
    return new Problem(
        code, summary, "Run Maven with a whole JDK:\nJAVA_HOME=<folder of a JDK> mvn gitops:up");
  }

  /** The image's tag: the version, and what else determines the content. */
  String tag() {
    String inputs = RECIPE + version + System.getProperty("java.vendor") + MODULES;
    String number =
        version.version().stream()
            .map(String::valueOf)
            .collect(java.util.stream.Collectors.joining("."));
    return number + "-" + HexFormat.of().toHexDigits(inputs.hashCode());
  }

  /** Writes the image's files below a folder that does not exist yet. */
  void write(Path root) {
    Path home = root.resolve(HOME.substring(1));
    Folders.make(home.resolveSibling("."));
    List<String> link = new ArrayList<>();
    link.add(jdk.resolve("bin/jlink").toString());
    link.addAll(List.of("--add-modules", String.join(",", MODULES)));
    link.addAll(List.of("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages"));
    link.addAll(List.of("--output", home.toString()));
    Command.of(link).output();
    try {
      NEED_A_SCREEN.forEach(name -> Folders.delete(home.resolve("lib").resolve(name)));
      copyCertificates(home, root);
      // An archive of the classes that every start needs halves the time that it takes. It only
      // counts while the runtime's file is as old as it was, and images have this date throughout.
      Files.setLastModifiedTime(
          home.resolve("lib/modules"), FileTime.from(Instant.EPOCH.plusSeconds(1)));
      Command.of(home.resolve("bin/java").toString(), "-Xshare:dump").output();
      copyLibraries(home, root);
      Files.createDirectories(root.resolve("tmp"));
      Path etc = Files.createDirectories(root.resolve("etc"));
      Files.writeString(
          etc.resolve("passwd"),
          "root:x:0:0:root:/root:/sbin/nologin\n"
              + "nonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n");
      Files.writeString(etc.resolve("group"), "root:x:0:\nnonroot:x:65532:\n");
      Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyCertificates(Path home, Path root) throws IOException {
    Path trusted = jdk.resolve("lib/security/cacerts");
    if (Files.exists(trusted)) {
      Path target = home.resolve("lib/security/cacerts");
      Files.deleteIfExists(target);
      Files.write(target, Files.readAllBytes(trusted));
    }
    Path system = Path.of("/etc/ssl/certs/ca-certificates.crt");
    if (Files.exists(system)) {
      Path target = root.resolve("etc/ssl/certs/ca-certificates.crt");
      Files.createDirectories(target.getParent());
      Files.write(target, Files.readAllBytes(system));
    }
  }

  private static void copyLibraries(Path home, Path root) throws IOException {
    Map<String, Path> libraries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (isElf(file)) {
          collect(file, home, libraries);
        }
      }
    }
    for (var library : libraries.entrySet()) {
      Path target = root.resolve(library.getKey().substring(1));
      Files.createDirectories(target.getParent());
      Files.write(target, Files.readAllBytes(library.getValue()));
      Folders.executable(target);
    }
  }

  private static void collect(Path file, Path home, Map<String, Path> libraries) {
    Matcher matcher = LIBRARY.matcher(Command.of("ldd", file.toString()).run().output());
    while (matcher.find()) {
      Path library = Path.of(matcher.group(1));
      if (!library.startsWith(home)) {
        libraries.put(library.toString(), library);
        for (String name : NAME_SERVICE) {
          Path beside = library.resolveSibling(name);
          if (library.getFileName().toString().startsWith("libc.so") && Files.exists(beside)) {
            libraries.put(beside.toString(), beside);
          }
        }
      }
    }
  }

  private static boolean isElf(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(4), StandardCharsets.ISO_8859_1).equals("\177ELF");
    }
  }
}
