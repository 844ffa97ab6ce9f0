package com.hcomp.gitops.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * An image's files, unpacked into a folder. Paths are those that programs in a container see: no
 * link leads out of the folder.
 *
 * @param root the folder that stands for {@code /}
 */
public record ContainerFiles(Path root) {
  private static final int MOST_LINKS = 40;

  /**
   * Where a path leads when all links are followed.
   *
   * @param path as in the container: {@code /usr/bin/java}; what is not there stands for itself
   */
  public Path resolve(String path) throws IOException {
    Deque<String> left = new ArrayDeque<>(parts(path));
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String part = left.pop();
      if (part.equals("..")) {
        at = at.equals(root) ? root : at.resolveSibling("").normalize();
        continue;
      }
      Path next = at.resolve(part);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new IOException("links lead in a circle at " + path);
      }
      String target = Files.readSymbolicLink(next).toString();
      if (target.startsWith("/")) {
        at = root;
      }
      List<String> parts = parts(target);
      for (int i = parts.size() - 1; i >= 0; i--) {
        left.push(parts.get(i));
      }
    }
    return at;
  }

  /**
   * The program that a name means.
   *
   * @param searchPath folders, as the variable PATH has them
   */
  public Optional<Path> program(String name, String searchPath) throws IOException {
    for (String folder : searchPath.split(":", -1)) {
      Path file = resolve(folder + "/" + name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static List<String> parts(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
  }
}
