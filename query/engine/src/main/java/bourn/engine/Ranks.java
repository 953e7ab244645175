package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;
import java.util.Comparator;

/** Numbers that order as the values of a column do. */
final class Ranks {

  private Ranks() {}

  /** Returns a number for each of the first {@code count} rows; lesser ones come first. */
  static long[] of(Column column, int count, Plan.SortKey key, Codes codes, Guard guard) {
    long[] ranks =
        column.uniform() && column.kind() != Kind.CODE
            ? words(column, count)
            : different(column, count, key, codes, guard);
    if (key.descending()) {
      for (int i = 0; i < count; i++) {
        ranks[i] = ~ranks[i];
      }
    }
    return ranks;
  }

  private static long[] words(Column column, int count) {
    long[] words = Arrays.copyOfRange(column.words(), column.start(), column.start() + count);
    if (column.kind() == Kind.REAL) {
      for (int i = 0; i < count; i++) {
        words[i] = real(words[i]);
      }
    }
    return words;
  }

  /** Returns the rank of one word of a column of one kind, which is not CODE. */
  static long of(Kind kind, long word, boolean descending) {
    long rank = kind == Kind.REAL ? real(word) : word;
    return descending ? ~rank : rank;
  }

  /** Orders as the double of which {@code bits} are the bits. */
  static long real(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  /** Ranks each different value once. */
  private static long[] different(
      Column column, int count, Plan.SortKey key, Codes codes, Guard guard) {
    RowTable table = new RowTable(1, guard);
    int[] numbers = new int[count];
    int[] batch = new int[Batch.MOST_ROWS];
    for (int at = 0; at < count; at += batch.length) {
      guard.check();
      int rows = Math.min(batch.length, count - at);
      table.number(new Column[] {column.from(at)}, null, rows, batch);
      System.arraycopy(batch, 0, numbers, at, rows);
    }
    long[] ranks = ranks(table, key, codes, guard);
    table.release();
    long[] made = new long[count];
    Arrays.setAll(made, i -> ranks[numbers[i]]);
    return made;
  }

  private static long[] ranks(RowTable table, Plan.SortKey key, Codes codes, Guard guard) {
    Column values = table.rows().columns()[0];
    Integer[] order = new Integer[table.count()];
    Arrays.setAll(order, i -> i);
    Comparator<Integer> byValue =
        (a, b) -> codes.compare(values.kind(a), values.word(a), values.kind(b), values.word(b));
    Arrays.sort(order, new WatchedOrder<>(byValue, guard));
    long[] ranks = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      boolean missing = values.kind(order[i]) == Kind.NULL;
      boolean last = key.nullsLast() != key.descending();
      ranks[order[i]] = missing ? (last ? Long.MAX_VALUE : Long.MIN_VALUE) : i;
    }
    return ranks;
  }
}
