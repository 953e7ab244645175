package bourn.formats;

import bourn.kernel.Edn;
import bourn.kernel.EdnException;
import bourn.kernel.Value;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads values that may span lines: gathers lines until all brackets are closed. */
final class EdnFormValues implements ValueReader {

  private static final long MOST_LINES_BEFORE = 1 << 20;

  private final Lines lines;
  private final Queue<Value> read = new ArrayDeque<>();
  private final StringBuilder gathered = new StringBuilder();
  private long line;
  private int depth;
  private boolean inString;

  EdnFormValues(Reader in) {
    this.lines = new Lines(in);
  }

  @Override
  public @Nullable Value next() {
    while (read.isEmpty()) {
      if (!gather()) {
        return null;
      }
      parse();
    }
    return read.poll();
  }

  /** Gathers lines up to one that ends outside of brackets; returns whether there is any. */
  private boolean gather() {
    do {
      String text = lines.next();
      if (text == null) {
        if (gathered.isEmpty()) {
          return false;
        }
        parseAtEnd();
        return true;
      }
      add(lines.line() == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
    } while (gathered.isEmpty() || depth > 0 || inString);
    return true;
  }

  private void add(String text) {
    if (gathered.isEmpty()) {
      if (text.isBlank()) {
        return;
      }
      line = lines.line();
    }
    if (gathered.length() + text.length() >= Edn.MOST_CHARACTERS) {
      throw new FormatException(
          line,
          0,
          "required a form of at most "
              + Edn.MOST_CHARACTERS
              + " characters, found more; perhaps a bracket or a quote is not closed");
    }
    gathered.append(text).append('\n');
    scan(text);
  }

  /** Follows brackets and strings; what is wrong with them is said when the form is parsed. */
  private void scan(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '"' -> inString = !inString;
        case ';' -> {
          if (!inString) {
            return;
          }
        }
        case '(', '[', '{' -> depth += inString ? 0 : 1;
        case ')', ']', '}' -> depth -= inString ? 0 : 1;
        default -> {}
      }
    }
  }

  /** Parses what is gathered, unless it ends where a value is still to come, as after a tag. */
  private void parse() {
    if (gathered.isEmpty()) {
      return;
    }
    String text = gathered.toString();
    try {
      read.addAll(Edn.readAll(text));
    } catch (EdnException refused) {
      if (refused.position() >= text.stripTrailing().length() && depth == 0 && !inString) {
        return;
      }
      throw refused(refused);
    }
    clear();
  }

  private void parseAtEnd() {
    try {
      read.addAll(Edn.readAll(gathered.toString()));
      clear();
    } catch (EdnException refused) {
      throw refused(refused);
    }
  }

  private FormatException refused(EdnException within) {
    EdnException refused = inFile(within);
    FormatException exception =
        new FormatException(
            refused == within ? line + within.line() - 1 : refused.line(),
            refused.column(),
            "required " + refused.required() + ", found " + refused.found());
    clear();
    return exception;
  }

  /**
   * Returns the refusal of the same text behind as many lines, so that it names those of the file.
   */
  private EdnException inFile(EdnException within) {
    if (line > MOST_LINES_BEFORE) {
      return within;
    }
    try {
      Edn.readAll("\n".repeat((int) line - 1) + gathered);
      return within;
    } catch (EdnException refused) {
      return refused;
    }
  }

  private void clear() {
    gathered.setLength(0);
    depth = 0;
    inString = false;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() {
    lines.close();
  }
}
