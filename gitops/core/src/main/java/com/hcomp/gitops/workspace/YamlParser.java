package com.hcomp.gitops.workspace;

import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Problem;
import com.hcomp.gitops.model.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a YAML file into nodes that know where they stand. */
final class YamlParser {
  /** Helm's reader, too, takes ~ and Null for null. */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private static final ScalarResolver RESOLVER = SETTINGS.getSchema().getScalarResolver();

  private final Path file;
  private final String text;
  private final boolean oneCharEach;
  private final Iterator<Event> events;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final List<Problem> twice = new ArrayList<>();

  private YamlParser(Path file, String text) {
    this.file = file;
    this.text = text;
    this.oneCharEach = text.codePointCount(0, text.length()) == text.length();
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /**
   * @param root the one document; empty if nothing is in it
   * @param twice keys that are there twice: readers take the last of two, after a bad merge
   *     silently the wrong one
   */
  record Parsed(Optional<YamlNode> root, List<Problem> twice) {}

  /**
   * Reads a file.
   *
   * @throws ProblemException if it is no YAML
   */
  static Parsed parse(Path file, String text) {
    return reading(
        file,
        () -> {
          YamlParser parser = new YamlParser(file, text);
          Optional<YamlNode> root = parser.document();
          return new Parsed(root, List.copyOf(parser.twice));
        });
  }

  /**
   * Runs what reads YAML.
   *
   * @throws ProblemException if it is no YAML
   */
  static <T> T reading(Path file, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw notYaml(file, line, e.getProblem());
    } catch (YamlEngineException e) {
      throw notYaml(file, 0, String.valueOf(e.getMessage()));
    }
  }

  private Optional<YamlNode> document() {
    Optional<YamlNode> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        if (root.isPresent()) {
          throw notYaml(file, line(event), "there is more than one document");
        }
        root = Optional.of(node(node));
      }
    }
    return root;
  }

  private YamlNode node(NodeEvent event) {
    if (event instanceof AliasEvent alias) {
      String name = alias.getAlias().getValue();
      YamlNode target = anchors.get(name);
      if (target == null) {
        throw notYaml(file, line(event), "there is no &" + name + " before *" + name);
      }
      return new YamlNode.Alias(name, target, start(event), end(event), line(event));
    }
    YamlNode node =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : event instanceof MappingStartEvent mapping
                ? mapping(mapping)
                : sequence((CollectionStartEvent) event);
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    return node;
  }

  private YamlNode scalar(ScalarEvent event) {
    int start = contentStart(event, event.getTag().isPresent());
    int end = Math.max(start, end(event));
    if (event.isLiteral() || event.isFolded()) {
      end = blockEnd(start, end);
    }
    return new YamlNode.Scalar(
        event.getValue(), event.getScalarStyle(), event.getTag(), start, end, line(event));
  }

  /** The type of a value: the one that is written before it, or else what it looks like. */
  static Tag tag(YamlNode.Scalar scalar) {
    boolean looks = scalar.style() == ScalarStyle.PLAIN && scalar.tag().isEmpty();
    return scalar
        .tag()
        .filter(name -> !name.equals("!"))
        .map(Tag::new)
        .orElseGet(() -> RESOLVER.resolve(scalar.value(), looks));
  }

  /** Line breaks at the end of a block are content only where its header has a plus. */
  private int blockEnd(int start, int end) {
    int header = text.indexOf('\n', start);
    if (header >= 0 && text.substring(start, header).contains("+")) {
      return end;
    }
    int last = end;
    while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  private YamlNode mapping(MappingStartEvent event) {
    int start = contentStart(event, event.getTag().isPresent());
    int end = start;
    List<YamlNode.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Event next = events.next();
    while (next instanceof NodeEvent key) {
      YamlNode.Entry entry = new YamlNode.Entry(node(key), node((NodeEvent) events.next()));
      if (!entry.name().isEmpty() && !names.add(entry.name())) {
        twice.add(twice(entry));
      }
      entries.add(entry);
      end = Math.max(entry.key().end(), entry.value().end());
      next = events.next();
    }
    boolean flow = event.isFlow();
    return new YamlNode.Mapping(
        List.copyOf(entries), flow, start, flow ? end(next) : end, line(event));
  }

  private Problem twice(YamlNode.Entry entry) {
    return new Problem(
        "KEY-TWICE",
        "It says " + entry.name() + " twice: which of them counts is left to chance.",
        new Location(file, entry.key().line()),
        "Remove one; `git log -p " + file + "` shows where they come from.");
  }

  private YamlNode sequence(CollectionStartEvent event) {
    boolean flow = event.isFlow();
    int start = contentStart(event, event.getTag().isPresent());
    int end = start;
    List<YamlNode.Item> items = new ArrayList<>();
    Event next = events.next();
    while (next instanceof NodeEvent value) {
      int dash = flow ? -1 : skipped(end);
      YamlNode item = node(value);
      items.add(new YamlNode.Item(dash, item));
      end = item.end();
      next = events.next();
    }
    return new YamlNode.Sequence(
        List.copyOf(items), flow, start, flow ? end(next) : end, line(event));
  }

  /** Where a node begins behind its anchor and tag. */
  private int contentStart(NodeEvent event, boolean tagged) {
    int at = start(event);
    if (event.getAnchor().isEmpty() && !tagged) {
      return at;
    }
    int end = at;
    while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      end = at;
      while (end < text.length() && " \t\r\n,]}".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      at = skipped(end);
    }
    boolean nothing =
        event instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getValue().isEmpty();
    return nothing ? end : at;
  }

  /** The next place that is neither white space nor part of a comment. */
  private int skipped(int from) {
    int at = from;
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        int lineEnd = text.indexOf('\n', at);
        at = lineEnd < 0 ? text.length() : lineEnd;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        break;
      }
    }
    return at;
  }

  private int start(Event event) {
    return offset(event.getStartMark());
  }

  private int end(Event event) {
    return offset(event.getEndMark());
  }

  /** Marks count code points. */
  private int offset(Optional<Mark> mark) {
    int index = mark.orElseThrow().getIndex();
    return oneCharEach ? index : text.offsetByCodePoints(0, index);
  }

  private static int line(Event event) {
    return event.getStartMark().orElseThrow().getLine() + 1;
  }

  private static ProblemException notYaml(Path file, int line, String reason) {
    return new Problem(
            "NOT-YAML",
            "It can't be read as YAML: " + reason + ".",
            new Location(file, line),
            "Mend the file; `git diff " + file + "` shows what changed.")
        .asException();
  }
}
