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
  private static final int SINGLE_BYTES = 128;

  private final EventFormat format;
  private final Outputs outputs;
  private volatile int usualCount = SAMPLE;

  Batches(EventFormat format, Outputs outputs) {
    this.format = format;
    this.outputs = outputs;
  }

  /**
   * Returns {@code events} in the format of the stream. Values become batches of a usual size; a
   * body that is encoded already stays as it is.
   *
   * @throws InvalidEventsException if they do not fit it
   * @throws IllegalArgumentException if they are too large
   */
  List<Chunk.Batch> of(Events events) {
    return switch (events) {
      case Events.Values(List<Value> values) when values.size() == 1 -> List.of(single(values));
      case Events.Values(List<Value> values) -> split(values);
      case Events.Encoded(int count, byte[] body) -> {
        requireSmall(MemorySegment.ofArray(body), count, 0, body.length);
        yield List.of(Chunk.Batch.of(count, MemorySegment.ofArray(body)));
      }
    };
  }

  private Chunk.Batch single(List<Value> values) {
    ValueOutput output = new ValueOutput(SINGLE_BYTES);
    format.encode(values, output);
    requireSmall(output.segment(), 1, 0, output.lengthBytes());
    return Chunk.Batch.of(1, output.segment());
  }

  private List<Chunk.Batch> split(List<Value> values) {
    List<Chunk.Batch> batches = new ArrayList<>();
    long totalBytes = 0;
    for (int from = 0; from < values.size(); ) {
      int until = Math.min(values.size(), from + usualCount);
      ValueOutput output = encode(values, from, until);
      int lengthBytes = output.lengthBytes();
      totalBytes += lengthBytes;
      requireSmall(output.segment(), until - from, from, totalBytes);
      batches.add(batch(until - from, output));
      usualCount = Math.clamp((until - from) * (long) USUAL_BYTES / lengthBytes, 1, 1 << 20);
      from = until;
    }
    return batches;
  }

  private Chunk.Batch batch(int count, ValueOutput output) {
    if (output.lengthBytes() >= PendingChunks.RESIDENT_BYTES) {
      return Chunk.Batch.lent(count, output);
    }
    Chunk.Batch batch = Chunk.Batch.of(count, MemorySegment.ofArray(output.toBytes()));
    outputs.give(output);
    return batch;
  }

  private ValueOutput encode(List<Value> values, int from, int until) {
    ValueOutput output = outputs.take();
    try {
      format.encode(values.subList(from, until), output);
      return output;
    } catch (InvalidEventsException e) {
      throw new InvalidEventsException(
          e.violations().stream().map(violation -> shifted(violation, from)).toList());
    }
  }

  private static Violation shifted(Violation violation, int from) {
    return new Violation(
        violation.row() + from, violation.field(), violation.required(), violation.found());
  }

  private void requireSmall(MemorySegment body, int count, int from, long totalBytes) {
    if (totalBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an append has at most " + MOST_BYTES + " bytes, was at least " + totalBytes);
    }
    if (body.byteSize() > MOST_EVENT_BYTES) {
      requireSmallEvents(body, count, from);
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
