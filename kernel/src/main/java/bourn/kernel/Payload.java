package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The encoded bytes of one event, borrowed: they must not be modified. */
public interface Payload {

  /** Returns the memory in which the bytes lie. */
  MemorySegment segment();

  /** Returns where in {@link #segment} the bytes begin. */
  long start();

  /** Returns the number of bytes. */
  int lengthBytes();

  /** Returns a copy of the bytes. */
  default byte[] toBytes() {
    return segment().asSlice(start(), lengthBytes()).toArray(ValueLayout.JAVA_BYTE);
  }
}
