package bourn.formats;

import bourn.kernel.Value;

/** Writes values one after another. Confined to one thread. */
public interface ValueWriter extends AutoCloseable {

  /**
   * Writes one more value.
   *
   * @throws IllegalArgumentException if the format cannot hold it
   * @throws java.io.UncheckedIOException if what is written to fails
   */
  void write(Value value);

  /** Writes what the format ends with. Does not close what is written to. */
  @Override
  void close();
}
