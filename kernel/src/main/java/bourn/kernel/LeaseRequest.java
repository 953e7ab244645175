package bourn.kernel;

import java.time.Duration;
import java.util.Objects;

/**
 * A lease asked for, and under what terms.
 *
 * <pre>{@code
 * stream.leases().acquire(
 *     LeaseRequest.of("billing", Duration.ofSeconds(30)).holding(Lag.ofEvents(100_000)));
 * }</pre>
 *
 * @param consumer whose lease: 1 to 200 characters
 * @param ttl how long it lasts without being renewed: 1 ms to 365 days
 * @param from where a consumer begins that has stored no position yet; what lies before the
 *     earliest offset or beyond the tail stands for these
 * @param lag what the lease keeps from retention
 */
public record LeaseRequest(String consumer, Duration ttl, long from, Lag lag) {

  private static final Duration LONGEST = Duration.ofDays(365);

  public LeaseRequest {
    Lease.requireConsumer(consumer);
    Objects.requireNonNull(lag);
    if (ttl.toMillis() < 1 || ttl.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a lease lasts from 1 ms to 365 days without being renewed, was " + ttl);
    }
    if (from < 0) {
      throw new IllegalArgumentException("an offset is not negative, was " + from);
    }
  }

  /**
   * Returns a request of {@code consumer}, which begins at the earliest event and holds nothing.
   */
  public static LeaseRequest of(String consumer, Duration ttl) {
    return new LeaseRequest(consumer, ttl, 0, Lag.NONE);
  }

  /** Returns this request, of a consumer that begins at {@code offset}. */
  public LeaseRequest from(long offset) {
    return new LeaseRequest(consumer, ttl, offset, lag);
  }

  /** Returns this request, of a consumer that begins at the tail. */
  public LeaseRequest fromTail() {
    return from(Long.MAX_VALUE);
  }

  /** Returns this request, of a lease that keeps {@code lag} from retention. */
  public LeaseRequest holding(Lag lag) {
    return new LeaseRequest(consumer, ttl, from, lag);
  }
}
