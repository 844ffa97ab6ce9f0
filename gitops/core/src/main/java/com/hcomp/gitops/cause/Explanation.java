package com.hcomp.gitops.cause;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one message means. It never takes the message's place: that stands beneath, whole.
 *
 * @param cause the cause's stable name, such as {@code quota-exceeded}
 * @param means one or two sentences, with the names that the message has
 * @param mend what to do, in a sentence without its full stop
 * @param command what to type; where the message doesn't tell a name, it has {@code <namespace>}
 *     and the like
 */
public record Explanation(String cause, String means, String mend, Optional<String> command) {

  /** The same where the environment is known that the message is about. */
  public Explanation in(String environment) {
    return new Explanation(
        cause, means, mend, command.map(text -> text.replace("<environment>", environment)));
  }

  /** What to do, for people: a sentence, and the command on a line of its own. */
  public List<String> remedy() {
    return command.map(text -> List.of(mend + ":", text)).orElseGet(() -> List.of(mend + "."));
  }

  /** For machines: {@code {"cause","means","mend","command"}}; the command may be null. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cause", cause);
    json.put("means", means);
    json.put("mend", mend);
    json.put("command", command.orElse(null));
    return json;
  }
}
