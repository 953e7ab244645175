package bourn.adapters;

import bourn.kernel.Gap;
import bourn.kernel.StreamName;

/**
 * Thrown where events that were to come next cannot be had. {@link #gap} says what took them and
 * where reading can go on.
 */
public final class GapException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StreamName stream;
  private final transient Gap gap;

  GapException(StreamName stream, Gap gap) {
    super(
        "stream "
            + stream
            + " cannot be read from offset "
            + gap.requested()
            + " ("
            + gap.cause()
            + "); reading can go on at offset "
            + gap.earliest());
    this.stream = stream;
    this.gap = gap;
  }

  /** Returns the name of the stream. */
  public StreamName stream() {
    return stream;
  }

  /** Returns what the reader found. */
  public Gap gap() {
    return gap;
  }
}
