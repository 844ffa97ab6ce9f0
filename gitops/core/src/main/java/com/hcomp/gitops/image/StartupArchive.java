package com.hcomp.gitops.image;

import com.hcomp.gitops.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archive of classes that an image's Java starts with, and the file with that Java's arguments.
 * No two archives are the same bytes, so each is kept in a cache under the name of all that it is
 * made of: where that has not changed, neither has the image's layer.
 *
 * @param service the service's files
 * @param trainingArgument has the service start, use all of itself once, and end
 * @param cache the folder where archives are kept
 * @param scratch a folder for what is in the making; what is there is deleted
 */
public record StartupArchive(
    ServiceFiles service, String trainingArgument, Path cache, Path scratch) {
  static final String FILE = "classes.jsa";

  /** Changes whenever the way to make an archive does. */
  private static final String RECIPE = "1";

  private static final String ARGUMENTS = "arguments";
  private static final int KEPT = 5;

  /** How an archive came to be, or why there is none. */
  public sealed interface Origin {

    /** It was made now. */
    record Made(long bytes) implements Origin {}

    /** It was made before, of the same things. */
    record Kept(long bytes) implements Origin {}

    /** It can't be made here. */
    record None(String reason) implements Origin {}
  }

  /**
   * Writes what belongs into the image: the file {@code arguments} for {@code java @arguments}, and
   * the archive, if there is one. What is as before keeps its time, too: by that Jib knows that it
   * need not compress the layer again, which takes seconds.
   *
   * @param base the image that the service's is built on
   * @param into the folder for both
   * @param place that folder's name below the image's working directory
   * @param here what programs run on this machine, such as {@code linux/amd64}
   */
  public Origin write(BaseImage base, Path into, String place, String here) {
    try {
      Files.createDirectories(into);
      Origin origin = archive(base, into.resolve(FILE), here);
      List<String> flags = new ArrayList<>();
      if (!(origin instanceof Origin.None)) {
        flags.add("-XX:SharedArchiveFile=" + place + "/" + FILE);
        // An archive that does not fit costs time, but never keeps the service from starting.
        flags.add("-Xshare:auto");
      }
      writeIfNew(into.resolve(ARGUMENTS), service.arguments(flags));
      return origin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeIfNew(Path file, List<String> lines) throws IOException {
    if (!Files.exists(file) || !Files.readAllLines(file).equals(lines)) {
      Files.write(file, lines);
    }
  }

  private Origin archive(BaseImage base, Path file, String here) throws IOException {
    Files.deleteIfExists(file);
    if (!here.equals(base.platform())) {
      return new Origin.None("the base image is for " + base.platform() + ", and this is " + here);
    }
    Path kept = kept(base);
    boolean isKept = Files.exists(kept);
    if (!isKept) {
      try {
        make(base, kept);
      } catch (NoArchive e) {
        return new Origin.None(String.valueOf(e.getMessage()));
      } finally {
        Unpacking.delete(scratch);
      }
    }
    Files.setLastModifiedTime(kept.getParent(), FileTime.from(Instant.now()));
    removeOld();
    Files.copy(kept, file, StandardCopyOption.COPY_ATTRIBUTES);
    long bytes = Files.size(file);
    return isKept ? new Origin.Kept(bytes) : new Origin.Made(bytes);
  }

  /** Where the archive for a base image is kept, if it has been made. */
  Path kept(BaseImage base) throws IOException {
    return cache.resolve(key(base)).resolve(FILE);
  }

  private void make(BaseImage base, Path kept) throws IOException, NoArchive {
    Unpacking.delete(scratch);
    Path java =
        base.unpackJava(scratch.resolve("base"))
            .orElseThrow(() -> new NoArchive("the base image has no java in its PATH"));
    Path archive =
        new ArchiveMaker(java, service, scratch.resolve("service")).make(trainingArgument);
    Files.createDirectories(kept.getParent());
    Path unfinished = Files.createTempFile(kept.getParent(), "", ".unfinished");
    Files.copy(archive, unfinished, StandardCopyOption.REPLACE_EXISTING);
    Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The name of all that an archive is made of. */
  private String key(BaseImage base) throws IOException {
    List<String> inputs = new ArrayList<>();
    inputs.add(RECIPE);
    inputs.add(base.digest().value());
    inputs.addAll(service.flags());
    inputs.add(service.libraryPath());
    for (Path library : service.libraries()) {
      inputs.add(Digest.of(Files.readAllBytes(library)).value());
    }
    return Digest.of(String.join("\n", inputs)).hex(12);
  }

  private void removeOld() throws IOException {
    List<Path> all;
    try (Stream<Path> folders = Files.list(cache)) {
      all = folders.sorted(Comparator.comparing(StartupArchive::lastUsed).reversed()).toList();
    }
    for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
      Unpacking.delete(old);
    }
  }

  private static FileTime lastUsed(Path folder) {
    try {
      return Files.getLastModifiedTime(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
