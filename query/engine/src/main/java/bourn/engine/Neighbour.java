package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Keyword;
import bourn.kernel.Value;

/**
 * The value of another row of the partition.
 *
 * @param which row
 * @param present whether rows in which the first argument is missing are passed over
 */
public record Neighbour(Which which, boolean present) implements WindowFunction {

  /** Which row of the frame or of the partition. */
  public enum Which {
    /** So many rows before, the second argument says how many; the third is for when none is. */
    LAG,
    /** So many rows after, as for {@link #LAG}. */
    LEAD,
    /** The first that counts. */
    FIRST,
    /** The last that counts. */
    LAST,
    /** The one of which the second argument is the number, from 1, among those that count. */
    NTH
  }

  private static final int NONE = -1;

  @Override
  public String name() {
    return which + (present ? " PRESENT" : "");
  }

  @Override
  public Column apply(Frames frames, Column[] arguments, Codes codes) {
    ColumnBuilder results = new ColumnBuilder();
    Column values = arguments[0];
    for (int row = 0; row < frames.count(); row++) {
      int other =
          switch (which) {
            case LAG -> shifted(frames, values, row, -shift(arguments, row, codes));
            case LEAD -> shifted(frames, values, row, shift(arguments, row, codes));
            case FIRST -> nth(frames, values, row, 1);
            case LAST -> last(frames, values, row);
            case NTH -> nth(frames, values, row, shift(arguments, row, codes));
          };
      Column from = other == NONE && arguments.length > 2 ? arguments[2] : values;
      int at = other == NONE && arguments.length > 2 ? row : other;
      if (at == NONE) {
        results.add(Kind.NULL.tag(), 0);
      } else {
        results.add(from.kind(at).tag(), from.word(at));
      }
    }
    return results.column();
  }

  private static long shift(Column[] arguments, int row, Codes codes) {
    Value by = arguments.length > 1 ? arguments[1].value(row, codes) : Value.of(1L);
    if (by instanceof Value.Int(long rows)) {
      return Math.clamp(rows, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    throw wrong("a whole number of rows is expected, was " + by);
  }

  private int shifted(Frames frames, Column values, int row, long by) {
    if (!present || by == 0) {
      long other = row + by;
      return frames.start(row) <= other && other < frames.end(row) ? (int) other : NONE;
    }
    long left = Math.abs(by);
    int step = by < 0 ? -1 : 1;
    for (int at = row + step; frames.start(row) <= at && at < frames.end(row); at += step) {
      if (values.kind(at) != Kind.NULL && --left == 0) {
        return at;
      }
    }
    return NONE;
  }

  private int nth(Frames frames, Column values, int row, long number) {
    if (number < 1) {
      throw wrong("NTH_VALUE counts from 1, was " + number);
    }
    if (!present && frames.solid()) {
      long at = frames.from(row) + number - 1;
      return at < frames.until(row) ? (int) at : NONE;
    }
    long left = number;
    for (int at = frames.from(row); at < frames.until(row); at++) {
      if (counts(frames, values, row, at) && --left == 0) {
        return at;
      }
    }
    return NONE;
  }

  private int last(Frames frames, Column values, int row) {
    for (int at = frames.until(row) - 1; at >= frames.from(row); at--) {
      if (counts(frames, values, row, at)) {
        return at;
      }
    }
    return NONE;
  }

  private boolean counts(Frames frames, Column values, int row, int at) {
    return frames.counts(row, at) && !(present && values.kind(at) == Kind.NULL);
  }

  private static QueryException wrong(String message) {
    return new QueryException(Keyword.of("query/argument"), message);
  }
}
