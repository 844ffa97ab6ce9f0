package com.hcomp.gitops.cause;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * All known causes, in the order in which they count: one message may have marks of several, such
 * as the quota that a Deployment can't make pods for.
 *
 * <p>They are read from YAML beside this class: for each {@code cause} the {@code messages} it is
 * known by (regular expressions that are found anywhere in a message), what it {@code means}, how
 * to {@code mend} it, and maybe a {@code command}.
 */
public final class KnownCauses {
  /** What says more stands before what says less. */
  private static final List<String> FILES =
      List.of("admission", "argocd", "image", "pod", "source", "connection", "symptom");

  private static final KnownCauses STANDARD = read();

  private final List<KnownCause> causes;

  private KnownCauses(List<KnownCause> causes) {
    this.causes = List.copyOf(causes);
  }

  /** Those that come with this tool. */
  public static KnownCauses standard() {
    return STANDARD;
  }

  /** In the order in which they count. */
  List<KnownCause> causes() {
    return causes;
  }

  /**
   * What a message means: the first cause that knows it says so.
   *
   * @param message of any length, in one line or several
   * @return empty if it is not known
   */
  public Optional<Explanation> explain(String message) {
    return causes.stream().flatMap(cause -> cause.explain(message).stream()).findFirst();
  }

  private static KnownCauses read() {
    List<KnownCause> causes = new ArrayList<>();
    for (String file : FILES) {
      for (Object entry : (List<?>) load(file + ".yaml")) {
        causes.add(cause((Map<?, ?>) entry));
      }
    }
    return new KnownCauses(causes);
  }

  private static Object load(String file) {
    try (InputStream stream = KnownCauses.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new Load(LoadSettings.builder().setLabel(file).build()).loadFromString(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KnownCause cause(Map<?, ?> entry) {
    List<?> messages = (List<?>) Objects.requireNonNull(entry.get("messages"));
    return new KnownCause(
        text(entry, "cause").orElseThrow(),
        messages.stream().map(message -> Pattern.compile(message.toString())).toList(),
        text(entry, "means").orElseThrow(),
        text(entry, "mend").orElseThrow(),
        text(entry, "command"));
  }

  private static Optional<String> text(Map<?, ?> entry, String key) {
    @Nullable Object value = entry.get(key);
    return Optional.ofNullable(value).map(Object::toString);
  }
}
