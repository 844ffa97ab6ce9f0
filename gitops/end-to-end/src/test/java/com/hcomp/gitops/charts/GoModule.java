package com.hcomp.gitops.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hcomp.gitops.platform.PlatformSettings;
import com.hcomp.gitops.platform.programs.GoTool;
import com.hcomp.gitops.platform.state.Folders;
import com.hcomp.gitops.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Go module that is fetched for a few files of it, which then stay in the user's cache.
 *
 * @param path such as {@code k8s.io/kubernetes}
 * @param version such as {@code v1.36.3}
 * @param sum what go.sum says of its content
 */
public record GoModule(String path, String version, String sum) {

  /** The one that a folder's go.mod and go.sum pin. */
  public static GoModule pinnedIn(Path folder, String path) {
    String name = Pattern.quote(path);
    String version =
        find(folder.resolve("go.mod"), "(?m)^(?:require)?\\s*" + name + " (v\\S+)").group(1);
    String sum =
        find(
                folder.resolve("go.sum"),
                "(?m)^" + name + " " + Pattern.quote(version) + " (h1:\\S+)$")
            .group(1);
    return new GoModule(path, version, sum);
  }

  /** One of its files. */
  public Path file(String name) {
    String folder = path.substring(path.lastIndexOf('/') + 1) + "-" + version.substring(1);
    Path file =
        PlatformSettings.defaultHome()
            .resolve("schemas")
            .resolve(folder)
            .resolve(Path.of(name).getFileName());
    if (!Files.exists(file)) {
      fetch(name, file);
    }
    return file;
  }

  private void fetch(String name, Path file) {
    GoTool.onPath()
        .problem()
        .ifPresent(
            problem -> {
              throw problem.asException();
            });
    Path parent = Folders.make(java.util.Objects.requireNonNull(file.getParent()));
    try {
      Path caches = Files.createTempDirectory(parent, ".fetching-");
      try {
        Command.Result result =
            Command.of("go", "mod", "download", "-json", path + "@" + version)
                .in(caches)
                .with("GOWORK", "off")
                .with("GOFLAGS", "-modcacherw") // or it could not be removed
                .with("GOMODCACHE", caches.toString())
                .run();
        // A module that wants a newer Go is told as an error, but is there.
        JsonNode answer = new ObjectMapper().readTree(result.output());
        if (!answer.path("Sum").asText().equals(sum)) {
          throw new IllegalStateException(
              path + " " + version + " is not what go.sum says, " + sum + ": " + result);
        }
        Path fetched = caches.resolve("fetched");
        try (ZipFile zip = new ZipFile(answer.path("Zip").asText())) {
          ZipEntry entry = zip.getEntry(path + "@" + version + "/" + name);
          Files.copy(zip.getInputStream(java.util.Objects.requireNonNull(entry, name)), fetched);
        }
        Files.move(fetched, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Folders.delete(caches);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fetch " + path + " " + version, e);
    }
  }

  private static Matcher find(Path file, String pattern) {
    try {
      Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
      if (!matcher.find()) {
        throw new IllegalStateException(file + " holds no " + pattern);
      }
      return matcher;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
