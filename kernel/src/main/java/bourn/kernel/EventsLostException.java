package bourn.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where events inside a bound are asked for that damage took, by whoever cannot answer with
 * a {@link Step#GAP}: fewer events than the bound has would be a wrong answer.
 */
public final class EventsLostException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final transient Gap gap;

  EventsLostException(StreamName stream, Gap gap, @Nullable Throwable cause) {
    super(
        "events "
            + gap.requested()
            + " to "
            + (gap.earliest() - 1)
            + " of stream "
            + stream
            + " are lost to damage"
            + (cause == null ? "" : ": " + cause.getMessage()),
        cause);
    this.gap = gap;
  }

  /** Returns which events are lost, and where the stream goes on. */
  public Gap gap() {
    return gap;
  }
}
