package bourn.formats;

import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reads values one after another, holding no more than one in memory. Confined to one thread.
 *
 * <p>After a {@link FormatException} a reader of lines goes on with the next line; every other
 * reader is at its end.
 */
public interface ValueReader extends AutoCloseable {

  /**
   * Returns the next value, or null at the end.
   *
   * @throws FormatException if what comes next is not in the format that is read
   * @throws java.io.UncheckedIOException if the text cannot be read
   */
  @Nullable Value next();

  /** Returns the line on which the last value began, from 1. */
  long line();

  /** Closes what is read from. */
  @Override
  void close();
}
