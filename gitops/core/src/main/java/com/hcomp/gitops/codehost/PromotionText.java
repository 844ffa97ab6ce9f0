package com.hcomp.gitops.codehost;

import com.hcomp.gitops.gate.Ruling;
import com.hcomp.gitops.gate.Verdict;
import com.hcomp.gitops.model.Component;
import com.hcomp.gitops.model.Digest;
import com.hcomp.gitops.model.ImageRef;
import com.hcomp.gitops.model.Location;
import com.hcomp.gitops.model.Release;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a pull request for a promotion says: what moves first, then the gates, then the difference,
 * as much of it as there is room for.
 */
public final class PromotionText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What a code host takes as title. */
  private static final int LONGEST_TITLE = 256;

  /** Room for the gates. Never reached, unless what they were answered is out of all bounds. */
  private static final int GATES = 40_000;

  /** For the hidden line, the end of the difference and the note about what is left out. */
  private static final int RESERVED = 2_000;

  private final Promotion promotion;

  private PromotionText(Promotion promotion) {
    this.promotion = promotion;
  }

  /** The pull request for a promotion. */
  public static Proposal of(Promotion promotion) {
    return new PromotionText(promotion).proposal();
  }

  private Proposal proposal() {
    String environment = promotion.release().environment();
    String title = title();
    List<String> labels = List.of("promotion", "environment:" + environment);
    String top = moves() + "\n" + gates();
    String text = top + difference(Proposal.MOST - RESERVED - top.length());
    String standing = String.join("\n", moves(), kinds(), promotion.diff());
    return new Proposal(
        environment, promotion.base(), title, labels, text, promotion.plan(), Digest.of(standing));
  }

  private String title() {
    String subject = promotion.subject();
    return subject.length() <= LONGEST_TITLE
        ? subject
        : subject.substring(0, LONGEST_TITLE - 1) + "…";
  }

  private String moves() {
    Release release = promotion.release();
    StringBuilder text =
        new StringBuilder("**")
            .append(release.environment())
            .append("** gets release **")
            .append(release.pin().version())
            .append("**")
            .append(
                promotion
                    .from()
                    .map(from -> ", with the payload of " + from)
                    .orElse(", which was bumped by hand"))
            .append(".\n\n| | now | then |\n|---|---|---|\n");
    row(text, "release", promotion.replaces().map(PromotionText::pin), pin(release));
    for (int i = 0; i < release.payload().components().size(); i++) {
      Component then = release.payload().components().get(i);
      Optional<Component> now =
          promotion.replaces().flatMap(before -> component(before, then.name()));
      row(
          text,
          chart(then),
          now.map(component -> component.chart().version().value()),
          then.chart().version().value());
      then.image()
          .ifPresent(
              image ->
                  row(
                      text,
                      "image " + image.repository(),
                      now.flatMap(Component::image).map(PromotionText::image),
                      image(image)));
    }
    promotion.replaces().ifPresent(before -> gone(text, before, release));
    return text.toString();
  }

  private static void gone(StringBuilder text, Release before, Release release) {
    for (Component now : before.payload().components()) {
      if (component(release, now.name()).isEmpty()) {
        row(text, chart(now), Optional.of(now.chart().version().value()), "none");
      }
    }
  }

  private static String chart(Component component) {
    String chart = component.chart().name();
    return "chart " + chart + (chart.equals(component.name()) ? "" : " as " + component.name());
  }

  private static Optional<Component> component(Release release, String name) {
    return release.payload().components().stream()
        .filter(component -> component.name().equals(name))
        .findFirst();
  }

  private static void row(StringBuilder text, String what, Optional<String> now, String then) {
    String shown = Markdown.cell(then);
    String changed = now.filter(then::equals).isPresent() ? shown : "**" + shown + "**";
    text.append(
        Markdown.row(
            List.of(Markdown.cell(what), now.map(Markdown::cell).orElse("none"), changed)));
  }

  private static String pin(Release release) {
    return release.pin().version() + ", " + release.pin().digest().abbreviated();
  }

  private static String image(ImageRef image) {
    return image.tag() + ", " + image.digest().abbreviated();
  }

  private String gates() {
    StringBuilder text = new StringBuilder("### Gates\n\n");
    List<String> rows = promotion.rulings().stream().map(this::gate).toList();
    if (rows.isEmpty()) {
      text.append("None is asked for.\n");
    } else {
      List<String> shown = Markdown.thatFit(rows, GATES);
      text.append("| | gate | |\n|---|---|---|\n").append(String.join("", shown));
      if (shown.size() < rows.size()) {
        text.append(Markdown.row(List.of("", rows.size() - shown.size() + " more", "")));
      }
    }
    return text.append("\nAs they stood at ")
        .append(TIME.format(promotion.judged()))
        .append(". Once this is approved and all of them are open, `mvn gitops:advance` merges it.")
        .append(
            "\nTo turn it down, request changes or close it. Don't commit to its branch: that is")
        .append(" written anew when the plan changes.\n")
        .toString();
  }

  private String gate(Ruling ruling) {
    return Markdown.row(List.of(state(ruling), Markdown.cell(name(ruling)), said(ruling)));
  }

  private static String name(Ruling ruling) {
    String gate = ruling.gate().toString();
    return ruling.subject().equals(gate) ? gate : gate + " " + ruling.subject();
  }

  private static String state(Ruling ruling) {
    if (ruling.verdict() instanceof Verdict.Pass) {
      return "pass";
    }
    String word = ruling.verdict() instanceof Verdict.Wait ? "wait" : "block";
    return ruling.isOpen() ? word + ", overridden" : "**" + word + "**";
  }

  private static String said(Ruling ruling) {
    StringBuilder said = new StringBuilder(Markdown.cell(ruling.verdict().reason()));
    if (ruling.verdict() instanceof Verdict.Pass) {
      return said.toString();
    }
    if (ruling.verdict() instanceof Verdict.Wait wait) {
      wait.until().ifPresent(until -> said.append("; until ").append(TIME.format(until)));
    }
    ruling.place().ifPresent(place -> said.append(" (").append(place(place)).append(')'));
    if (ruling.override().isPresent()) {
      return said.append("<br>overridden: ")
          .append(Markdown.cell(ruling.override().get()))
          .toString();
    }
    return ruling.verdict() instanceof Verdict.Blocked blocked
        ? said.append("<br>").append(Markdown.cell(blocked.remedy())).toString()
        : said.toString();
  }

  private static String place(Location place) {
    Location named =
        new Location(
            Optional.ofNullable(place.file().getFileName()).orElse(place.file()), place.line());
    return Markdown.cell(named.toString());
  }

  /** The gates without the figures that time changes. */
  private String kinds() {
    return promotion.rulings().stream()
        .map(ruling -> name(ruling) + " " + state(ruling) + " " + ruling.override())
        .collect(Collectors.joining("\n"));
  }

  private String difference(int room) {
    List<String> lines = Markdown.lines(promotion.diff());
    StringBuilder text = new StringBuilder("\n### What changes in the cluster\n\n");
    if (lines.isEmpty()) {
      return text.append("Nothing that is rendered.\n").toString();
    }
    List<String> shown = Markdown.thatFit(lines, room - text.length());
    String fence = Markdown.fence(shown);
    text.append(count(lines)).append("\n\n").append(fence).append("diff\n");
    shown.forEach(line -> text.append(line).append('\n'));
    text.append(fence).append('\n');
    if (shown.size() < lines.size()) {
      text.append("\n**Only the first ")
          .append(shown.size())
          .append(" of ")
          .append(lines.size())
          .append(" lines are here.** The whole: ")
          .append(promotion.whole())
          .append('\n');
    }
    return text.toString();
  }

  private static String count(List<String> lines) {
    long added = lines.stream().filter(line -> changed(line, '+')).count();
    long removed = lines.stream().filter(line -> changed(line, '-')).count();
    return added + (added == 1 ? " line" : " lines") + " added, " + removed + " removed.";
  }

  private static boolean changed(String line, char sign) {
    return !line.isEmpty() && line.charAt(0) == sign && !line.startsWith(("" + sign).repeat(3));
  }
}
