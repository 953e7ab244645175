package bourn.kernel;

/** What must hold for an append to happen. Decided by the committer, on integers only. */
public sealed interface Condition {

  /** Always append. */
  Condition NONE = new None();

  /** Always append. */
  record None() implements Condition {}

  /**
   * Append only if the stream ends at {@code tail}: nobody has appended since it was read.
   *
   * @param tail the expected tail, not negative
   */
  record TailIs(long tail) implements Condition {
    public TailIs {
      if (tail < 0) {
        throw new IllegalArgumentException("a tail is not negative, was " + tail);
      }
    }
  }
}
