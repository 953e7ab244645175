package bourn.kernel;

/**
 * How far behind the tail a lease keeps events from retention: those that its consumer has not done
 * with, but of these never more than the newest {@code events}, nor more than lie in the newest
 * {@code bytes}. What is older may go as if there were no lease.
 *
 * @param events before the tail; {@link #UNLIMITED} for no limit
 * @param bytes of chunks before the tail, to within 64 KiB; {@link #UNLIMITED} for no limit
 */
public record Lag(long events, long bytes) {

  /** No limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Keeps nothing. */
  public static final Lag NONE = new Lag(0, 0);

  public Lag {
    if (events < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "a lag is not negative, was " + events + " events, " + bytes + " bytes");
    }
  }

  /** Returns a lag of up to {@code count} events. */
  public static Lag ofEvents(long count) {
    return new Lag(count, UNLIMITED);
  }

  /** Returns a lag of up to {@code bytes} bytes. */
  public static Lag ofBytes(long bytes) {
    return new Lag(UNLIMITED, bytes);
  }

  boolean holds() {
    return events > 0 && bytes > 0;
  }
}
