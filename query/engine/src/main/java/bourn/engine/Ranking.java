package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Keyword;
import bourn.kernel.Value;

/** Where a row stands among those of its partition, whatever its frame is. */
public enum Ranking implements WindowFunction {
  /** The number of the row, from 1. */
  ROW_NUMBER,
  /** The number of the first of its peers. */
  RANK,
  /** The number of the run of its peers. */
  DENSE_RANK,
  /** {@link #RANK} from 0 to 1. */
  PERCENT_RANK,
  /** Which part of the rows does not come after it and its peers. */
  CUME_DIST,
  /** The number, from 1, of the part of the rows it is in, of so many equal parts. */
  NTILE;

  @Override
  public Column apply(Frames frames, Column[] arguments, Codes codes) {
    long[] words = new long[frames.count()];
    for (int row = 0; row < words.length; row++) {
      int start = frames.start(row);
      int size = frames.end(row) - start;
      words[row] =
          switch (this) {
            case ROW_NUMBER -> row - start + 1;
            case RANK -> frames.firstPeer(row) - start + 1;
            case DENSE_RANK -> frames.runs(row);
            case PERCENT_RANK ->
                bits(size == 1 ? 0 : (frames.firstPeer(row) - start) / (size - 1.0));
            case CUME_DIST -> bits((frames.endOfPeers(row) - start) / (double) size);
            case NTILE -> tile(row - start, size, arguments[0].value(row, codes));
          };
    }
    boolean real = this == PERCENT_RANK || this == CUME_DIST;
    return Column.of(real ? Kind.REAL : Kind.INT, words);
  }

  private static long bits(double value) {
    return Value.Real.canonicalBits(value);
  }

  /** The first parts have one row more, if rows are left over. */
  private static long tile(int place, int size, Value wanted) {
    if (!(wanted instanceof Value.Int(long parts)) || parts < 1) {
      throw wrong("NTILE needs a whole number from 1, was " + wanted);
    }
    long less = size / parts;
    long larger = size % parts;
    long inLarger = larger * (less + 1);
    return place < inLarger ? place / (less + 1) + 1 : larger + (place - inLarger) / less + 1;
  }

  private static QueryException wrong(String message) {
    return new QueryException(Keyword.of("query/argument"), message);
  }
}
