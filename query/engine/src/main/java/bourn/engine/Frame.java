package bourn.engine;

import java.util.Locale;

/**
 * Which rows of a partition count for a row of it.
 *
 * @param from the first that counts
 * @param until the last that counts
 * @param excluded which rows near the row itself do not
 */
public record Frame(Bound from, Bound until, Excluded excluded) {

  /** The whole partition. */
  public static final Frame ALL =
      new Frame(new Bound.Unbounded(), new Bound.Unbounded(), Excluded.NONE);

  /** Where a frame begins or ends. */
  public sealed interface Bound {

    /** With the partition. */
    record Unbounded() implements Bound {}

    /** So many rows after the row itself; before it when negative. */
    record Rows(long after) implements Bound {}

    /** With the peers of the row itself: those of which the order says nothing. */
    record Peers() implements Bound {}

    /**
     * Where the only column of the order reaches the value that {@code column} has in the row; with
     * its peers, where that is missing.
     */
    record Reached(int column) implements Bound {}
  }

  /** Rows that do not count though they are between the bounds. */
  public enum Excluded {
    /** None. */
    NONE,
    /** The row itself. */
    ROW,
    /** The row and its peers. */
    PEERS,
    /** The peers of the row, but not the row. */
    OTHERS
  }

  String text() {
    if (equals(ALL)) {
      return "";
    }
    String without =
        excluded == Excluded.NONE ? "" : " without " + excluded.name().toLowerCase(Locale.ROOT);
    return " from " + text(from, "start") + " to " + text(until, "end") + without;
  }

  private static String text(Bound bound, String unbounded) {
    return switch (bound) {
      case Bound.Unbounded all -> unbounded;
      case Bound.Rows(long after) -> after == 0 ? "row" : (after > 0 ? "+" : "") + after;
      case Bound.Peers peers -> "peers";
      case Bound.Reached(int column) -> "$" + column;
    };
  }
}
