package com.hcomp.gitops.image;

import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.registry.ImageContent;
import com.hcomp.gitops.registry.ImageName;
import com.hcomp.gitops.registry.ImageReader;
import com.hcomp.gitops.registry.Registry;
import com.hcomp.gitops.registry.RegistryAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The image that another one is built on, in its registry.
 *
 * @param reader reads from that registry
 * @param repository its path there
 * @param content what it is made of
 */
public record BaseImage(ImageReader reader, String repository, ImageContent content) {
  /** What Jib takes of an image for several platforms. */
  private static final String USUAL_ARCHITECTURE = "amd64";

  /**
   * Looks it up.
   *
   * @param name as in {@code gcr.io/distroless/java17-debian12:nonroot}
   * @param plainHttp whether its registry is spoken to without TLS; always so on this machine
   * @throws com.hcomp.gitops.model.ProblemException BAD-IMAGE, IMAGE-MISSING, or what a registry
   *     causes
   */
  public static BaseImage named(String name, boolean plainHttp) {
    ImageName image = ImageName.parse(name);
    ImageReader reader =
        new ImageReader(new Registry(new RegistryAddress(image.host(), plainHttp)));
    ImageContent content =
        reader.content(image.repository(), image.reference(), USUAL_ARCHITECTURE);
    return new BaseImage(reader, image.repository(), content);
  }

  Digest digest() {
    return content.digest();
  }

  /** What its programs run on: {@code linux/amd64}. */
  String platform() {
    return "linux/" + content.architecture();
  }

  /** Writes its files below a folder, and finds its Java there; empty if its PATH has none. */
  Optional<Path> unpackJava(Path root) throws IOException {
    Unpacking unpacking = new Unpacking(Files.createDirectories(root));
    for (ImageContent.Layer layer : content.layers()) {
      unpacking.add(new ByteArrayInputStream(reader.layer(repository, layer)), layer.mediaType());
    }
    String searchPath = content.environment().getOrDefault("PATH", "/usr/bin:/bin");
    return unpacking.files().program("java", searchPath);
  }
}
