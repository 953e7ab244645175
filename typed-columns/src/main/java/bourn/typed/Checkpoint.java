package bourn.typed;

import java.nio.ByteBuffer;

/**
 * How far the rows of a stream are packed: two u64, big-endian.
 *
 * @param from the first offset packed
 * @param until the first offset after those packed
 */
record Checkpoint(long from, long until) {

  byte[] toBytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(from).putLong(until).array();
  }

  static Checkpoint of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Checkpoint(in.getLong(), in.getLong());
  }
}
