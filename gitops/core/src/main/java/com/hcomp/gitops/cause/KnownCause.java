package com.hcomp.gitops.cause;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something that goes wrong often enough to be known by its messages.
 *
 * @param name stable, such as {@code quota-exceeded}
 * @param messages what its messages contain; each has all groups that the sentences name
 * @param means one or two sentences; <code>{quota}</code> stands for what the group of that name
 *     matched
 * @param mend what to do, in a sentence without its full stop
 * @param command what to type, where there is something
 */
record KnownCause(
    String name, List<Pattern> messages, String means, String mend, Optional<String> command) {
  private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final Pattern GROUP = Pattern.compile("\\{([a-z]+)\\}");

  KnownCause {
    messages = List.copyOf(messages);
    if (!NAME.matcher(name).matches() || messages.isEmpty()) {
      throw new IllegalArgumentException(name + " is no name, or has no messages");
    }
    for (String group : groups(means, mend, command.orElse(""))) {
      for (Pattern message : messages) {
        if (!message.pattern().contains("(?<" + group + ">")) {
          throw new IllegalArgumentException(name + ": no " + group + " in " + message);
        }
      }
    }
  }

  private static List<String> groups(String... sentences) {
    return Stream.of(sentences)
        .flatMap(sentence -> GROUP.matcher(sentence).results())
        .map(result -> result.group(1))
        .toList();
  }

  /** What a message means; empty if it isn't one of this cause's. */
  Optional<Explanation> explain(String message) {
    return messages.stream()
        .map(pattern -> pattern.matcher(message))
        .filter(Matcher::find)
        .findFirst()
        .map(
            found ->
                new Explanation(
                    name,
                    filled(means, found),
                    filled(mend, found),
                    command.map(text -> filled(text, found))));
  }

  private static String filled(String sentence, Matcher found) {
    return GROUP
        .matcher(sentence)
        .replaceAll(
            group -> {
              String value = Optional.ofNullable(found.group(group.group(1))).orElse("");
              return Matcher.quoteReplacement(value.strip());
            });
  }
}
