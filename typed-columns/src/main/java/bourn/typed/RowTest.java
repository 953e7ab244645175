package bourn.typed;

import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.ValueTest;
import bourn.kernel.Value;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which rows satisfy a restriction, or pass a test.
 *
 * @param range the words admitted, or null where {@code admits} says it
 * @param missing whether a row without a value is admitted
 */
record RowTest(int column, @Nullable WordRange range, Predicate<Value> admits, boolean missing) {

  private static final byte YES = 1;
  private static final byte NO = 2;

  /** Makes a test of a restriction, which a row without a value does not satisfy. */
  static RowTest of(Restriction restriction, Kind kind) {
    WordRange range = kind == Kind.CODE ? null : WordRange.of(kind, restriction);
    return new RowTest(restriction.column(), range, restriction::admits, false);
  }

  static RowTest of(ValueTest test) {
    return new RowTest(test.column(), null, test.admits(), test.admits().test(Value.Nil.NIL));
  }

  /** Returns whether no row of {@code zone} can satisfy. */
  boolean excludes(Zone zone) {
    return range != null && range.excludes(zone);
  }

  /** Returns whether every row of {@code zone} satisfies. */
  boolean covers(Zone zone) {
    return range != null && range.covers(zone);
  }

  /**
   * Sets {@code rows} to those from {@code from} to {@code until} that satisfy; returns how many.
   */
  int select(DecodedColumn column, int from, int until, int[] rows) {
    if (range != null && column.kinds() == null) {
      return range.select(column.words(), from, until, rows);
    }
    for (int i = from; i < until; i++) {
      rows[i - from] = i;
    }
    return keep(column, rows, until - from);
  }

  /** Keeps those of the first {@code count} rows in {@code rows} that satisfy. */
  int keep(DecodedColumn column, int[] rows, int count) {
    return range == null ? keepCodes(column, rows, count) : range.keep(column, rows, count);
  }

  /** Looks at each value of the dictionary once, when a row has it. */
  private int keepCodes(DecodedColumn column, int[] rows, int count) {
    Value[] dictionary = Objects.requireNonNull(column.dictionary());
    long[] words = column.words();
    byte[] known = new byte[dictionary.length];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      boolean holds;
      if (column.isMissing(row)) {
        holds = missing;
      } else {
        int place = (int) words[row];
        if (known[place] == 0) {
          known[place] = admits.test(dictionary[place]) ? YES : NO;
        }
        holds = known[place] == YES;
      }
      rows[kept] = row;
      kept += holds ? 1 : 0;
    }
    return kept;
  }
}
