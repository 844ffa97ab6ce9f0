package com.hcomp.gitops.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Lays an image's layers over each other in a folder: files with their permissions and times, and
 * links that stay within the folder. Owners and devices are left out: neither is needed to run a
 * program of the image here.
 */
public final class Unpacking {
  private static final String REMOVED = ".wh.";
  private static final String ALL_REMOVED = ".wh..wh..opq";

  private final ContainerFiles files;

  /**
   * @param root an empty folder
   */
  public Unpacking(Path root) {
    this.files = new ContainerFiles(root);
  }

  public ContainerFiles files() {
    return files;
  }

  /**
   * Lays one more layer over those before.
   *
   * @param layer a tar archive
   * @param mediaType says how it is compressed
   * @throws IOException also if it is compressed in a way that is not known here
   */
  public void add(InputStream layer, String mediaType) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(plain(layer, mediaType))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        take(entry, tar);
      }
    }
  }

  private static InputStream plain(InputStream layer, String mediaType) throws IOException {
    if (mediaType.endsWith("gzip")) {
      return new GZIPInputStream(layer, 1 << 16);
    }
    if (mediaType.endsWith("tar")) {
      return layer;
    }
    throw new IOException("a layer is of type " + mediaType + ", which is not known here");
  }

  private void take(TarArchiveEntry entry, InputStream content) throws IOException {
    Path path = place(entry.getName());
    String name = path.equals(files.root()) ? "" : path.getFileName().toString();
    if (name.equals(ALL_REMOVED)) {
      deleteContent(path.resolveSibling("").normalize());
    } else if (name.startsWith(REMOVED)) {
      delete(path.resolveSibling(name.substring(REMOVED.length())));
    } else if (entry.isDirectory()) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        delete(path);
        Files.createDirectories(path);
      }
      permit(path, entry.getMode() | 0700);
    } else if (entry.isSymbolicLink()) {
      delete(path);
      Files.createSymbolicLink(path, withinRoot(path, entry.getLinkName()));
    } else if (entry.isLink()) {
      delete(path);
      Files.createLink(path, place(entry.getLinkName()));
    } else if (entry.isFile()) {
      delete(path);
      Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
      permit(path, entry.getMode() | 0600);
      Files.setLastModifiedTime(path, FileTime.from(entry.getLastModifiedTime().toInstant()));
    }
  }

  /** Where an entry goes. Folders on its way may be links; the entry itself is not followed. */
  private Path place(String name) throws IOException {
    String clean = name.replaceAll("/+$", "");
    int slash = clean.lastIndexOf('/');
    String last = clean.substring(slash + 1);
    if (last.isEmpty() || last.equals(".")) {
      return files.root();
    }
    if (last.equals("..")) {
      throw new IOException("a layer has an entry " + name);
    }
    Path folder = files.resolve(clean.substring(0, Math.max(slash, 0)));
    Files.createDirectories(folder);
    return folder.resolve(last);
  }

  /** A link's target relative to it, as programs outside of the folder would follow it. */
  private Path withinRoot(Path link, String target) {
    Path folder = link.resolveSibling("").normalize();
    Path root = Path.of("/");
    Path from = root.resolve(files.root().relativize(folder).toString());
    Path wanted = from.resolve(target).normalize();
    Path relative = from.relativize(wanted);
    return relative.toString().isEmpty() ? Path.of(".") : relative;
  }

  private static void permit(Path path, int mode) throws IOException {
    PosixFilePermission[] all = {
      PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_READ
    };
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (1 << bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private static void deleteContent(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        delete(entry);
      }
    }
  }

  /** Removes a file, a link, or a folder with all that is in it; nothing if it is not there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
