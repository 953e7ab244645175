package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Makes batches of the events of an append to one stream, on the thread of its caller. */
final class Batches {

  /*
   * How many events make a chunk of the usual size is learnt from those before. That the number is
   * written by several callers without order does no harm.
   */

  /** The most bytes of one append. */
  static final int MOST_BYTES = 64 << 20;

  /** The most bytes of one event. */
  static final int MOST_EVENT_BYTES = 16 << 20;

  private static final int USUAL_BYTES = 128 << 10;
  private static final int SAMPLE = 256;

  private final EventFormat format;
  private final Outputs outputs;
  private volatile int usualCount = SAMPLE;

  Batches(EventFormat format, Outputs outputs) {
    this.format = format;
    this.outputs = outputs;
  }

  /**
   * Returns {@code events} in the format of the stream. Values become batches of a usual size; a
   * body that is encoded already stays whole, and is copied.
   *
   * @param causes how many there are
   * @throws InvalidEventsException if they do not fit it
   * @throws IllegalArgumentException if they are too large
   */
  List<Chunk.Batch> of(Events events, int causes) {
    int headerBytes = ChunkHeader.lengthBytes(causes);
    return switch (events) {
      case Events.Values(List<Value> values) when values.size() == 1 ->
          List.of(single(values, headerBytes));
      case Events.Values(List<Value> values) -> split(values, headerBytes);
      case Events.Encoded(int count, byte[] body) -> List.of(encoded(count, body, headerBytes));
    };
  }

  private Chunk.Batch single(List<Value> values, int headerBytes) {
    ValueOutput output = outputs.takeSmall();
    encode(values, headerBytes, output);
    requireSmall(output, headerBytes, 1, 0, output.lengthBytes());
    return new Chunk.Batch(1, output, headerBytes);
  }

  private Chunk.Batch encoded(int count, byte[] body, int headerBytes) {
    ValueOutput output = outputs.take();
    output.skip(headerBytes);
    output.writeBytes(body);
    requireSmall(output, headerBytes, count, 0, body.length);
    return batch(count, output, headerBytes);
  }

  private List<Chunk.Batch> split(List<Value> values, int headerBytes) {
    List<Chunk.Batch> batches = new ArrayList<>();
    long totalBytes = 0;
    for (int from = 0; from < values.size(); ) {
      int until = Math.min(values.size(), from + usualCount);
      ValueOutput output = encoded(values, from, until, headerBytes);
      int lengthBytes = output.lengthBytes();
      totalBytes += lengthBytes;
      requireSmall(output, headerBytes, until - from, from, totalBytes);
      batches.add(batch(until - from, output, headerBytes));
      usualCount = Math.clamp((until - from) * (long) USUAL_BYTES / lengthBytes, 1, 1 << 20);
      from = until;
    }
    return batches;
  }

  private Chunk.Batch batch(int count, ValueOutput output, int headerBytes) {
    if (output.lengthBytes() >= PendingChunks.RESIDENT_BYTES) {
      return new Chunk.Batch(count, output, headerBytes);
    }
    ValueOutput small = outputs.takeSmall();
    small.writeBytes(output.array(), 0, output.lengthBytes());
    outputs.give(output);
    return new Chunk.Batch(count, small, headerBytes);
  }

  private ValueOutput encoded(List<Value> values, int from, int until, int headerBytes) {
    ValueOutput output = outputs.take();
    List<Value> part = until - from == values.size() ? values : values.subList(from, until);
    try {
      encode(part, headerBytes, output);
      return output;
    } catch (InvalidEventsException e) {
      throw new InvalidEventsException(
          e.violations().stream().map(violation -> shifted(violation, from)).toList());
    }
  }

  private void encode(List<Value> values, int headerBytes, ValueOutput output) {
    output.skip(headerBytes);
    format.encode(values, output);
  }

  private static Violation shifted(Violation violation, int from) {
    return new Violation(
        violation.row() + from, violation.field(), violation.required(), violation.found());
  }

  private void requireSmall(
      ValueOutput output, int headerBytes, int count, int from, long totalBytes) {
    if (totalBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an append has at most " + MOST_BYTES + " bytes, was at least " + totalBytes);
    }
    if (output.lengthBytes() > MOST_EVENT_BYTES) {
      requireSmallEvents(output.segment().asSlice(headerBytes), count, from);
    }
  }

  private void requireSmallEvents(MemorySegment body, int count, int from) {
    EventFormat.Walker walker = format.walker();
    for (int i = 0; i < count; i++) {
      walker.stand(body, count, i);
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
