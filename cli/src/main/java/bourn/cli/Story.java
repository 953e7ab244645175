package bourn.cli;

import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Tells a story on a terminal: chapters, what is asked, what comes back, and how long it took. */
final class Story {

  private static final int WIDTH = 88;

  private final PrintStream out;
  private final Ansi ansi;
  private int chapters;
  private boolean answered;

  Story(PrintStream out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Begins a chapter. */
  void chapter(String title) {
    chapters++;
    String line = "─".repeat(Math.max(3, WIDTH - title.length() - 6));
    out.println();
    out.println(styled("1;36", chapters + " ── " + title) + " " + styled("36", line));
    answered = false;
  }

  /** Says a sentence. */
  void say(String sentence) {
    paragraph();
    out.println("  " + sentence);
  }

  /** Shows what is asked, as it would be typed. */
  void ask(String question) {
    answered = true;
    paragraph();
    question.strip().lines().forEach(line -> out.println("    " + styled("33", line)));
  }

  /** Shows what came back, and how long it took. */
  void answer(String text, long nanos) {
    out.println(text.stripTrailing().indent(4).stripTrailing());
    out.println("    " + styled("2", millis(nanos)));
    answered = true;
  }

  /** Says that something was done, and how long it took. */
  void done(String what, long nanos) {
    paragraph();
    out.println("  " + styled("32", "✓ ") + what + styled("2", " (" + millis(nanos) + ")"));
  }

  /** What follows an answer stands apart from it. */
  private void paragraph() {
    if (answered) {
      out.println();
      answered = false;
    }
  }

  private String styled(String style, String text) {
    return ansi.enabled() ? "\033[" + style + "m" + text + "\033[0m" : text;
  }

  static String millis(long nanos) {
    return nanos < 10_000_000
        ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%,d ms", nanos / 1_000_000);
  }
}
