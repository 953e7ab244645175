package bourn.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The bytes of a lease, in commits and in the state.
 *
 * <pre>
 *  byte  0         version      1
 *  byte  1 ..  8   incarnation  of the stream
 *  byte  9 .. 12   epoch        in which the position was stored
 *  byte 13 .. 20   position
 *  byte 21 .. 28   generation
 *  byte 29 .. 36   ttl          in milliseconds
 *  byte 37 .. 44   until        in milliseconds since 1970
 *  byte 45 .. 52   lag          of what is held, in events
 *  byte 53 .. 60   lag          of what is held, in bytes
 *  byte 61 ..      consumer     in UTF-8
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
final class LeaseCodec {

  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 61;

  private LeaseCodec() {}

  static byte[] encode(Lease lease) {
    byte[] consumer = lease.consumer().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED_BYTES + consumer.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(VERSION)
        .putLong(lease.cursor().incarnation())
        .putInt(lease.cursor().epoch())
        .putLong(lease.cursor().offset())
        .putLong(lease.generation())
        .putLong(lease.ttl().toMillis())
        .putLong(lease.until().toEpochMilli())
        .putLong(lease.lag().events())
        .putLong(lease.lag().bytes())
        .put(consumer)
        .array();
  }

  /** Returns the greatest generation of a consumer that is forgotten, as 8 bytes, little-endian. */
  static byte[] encodeForgotten(long generation) {
    return ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(generation)
        .array();
  }

  static long decodeForgotten(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /**
   * Returns the lease of which {@code bytes} are those.
   *
   * @throws StorageException if they are of none
   */
  static Lease decode(byte[] bytes) {
    if (bytes.length <= FIXED_BYTES || bytes[0] != VERSION) {
      throw new StorageException(
          "a lease has version 1 and more than "
              + FIXED_BYTES
              + " bytes, found version "
              + (bytes.length == 0 ? "none" : bytes[0])
              + " and "
              + bytes.length
              + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
    Cursor cursor = new Cursor(in.getLong(), in.getInt(), in.getLong());
    long generation = in.getLong();
    Duration ttl = Duration.ofMillis(in.getLong());
    Instant until = Instant.ofEpochMilli(in.getLong());
    Lag lag = new Lag(in.getLong(), in.getLong());
    String consumer =
        new String(bytes, FIXED_BYTES, bytes.length - FIXED_BYTES, StandardCharsets.UTF_8);
    return new Lease(consumer, generation, cursor, ttl, until, lag);
  }
}
