package bourn.formats;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The lines of a text, each of bounded length. */
final class Lines implements AutoCloseable {

  static final int MOST_CHARACTERS = 64 << 20;

  private final Reader in;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private long line;

  Lines(Reader in) {
    this.in = in;
  }

  /** Returns the number of the line that {@link #next} returned last. */
  long line() {
    return line;
  }

  /** Returns the next line without its end, or null at the end of the text. */
  @Nullable String next() {
    if (at == end && !fill()) {
      return null;
    }
    line++;
    StringBuilder rest = null;
    while (true) {
      int newline = newline();
      if (newline < end && rest == null) {
        return take(newline, 1);
      }
      rest = rest == null ? new StringBuilder() : rest;
      if (rest.length() + (newline - at) > MOST_CHARACTERS) {
        throw new FormatException(
            line, 0, "required a line of at most " + MOST_CHARACTERS + " characters, found more");
      }
      rest.append(take(newline, newline < end ? 1 : 0));
      if (newline < end || !fill()) {
        return rest.toString();
      }
    }
  }

  private int newline() {
    int i = at;
    while (i < end && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  private String take(int until, int skipped) {
    String text = new String(buffer, at, until - at);
    at = until + skipped;
    return text;
  }

  private boolean fill() {
    try {
      at = 0;
      end = Math.max(0, in.read(buffer));
      return end > 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
