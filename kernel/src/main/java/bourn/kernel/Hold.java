package bourn.kernel;

/**
 * How much a lease keeps from retention: what its consumer has not stored yet, but never more than
 * the newest {@code lagEvents} events. What is older may go as if there were no lease.
 *
 * @param lagEvents before the tail, not negative
 */
public record Hold(long lagEvents) {

  /** Holds nothing. */
  public static final Hold NOTHING = new Hold(0);

  public Hold {
    if (lagEvents < 0) {
      throw new IllegalArgumentException("a lag is not negative, was " + lagEvents + " events");
    }
  }

  /** Returns what holds up to {@code count} events. */
  public static Hold events(long count) {
    return new Hold(count);
  }
}
