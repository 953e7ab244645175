package bourn.columns;

import java.util.List;

/**
 * Rows that can be scanned: what an index, a typed stream or a generic stream at a bound is to a
 * query. Immutable; safe for use by several threads.
 */
public interface Table {

  /** Returns the names of the columns. */
  List<String> columns();

  /**
   * Passes every row that satisfies all {@code restrictions} to {@code sink}, until it wants no
   * more.
   *
   * @param columns which columns each batch has, in this order, as indexes into {@link #columns}
   * @param restrictions satisfied exactly, by whatever index or zone map serves them best
   * @param codes where values that do not fit a word get their codes
   */
  void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink);

  /**
   * Returns by which index the rows that satisfy all {@code restrictions} are found, for people to
   * read; empty where all rows are looked at.
   */
  default String access(List<Restriction> restrictions) {
    return "";
  }

  /** Estimates the number of rows that satisfy all {@code restrictions}; costs no scan. */
  long estimate(List<Restriction> restrictions);

  /**
   * Returns what {@link #seek} by column {@code column} costs a key, in rows passed over by a scan;
   * infinity where it cannot be done.
   */
  default double seekCost(int column) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Does as {@link #scan} for those rows that have one of {@code keys} in column {@code column}.
   *
   * @param keys whole numbers, ascending, each once
   * @throws UnsupportedOperationException if {@link #seekCost} is infinite
   */
  default void seek(
      int column,
      long[] keys,
      int[] columns,
      List<Restriction> restrictions,
      Codes codes,
      Sink sink) {
    throw new UnsupportedOperationException("rows cannot be sought by column " + column);
  }
}
