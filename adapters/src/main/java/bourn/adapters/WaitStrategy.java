package bourn.adapters;

/** How a reader waits at the tail: the sooner it notices an event, the more it costs meanwhile. */
public enum WaitStrategy {
  /**
   * Looks again and again: notices an event within a fraction of a microsecond, and uses up a
   * processor. On a virtual thread it holds its carrier.
   */
  SPIN,
  /** Looks for some 20 microseconds, then parks. For streams that rarely pause for longer. */
  SPIN_THEN_PARK,
  /** Parks at once: costs nothing until it is woken, which takes some ten microseconds. */
  PARK
}
