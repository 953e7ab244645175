package bourn.cli;

import bourn.formats.TableOptions;
import picocli.CommandLine.Help.Ansi;

/** What the standard output is: a terminal of some width, or a pipe. */
final class Screen {

  /** The launcher sets this to the terminal's width where the output is a terminal. */
  private static final String WIDTH_PROPERTY = "bourn.terminal.width";

  private static final int USUAL_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;
  private static final int MOST_ROWS = 100;

  private Screen() {}

  /** Returns whether a person is looking. */
  static boolean isTerminal() {
    return System.getProperty(WIDTH_PROPERTY) != null;
  }

  /** Returns how many characters a line may have. */
  static int width() {
    return Math.max(LEAST_WIDTH, Integer.getInteger(WIDTH_PROPERTY, USUAL_WIDTH));
  }

  /** Returns whether text may be coloured. */
  static Ansi ansi() {
    return isTerminal() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  /** Returns how to show a table here. */
  static TableOptions table() {
    return new TableOptions(width(), MOST_ROWS, ansi() == Ansi.ON);
  }
}
