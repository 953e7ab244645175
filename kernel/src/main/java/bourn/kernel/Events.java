package bourn.kernel;

import java.util.List;

/** A batch of events on its way into a stream. */
public sealed interface Events {

  /** Returns the number of events. */
  int count();

  /** Events as values; the stream's {@link EventFormat} checks and encodes them. */
  record Values(List<Value> values) implements Events {
    public Values {
      values = List.copyOf(values);
    }

    @Override
    public int count() {
      return values.size();
    }
  }

  /**
   * Events already encoded in the format of the stream they go to, checked by whoever encoded them.
   *
   * @param count the number of events, at least 1
   * @param body the body of a chunk; shared, never modified again
   */
  record Encoded(int count, byte[] body) implements Events {
    public Encoded {
      if (count < 1) {
        throw new IllegalArgumentException("a body holds at least 1 event, was " + count);
      }
    }
  }
}
