package bourn.formats;

import bourn.kernel.Value;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads the values of each line. */
final class LineValues implements ValueReader {

  /** Reads one line. */
  interface LineFormat {

    /**
     * Returns the values of {@code text}, which is not blank.
     *
     * @throws FormatException that has {@code line} as its line
     */
    List<Value> read(String text, long line);
  }

  private final Lines lines;
  private final LineFormat format;
  private final Queue<Value> read = new ArrayDeque<>();

  LineValues(Reader in, LineFormat format) {
    this.lines = new Lines(in);
    this.format = format;
  }

  @Override
  public @Nullable Value next() {
    while (read.isEmpty()) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      String text = lines.line() == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (!text.isBlank()) {
        read.addAll(format.read(text, lines.line()));
      }
    }
    return read.poll();
  }

  @Override
  public long line() {
    return lines.line();
  }

  @Override
  public void close() {
    lines.close();
  }
}
