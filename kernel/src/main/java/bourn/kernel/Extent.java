package bourn.kernel;

/**
 * How far a stream reaches at one moment.
 *
 * @param earliest the first offset that can be read
 * @param tail the offset that the next event gets
 * @param durableTail the first offset that a power loss may take; at most {@code tail}
 * @param sealed whether no event will ever be appended again
 * @param incarnation of the stream
 * @param epoch of the stream; one more after each unclean stop that lost events
 */
public record Extent(
    long earliest, long tail, long durableTail, boolean sealed, long incarnation, int epoch) {

  /** Returns the bound of everything that can be read now. */
  public Bound bound() {
    return new Bound(earliest, tail);
  }

  /** Returns the position of the first event that can be read. */
  public Cursor earliestCursor() {
    return new Cursor(incarnation, epoch, earliest);
  }

  /** Returns the position of the next event to be appended. */
  public Cursor tailCursor() {
    return new Cursor(incarnation, epoch, tail);
  }
}
