package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The keys of the state.
 *
 * <pre>
 *  STREAMS   byte 0                                        the kernel's record: see KernelRecord
 *  STREAMS   byte 1, incarnation u64                       a stream's record: see StreamRecord
 *  STREAMS   byte 2, incarnation u64, id in UTF-8          a producer's record: see ProducerRecord
 *  STREAMS   byte 3, incarnation u64, consumer in UTF-8    a lease: see LeaseCodec
 *  STREAMS   byte 16, part u64                             u64: bytes of chunks that stay in that
 *                                                          part of the commit log
 *  CHUNKS    incarnation u64, offset of first event u64    chunks of that stream, back to back, or
 *                                                          the place of one: see ChunkPlace
 * </pre>
 *
 * <p>Numbers are big-endian, so that keys sort as numbers do.
 */
final class StateKeys {

  static final byte[] KERNEL = {0};
  static final byte[] FIRST_STREAM = {1};
  static final byte[] AFTER_STREAMS = {2};
  static final byte[] FIRST_LEASE = {3};
  static final byte[] AFTER_LEASES = {4};
  static final byte[] FIRST_PART = {16};
  static final byte[] AFTER_PARTS = {17};

  private StateKeys() {}

  static byte[] stream(long incarnation) {
    return ByteBuffer.allocate(9).put((byte) 1).putLong(incarnation).array();
  }

  static byte[] producer(long incarnation, String id) {
    return named((byte) 2, incarnation, id);
  }

  static byte[] lease(long incarnation, String consumer) {
    return named((byte) 3, incarnation, consumer);
  }

  private static byte[] named(byte kind, long incarnation, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(9 + utf8.length).put(kind).putLong(incarnation).put(utf8).array();
  }

  static byte[] part(long part) {
    return ByteBuffer.allocate(9).put((byte) 16).putLong(part).array();
  }

  /** Returns the part of the log that {@code key} is for. */
  static long part(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
  }

  static byte[] partBytes(long bytes) {
    return ByteBuffer.allocate(Long.BYTES).putLong(bytes).array();
  }

  static long partBytes(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] chunks(long incarnation, long first) {
    return ByteBuffer.allocate(16).putLong(incarnation).putLong(first).array();
  }

  /** Returns the offset of the first event of the chunks under {@code key}. */
  static long first(byte[] key) {
    return ByteBuffer.wrap(key).getLong(Long.BYTES);
  }

  /** Returns whether {@code key} is one of chunks of that stream. */
  static boolean isChunksOf(long incarnation, byte[] key) {
    return ByteBuffer.wrap(key).getLong() == incarnation;
  }
}
