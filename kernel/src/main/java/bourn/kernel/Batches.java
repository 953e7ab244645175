package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Makes batches of the events of an append, on the thread of its caller. */
final class Batches {

  /** The most bytes of one append. */
  static final int MOST_BYTES = 64 << 20;

  /** The most bytes of one event. */
  static final int MOST_EVENT_BYTES = 16 << 20;

  private static final int USUAL_BYTES = 128 << 10;
  private static final int SAMPLE = 256;

  private Batches() {}

  /**
   * Returns {@code events} in {@code format}. Values become batches of a usual size; a body that is
   * encoded already stays as it is.
   *
   * @throws InvalidEventsException if they do not fit it
   * @throws IllegalArgumentException if they are too large
   */
  static List<Chunk.Batch> of(Events events, EventFormat format) {
    return switch (events) {
      case Events.Values(List<Value> values) -> split(values, format);
      case Events.Encoded(int count, byte[] body) -> {
        requireSmall(body, count, 0, body.length, format);
        yield List.of(Chunk.Batch.of(count, body));
      }
    };
  }

  private static List<Chunk.Batch> split(List<Value> values, EventFormat format) {
    List<Chunk.Batch> batches = new ArrayList<>();
    long totalBytes = 0;
    int count = Math.min(SAMPLE, values.size());
    for (int from = 0; from < values.size(); ) {
      int until = Math.min(values.size(), from + count);
      byte[] body = encode(values, from, until, format);
      totalBytes += body.length;
      requireSmall(body, until - from, from, totalBytes, format);
      batches.add(Chunk.Batch.of(until - from, body));
      count = Math.clamp((until - from) * (long) USUAL_BYTES / body.length, 1, 1 << 20);
      from = until;
    }
    return batches;
  }

  private static byte[] encode(List<Value> values, int from, int until, EventFormat format) {
    try {
      return format.encode(values.subList(from, until));
    } catch (InvalidEventsException e) {
      throw new InvalidEventsException(
          e.violations().stream().map(violation -> shifted(violation, from)).toList());
    }
  }

  private static Violation shifted(Violation violation, int from) {
    return new Violation(
        violation.row() + from, violation.field(), violation.required(), violation.found());
  }

  private static void requireSmall(
      byte[] body, int count, int from, long totalBytes, EventFormat format) {
    if (totalBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an append has at most " + MOST_BYTES + " bytes, was at least " + totalBytes);
    }
    if (body.length > MOST_EVENT_BYTES) {
      requireSmallEvents(body, count, from, format);
    }
  }

  private static void requireSmallEvents(byte[] body, int count, int from, EventFormat format) {
    EventFormat.Walker walker = format.walker();
    for (int i = 0; i < count; i++) {
      walker.stand(MemorySegment.ofArray(body), count, i);
      if (walker.lengthBytes() > MOST_EVENT_BYTES) {
        throw new IllegalArgumentException(
            "an event has at most "
                + MOST_EVENT_BYTES
                + " bytes, event "
                + (from + i)
                + " was "
                + walker.lengthBytes());
      }
    }
  }
}
