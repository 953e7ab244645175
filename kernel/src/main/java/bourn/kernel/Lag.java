package bourn.kernel;

/**
 * How far behind the tail a lease keeps events from retention: those that its consumer has not done
 * with, but never more than the newest {@code events}. What is older may go as if there were no
 * lease.
 *
 * @param events before the tail, not negative
 */
public record Lag(long events) {

  /** Keeps nothing. */
  public static final Lag NONE = new Lag(0);

  public Lag {
    if (events < 0) {
      throw new IllegalArgumentException("a lag is not negative, was " + events + " events");
    }
  }

  /** Returns a lag of up to {@code count} events. */
  public static Lag events(long count) {
    return new Lag(count);
  }
}
