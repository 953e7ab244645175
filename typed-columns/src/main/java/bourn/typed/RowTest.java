package bourn.typed;

import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.columns.ValueTest;
import bourn.kernel.Value;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which rows satisfy a restriction, pass a test, or have one of some words.
 *
 * @param range the words admitted, or null where {@code admits} says it
 * @param among the only words of {@code range} that are admitted, or null when all are
 * @param missing whether a row without a value is admitted
 */
record RowTest(
    int column,
    @Nullable WordRange range,
    @Nullable WordSet among,
    Predicate<Value> admits,
    boolean missing) {

  private static final byte YES = 1;
  private static final byte NO = 2;

  /** Makes a test of a restriction, which a row without a value does not satisfy. */
  static RowTest of(Restriction restriction, Kind kind) {
    WordRange range = kind == Kind.CODE ? null : WordRange.of(kind, restriction);
    return new RowTest(restriction.column(), range, null, restriction::admits, false);
  }

  static RowTest of(ValueTest test) {
    return new RowTest(test.column(), null, null, test.admits(), test.admits().test(Value.Nil.NIL));
  }

  /** Makes a test of whole numbers in {@code words}. */
  static RowTest among(int column, WordSet words) {
    WordRange range = new WordRange(Kind.INT, words.least(), words.greatest());
    return new RowTest(column, range, words, any -> true, false);
  }

  /** Returns whether no row of {@code zone} can satisfy. */
  boolean excludes(Zone zone) {
    return range != null && range.excludes(zone);
  }

  /** Returns whether every row of {@code zone} satisfies. */
  boolean covers(Zone zone) {
    return range != null && among == null && range.covers(zone);
  }

  /**
   * Sets {@code rows} to those from {@code from} to {@code until} that satisfy; returns how many.
   */
  int select(DecodedColumn column, int from, int until, int[] rows) {
    if (range != null && column.kinds() == null) {
      int count = range.select(column.words(), from, until, rows);
      return among == null ? count : among.keep(column.words(), rows, count);
    }
    for (int i = from; i < until; i++) {
      rows[i - from] = i;
    }
    return keep(column, rows, until - from);
  }

  /** Keeps those of the first {@code count} rows in {@code rows} that satisfy. */
  int keep(DecodedColumn column, int[] rows, int count) {
    if (range == null) {
      return keepCodes(column, rows, count);
    }
    int kept = range.keep(column, rows, count);
    return among == null ? kept : among.keep(column.words(), rows, kept);
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
