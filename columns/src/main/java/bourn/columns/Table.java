package bourn.columns;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Returns what the rows of this table have passed: see {@link #tested}. */
  default List<ValueTest> tests() {
    return List.of();
  }

  /**
   * Returns the rows of this table that pass {@code test}, too. A value is tested once for many
   * rows that have it, and gets no code for that.
   *
   * @return null where testing the rows of a scan is as good
   */
  default @Nullable Table tested(ValueTest test) {
    return null;
  }

  /** Estimates the number of rows that satisfy all {@code restrictions}; costs no scan. */
  long estimate(List<Restriction> restrictions);

  /**
   * Estimates from a sample how many different values column {@code column} has among the rows that
   * satisfy all {@code restrictions}; 0 where that is not known.
   */
  default double distinct(int column, List<Restriction> restrictions) {
    return 0;
  }

  /**
   * Returns what {@link #seek} by column {@code column} costs a key, in rows passed over by a scan;
   * infinity where it cannot be done.
   */
  default double seekCost(int column) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Returns whether {@link #seek} passes over all rows whatever the keys are, as a scan does, so
   * that keys sought one by one would each cost a scan.
   */
  default boolean seeksByScan() {
    return false;
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

  /**
   * Returns what a row of {@link #scanOrdered} by column {@code column} costs, in rows passed over
   * by a scan; infinity where it cannot be done.
   */
  default double orderCost(int column, List<Restriction> restrictions) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Does as {@link #scan}, with the rows in the order of the values of column {@code column}.
   *
   * @param most how many rows may be looked at
   * @return false if those were looked at, and passed on if they satisfy all restrictions, before
   *     the rows ended and before {@code sink} wanted no more
   * @throws UnsupportedOperationException if {@link #orderCost} is infinite
   */
  default boolean scanOrdered(
      int column,
      boolean descending,
      long most,
      int[] columns,
      List<Restriction> restrictions,
      Codes codes,
      Sink sink) {
    throw new UnsupportedOperationException("rows are not in the order of column " + column);
  }
}
