package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the state.
 *
 * <pre>
 *  STREAMS   byte 0                                        the kernel's record: see KernelRecord
 *  STREAMS   byte 0, byte 1                                bytes of chunks in the state: see Usage
 *  STREAMS   byte 1, incarnation u64                       a stream's record: see StreamRecord
 *  STREAMS   byte 2, incarnation u64, id in UTF-8          a producer's record: see ProducerRecord
 *  STREAMS   byte 3, incarnation u64, consumer in UTF-8    a lease: see LeaseCodec
 *  STREAMS   byte 4, incarnation u64, offset u64           bytes before it: see Milestones
 *  STREAMS   byte 5, incarnation u64, offset u64           bytes taken of it: see Freed
 *  STREAMS   byte 6, incarnation u64                       greatest generation of a forgotten
 *                                                          consumer: see LeaseCodec
 *  STREAMS   byte 16, part u64                             u64: bytes of chunks that stay in that
 *                                                          part of the commit log: see Usage
 *  CHUNKS    incarnation u64, offset of first event u64    chunks of that stream, back to back, or
 *                                                          the place of one: see ChunkPlace
 *  SEGMENTS  incarnation u64, then whatever its owner says   derived from that stream
 * </pre>
 *
 * <p>Numbers are big-endian, so that keys sort as numbers do.
 */
final class StateKeys {

  static final byte[] KERNEL = {0};
  static final byte[] STATE_USAGE = {0, 1};
  static final byte[] FIRST_STREAM = {1};
  static final byte[] AFTER_STREAMS = {2};
  static final byte[] FIRST_LEASE = {3};
  static final byte[] AFTER_LEASES = {4};
  static final byte[] FIRST_FORGOTTEN = {6};
  static final byte[] AFTER_FORGOTTEN = {7};
  static final byte[] FIRST_PART = {16};
  static final byte[] AFTER_PARTS = {17};

  private static final byte STREAM = 1;
  private static final byte PRODUCER = 2;
  private static final byte LEASE = 3;
  private static final byte MILESTONE = 4;
  private static final byte FREED = 5;
  private static final byte FORGOTTEN = 6;

  private StateKeys() {}

  static byte[] stream(long incarnation) {
    return of(STREAM, incarnation);
  }

  static byte[] producer(long incarnation, String id) {
    return named(PRODUCER, incarnation, id);
  }

  static byte[] lease(long incarnation, String consumer) {
    return named(LEASE, incarnation, consumer);
  }

  static byte[] forgotten(long incarnation) {
    return of(FORGOTTEN, incarnation);
  }

  /** Returns the incarnation that a key of {@link #forgotten} is for. */
  static long forgottenOf(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
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

  static byte[] milestone(long incarnation, long first) {
    return at(MILESTONE, incarnation, first);
  }

  static byte[] freed(long incarnation, long first) {
    return at(FREED, incarnation, first);
  }

  private static byte[] at(byte tag, long incarnation, long first) {
    return ByteBuffer.allocate(17).put(tag).putLong(incarnation).putLong(first).array();
  }

  /** Returns the offset that a key of {@link #milestone} or {@link #freed} is for. */
  static long offset(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1 + Long.BYTES);
  }

  static boolean isMilestoneOf(long incarnation, byte[] key) {
    return key[0] == MILESTONE && ByteBuffer.wrap(key).getLong(1) == incarnation;
  }

  /** Adds to {@code batch} the removal of what the state knows of a stream but its chunks. */
  static void removeStream(KeyValue.Batch batch, long incarnation) {
    for (byte tag = STREAM; tag <= FORGOTTEN; tag++) {
      batch.deleteRange(KeyValue.Family.STREAMS, of(tag, incarnation), of(tag, incarnation + 1));
    }
    batch.deleteRange(KeyValue.Family.SEGMENTS, segments(incarnation), segments(incarnation + 1));
  }

  private static byte[] of(byte tag, long incarnation) {
    return ByteBuffer.allocate(9).put(tag).putLong(incarnation).array();
  }

  /** Returns the key before all segments that are derived from a stream. */
  private static byte[] segments(long incarnation) {
    return ByteBuffer.allocate(8).putLong(incarnation).array();
  }

  static byte[] chunks(long incarnation, long first) {
    return ByteBuffer.allocate(16).putLong(incarnation).putLong(first).array();
  }

  /**
   * Returns where the entry of {@code state} begins that holds {@code offset} of a stream, {@code
   * otherwise} when there is none.
   */
  static long entry(KeyValue state, long incarnation, long offset, long otherwise) {
    KeyValue.Entry entry = state.floor(KeyValue.Family.CHUNKS, chunks(incarnation, offset));
    return entry == null || !isChunksOf(incarnation, entry.key()) ? otherwise : first(entry.key());
  }

  /** Returns whether {@code key}, of the family STREAMS, is that of a stream's record. */
  static boolean isStream(byte[] key) {
    return key.length > 0 && key[0] == FIRST_STREAM[0];
  }

  /** Returns whether {@code key}, of the family STREAMS, is about where chunks lie. */
  static boolean isUsage(byte[] key) {
    return key.length > 0 && (key[0] == FIRST_PART[0] || Arrays.equals(key, STATE_USAGE));
  }

  /** Returns whether {@code key}, of the family STREAMS, is that of a producer's record. */
  static boolean isProducer(byte[] key) {
    return key.length > 0 && key[0] == PRODUCER;
  }

  /** Returns whether {@code key}, of the family STREAMS, is that of a lease. */
  static boolean isLease(byte[] key) {
    return key.length > 0 && key[0] == LEASE;
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
