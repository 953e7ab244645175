package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where chunks lie that stay in the commit log: what the state holds in their stead. That is one
 * large chunk, or a run of small ones of one stream, between which other bytes of the log lie.
 *
 * <pre>
 *  byte  0 ..  3   magic     "BRNP" of one chunk, "BRNR" of a run
 *  byte  4 ..  7   length    bytes of the chunks
 *  byte  8 .. 15   address   in the log, of the first: see {@link CommitLog#address}
 *  byte 16 .. 19   span      of a run: bytes from the start of the first chunk to the end of the last
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
record ChunkPlace(long address, int lengthBytes, int spanBytes) {

  private static final int CHUNK = 0x504E5242;
  private static final int CHUNK_BYTES = 16;
  private static final int RUN = 0x524E5242;
  private static final int RUN_BYTES = 20;

  /** Makes the place of one chunk. */
  ChunkPlace(long address, int lengthBytes) {
    this(address, lengthBytes, lengthBytes);
  }

  /** Returns whether these are so few bytes that they are repacked with those around them. */
  boolean isSmall() {
    return lengthBytes < PendingChunks.RESIDENT_BYTES;
  }

  private boolean isRun() {
    return spanBytes > lengthBytes;
  }

  byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(isRun() ? RUN_BYTES : CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(isRun() ? RUN : CHUNK).putInt(lengthBytes).putLong(address);
    return (isRun() ? out.putInt(spanBytes) : out).array();
  }

  /** Returns whether {@code value} is a place, and no chunk. */
  static boolean isOne(byte[] value) {
    return switch (value.length) {
      case CHUNK_BYTES -> magic(value) == CHUNK;
      case RUN_BYTES -> magic(value) == RUN;
      default -> false;
    };
  }

  private static int magic(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  static ChunkPlace of(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(4);
    int lengthBytes = in.getInt();
    long address = in.getLong();
    return new ChunkPlace(address, lengthBytes, in.hasRemaining() ? in.getInt() : lengthBytes);
  }
}
