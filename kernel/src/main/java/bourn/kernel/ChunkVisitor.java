package bourn.kernel;

import java.lang.foreign.MemorySegment;

/** Receives the events of a bounded stream by the chunk, for readers that decode many at once. */
@FunctionalInterface
public interface ChunkVisitor {

  /**
   * Visits the events {@code from} to {@code until} of one body.
   *
   * @param first the offset of the body's event 0
   * @param count the number of events in the body
   * @param from the first event of the body inside the bound
   * @param until the event of the body after the last inside the bound
   * @param stamp of the batch to which all events of the body belong
   * @param body in the format of the stream; borrowed during the call
   * @return whether to go on
   */
  boolean visit(long first, int count, int from, int until, Stamp stamp, MemorySegment body);
}
