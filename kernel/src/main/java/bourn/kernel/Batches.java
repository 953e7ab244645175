package bourn.kernel;

import java.util.List;

/** Makes batches of the events of an append, on the thread of its caller. */
final class Batches {

  /** The most bytes of one append. */
  static final int MOST_BYTES = 64 << 20;

  /** The most bytes of one event. */
  static final int MOST_EVENT_BYTES = 16 << 20;

  private Batches() {}

  /**
   * Returns {@code events} in {@code format}.
   *
   * @throws InvalidEventsException if they do not fit it
   * @throws IllegalArgumentException if they are too large
   */
  static List<Chunk.Batch> of(Events events, EventFormat format) {
    byte[] body =
        switch (events) {
          case Events.Values(List<Value> values) -> format.encode(values);
          case Events.Encoded(int count, byte[] encoded) -> encoded;
        };
    if (body.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an append has at most " + MOST_BYTES + " bytes, was " + body.length);
    }
    if (body.length > MOST_EVENT_BYTES) {
      requireSmallEvents(body, events.count(), format);
    }
    return List.of(Chunk.Batch.of(events.count(), body));
  }

  private static void requireSmallEvents(byte[] body, int count, EventFormat format) {
    EventFormat.Walker walker = format.walker();
    for (int i = 0; i < count; i++) {
      walker.stand(java.lang.foreign.MemorySegment.ofArray(body), count, i);
      if (walker.lengthBytes() > MOST_EVENT_BYTES) {
        throw new IllegalArgumentException(
            "an event has at most "
                + MOST_EVENT_BYTES
                + " bytes, event "
                + i
                + " was "
                + walker.lengthBytes());
      }
    }
  }
}
