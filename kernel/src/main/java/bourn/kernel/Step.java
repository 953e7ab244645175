package bourn.kernel;

/** What {@link Reader#next} found. Exhaustive: switch over it without a default branch. */
public enum Step {
  /** The reader stands on an event. */
  EVENT,
  /** The reader is at the tail of an open stream; more may be appended. */
  BLOCKED,
  /** The events asked for cannot be had; {@link Reader#gap} says why. */
  GAP,
  /** The stream is sealed, or the bound is exhausted. No further event will ever come. */
  END
}
