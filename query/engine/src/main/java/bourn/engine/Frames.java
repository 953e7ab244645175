package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;

/** Rows in order, in partitions, and for each of them which rows of its partition count. */
public final class Frames {

  private final Partitions partitions;
  private final Frame frame;
  private final int[] from;
  private final int[] until;
  private final Guard guard;

  private Frames(Partitions partitions, Frame frame, int[] from, int[] until, Guard guard) {
    this.partitions = partitions;
    this.frame = frame;
    this.from = from;
    this.until = until;
    this.guard = guard;
  }

  /**
   * Returns the frames of rows in order.
   *
   * @param order the first column of the order, which {@link Frame.Bound.Reached} looks at, or
   *     {@code columns[0]} if there is none
   */
  static Frames of(
      Partitions partitions,
      Frame frame,
      Column[] columns,
      Plan.SortKey order,
      Codes codes,
      Guard guard) {
    Reaching reaching = new Reaching(partitions, columns, order, codes);
    int count = partitions.count();
    int[] from = new int[count];
    int[] until = new int[count];
    for (int row = 0; row < count; row++) {
      if (row % (1 << 12) == 0) {
        guard.check();
      }
      int start = partitions.start(row);
      int end = partitions.end(row);
      int first =
          switch (frame.from()) {
            case Frame.Bound.Unbounded all -> start;
            case Frame.Bound.Rows(long after) -> Math.clamp(row + clamped(after), start, end);
            case Frame.Bound.Peers peers -> partitions.firstPeer(row);
            case Frame.Bound.Reached(int column) -> reaching.from(row, column);
          };
      int last =
          switch (frame.until()) {
            case Frame.Bound.Unbounded all -> end;
            case Frame.Bound.Rows(long after) -> Math.clamp(row + clamped(after) + 1, start, end);
            case Frame.Bound.Peers peers -> partitions.endOfPeers(row);
            case Frame.Bound.Reached(int column) -> reaching.until(row, column);
          };
      from[row] = first;
      until[row] = Math.max(first, last);
    }
    return new Frames(partitions, frame, from, until, guard);
  }

  private static long clamped(long rows) {
    return Math.clamp(rows, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Returns the number of rows. */
  public int count() {
    return partitions.count();
  }

  /** Returns the number of the partition of {@code row}, from 0. */
  public int partition(int row) {
    return partitions.partition(row);
  }

  /** Returns the first row of the partition of {@code row}. */
  public int start(int row) {
    return partitions.start(row);
  }

  /** Returns the first row after the partition of {@code row}. */
  public int end(int row) {
    return partitions.end(row);
  }

  /** Returns the first row that the order does not tell from {@code row}. */
  public int firstPeer(int row) {
    return partitions.firstPeer(row);
  }

  /** Returns the first row after those that the order does not tell from {@code row}. */
  public int endOfPeers(int row) {
    return partitions.endOfPeers(row);
  }

  /** Returns how many runs of peers the partition of {@code row} has up to that of the row. */
  public int runs(int row) {
    return partitions.runs(row);
  }

  /** Returns the first row that counts for {@code row}. */
  public int from(int row) {
    return from[row];
  }

  /** Returns the first row after those that count for {@code row}; not before {@link #from}. */
  public int until(int row) {
    return until[row];
  }

  /** Returns whether {@code other}, between the bounds, counts for {@code row} all the same. */
  public boolean counts(int row, int other) {
    return switch (frame.excluded()) {
      case NONE -> true;
      case ROW -> other != row;
      case PEERS -> other < firstPeer(row) || other >= endOfPeers(row);
      case OTHERS -> other == row || other < firstPeer(row) || other >= endOfPeers(row);
    };
  }

  /** Returns whether all rows between the bounds count. */
  public boolean solid() {
    return frame.excluded() == Frame.Excluded.NONE;
  }

  /** Returns whether all rows of a partition count for all of them. */
  boolean whole() {
    return frame.equals(Frame.ALL);
  }

  /** Returns whether bounds never move back within a partition. */
  boolean sliding() {
    return solid()
        && !(frame.from() instanceof Frame.Bound.Reached)
        && !(frame.until() instanceof Frame.Bound.Reached);
  }

  /** Ends a query that has taken its time; called every few thousand steps. */
  public void check() {
    guard.check();
  }

  /** Finds where the first column of the order reaches a value. */
  private record Reaching(
      Partitions partitions, Column[] columns, Plan.SortKey order, Codes codes) {

    int from(int row, int column) {
      Column wanted = columns[column];
      return wanted.kind(row) == Kind.NULL ? partitions.firstPeer(row) : search(row, wanted, false);
    }

    int until(int row, int column) {
      Column wanted = columns[column];
      return wanted.kind(row) == Kind.NULL ? partitions.endOfPeers(row) : search(row, wanted, true);
    }

    /** Returns the first row whose key is not before the value, or is after it. */
    private int search(int row, Column wanted, boolean after) {
      int low = partitions.start(row);
      int high = partitions.end(row);
      while (low < high) {
        int middle = (low + high) >>> 1;
        int side = side(middle, wanted, row);
        if (side < 0 || (after && side == 0)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private int side(int row, Column wanted, int at) {
      Column key = columns[order.column()];
      if (key.kind(row) == Kind.NULL) {
        return order.nullsLast() ? 1 : -1;
      }
      int side = codes.compare(key.kind(row), key.word(row), wanted.kind(at), wanted.word(at));
      return order.descending() ? -side : side;
    }
  }
}
