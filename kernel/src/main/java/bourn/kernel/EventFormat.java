package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * How the events of one stream lie in the body of a chunk. The kernel brings the format of generic
 * and datom streams, ValueFormat; the format of typed streams comes from the module that knows
 * columns.
 */
public interface EventFormat {

  /**
   * Returns {@code values} as the body of one chunk.
   *
   * @throws InvalidEventsException if a value does not fit the stream
   */
  byte[] encode(List<Value> values);

  /**
   * Writes {@code values} as the body of one chunk to {@code output}, behind what is there.
   *
   * @throws InvalidEventsException if a value does not fit the stream
   */
  default void encode(List<Value> values, ValueOutput output) {
    output.writeBytes(encode(values));
  }

  /** Returns a new walker over bodies of this format. */
  Walker walker();

  /** Stands on one event of one body. Confined to one thread; allocates nothing but values. */
  interface Walker extends Payload {

    /**
     * Stands on the event {@code index} of {@code body}, which holds {@code count} events. The body
     * is borrowed until the next call.
     */
    void stand(MemorySegment body, int count, int index);

    /** Stands on the next event of the same body, which has one. */
    void step();

    /** Returns the value of the event, newly made. */
    Value value();
  }
}
