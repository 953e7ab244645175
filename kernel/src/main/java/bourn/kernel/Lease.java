package bourn.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The right of one consumer to store how far it has come in a stream. It lasts until it expires or
 * is taken over; whoever acquires it next holds the next generation, and the one before is fenced.
 *
 * <p>A lease is a value: what it says was so when it was granted. To renew or release it, any value
 * of its generation will do; to store a position, one with the position stored last is needed.
 *
 * @param consumer chosen by the user: 1 to 200 characters
 * @param generation from 1; one more each time the lease is acquired
 * @param cursor the stored position: the next event that the consumer has not done with
 * @param ttl how long the lease lasts without being renewed
 * @param until when it expires, by the clock of the kernel
 * @param lag what it keeps from retention
 */
public record Lease(
    String consumer, long generation, Cursor cursor, Duration ttl, Instant until, Lag lag) {

  private static final int MOST_CHARACTERS = 200;

  public Lease {
    requireConsumer(consumer);
    Objects.requireNonNull(cursor);
    if (generation < 1) {
      throw new IllegalArgumentException("a generation is positive, was " + generation);
    }
  }

  static void requireConsumer(String consumer) {
    if (consumer.isEmpty() || consumer.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a consumer's name has 1 to "
              + MOST_CHARACTERS
              + " characters, was "
              + consumer.length());
    }
  }

  /** Returns the stored offset: that of the next event that the consumer has not done with. */
  public long position() {
    return cursor.offset();
  }

  boolean expired(long epochMillis) {
    return epochMillis >= until.toEpochMilli();
  }

  /** Returns this, stored at {@code moved} and renewed. */
  Lease at(Cursor moved, long epochMillis) {
    return new Lease(consumer, generation, moved, ttl, ending(epochMillis, ttl), lag);
  }

  /** Returns this, at its end. */
  Lease released(long epochMillis) {
    return new Lease(consumer, generation, cursor, ttl, Instant.ofEpochMilli(epochMillis), lag);
  }

  static Instant ending(long epochMillis, Duration ttl) {
    return Instant.ofEpochMilli(epochMillis + ttl.toMillis());
  }
}
