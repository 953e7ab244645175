package bourn.typed;

import bourn.columns.Kind;
import bourn.columns.Restriction;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.function.Predicate;

/**
 * The words of one kind that a restriction admits: a range, as the order of words is that of their
 * values.
 *
 * @param kind of the words
 * @param min the least word admitted, as {@link #ordered}
 * @param max the greatest; less than {@code min} when none is admitted
 */
record WordRange(Kind kind, long min, long max) {

  private static final long LEAST_REAL =
      ordered(Kind.REAL, Double.doubleToLongBits(Double.NEGATIVE_INFINITY));
  private static final long GREATEST_REAL = ordered(Kind.REAL, Double.doubleToLongBits(Double.NaN));
  private static final long LEAST_REFERENCE = new Reference(1, 0).packed();

  /** Returns a number that orders as the value that {@code word} stands for. */
  static long ordered(Kind kind, long word) {
    return kind == Kind.REAL ? word ^ ((word >> 63) & Long.MAX_VALUE) : word;
  }

  /** Finds the ends of the range by bisection, so whatever {@link Value} orders by holds here. */
  static WordRange of(Kind kind, Restriction restriction) {
    long least =
        switch (kind) {
          case BOOL -> 0;
          case REAL -> LEAST_REAL;
          case REFERENCE -> LEAST_REFERENCE;
          case INT, TIME -> Long.MIN_VALUE;
          case NULL, CODE -> throw new IllegalArgumentException("words of " + kind);
        };
    long greatest =
        switch (kind) {
          case BOOL -> 1;
          case REAL -> GREATEST_REAL;
          case INT, TIME, REFERENCE -> Long.MAX_VALUE;
          case NULL, CODE -> throw new IllegalArgumentException("words of " + kind);
        };
    Value from = restriction.from();
    Value until = restriction.until();
    Restriction above = new Restriction(0, from, restriction.fromInclusive(), null, false);
    Restriction below = new Restriction(0, null, false, until, restriction.untilInclusive());
    Predicate<Value> tooGreat = value -> !below.admits(value);
    if (!above.admits(value(kind, greatest)) || tooGreat.test(value(kind, least))) {
      return new WordRange(kind, 1, 0);
    }
    long min =
        above.admits(value(kind, least)) ? least : first(kind, least, greatest, above::admits);
    long max =
        tooGreat.test(value(kind, greatest))
            ? first(kind, least, greatest, tooGreat) - 1
            : greatest;
    return new WordRange(kind, min, max);
  }

  /** The first number that satisfies {@code test}; {@code low} does not and {@code high} does. */
  private static long first(Kind kind, long low, long high, Predicate<Value> test) {
    while (high - low != 1) {
      long middle = low + ((high - low) >>> 1);
      if (test.test(value(kind, middle))) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static Value value(Kind kind, long ordered) {
    return switch (kind) {
      case BOOL -> new Value.Bool(ordered != 0);
      case INT -> new Value.Int(ordered);
      case TIME -> new Value.Time(ordered);
      case REAL -> new Value.Real(Double.longBitsToDouble(ordered(Kind.REAL, ordered)));
      case REFERENCE -> Reference.unpacked(ordered);
      case NULL, CODE -> throw new IllegalArgumentException("words of " + kind);
    };
  }

  /** Returns whether no value of {@code zone} is admitted. */
  boolean excludes(Zone zone) {
    return zone.max() < min || zone.min() > max;
  }

  /** Returns whether every row of {@code zone} is admitted. */
  boolean covers(Zone zone) {
    return zone.missing() == 0 && min <= zone.min() && zone.max() <= max;
  }

  /** Keeps those of the first {@code count} rows in {@code rows} that are admitted. */
  int keep(DecodedColumn column, int[] rows, int count) {
    long[] words = column.words();
    long flip = kind == Kind.REAL ? Long.MAX_VALUE : 0;
    byte[] kinds = column.kinds();
    if (min > max) {
      return 0;
    }
    long width = max - min;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      long word = words[row];
      word ^= (word >> 63) & flip;
      rows[kept] = row;
      kept += Long.compareUnsigned(word - min, width) <= 0 ? 1 : 0;
    }
    return kinds == null ? kept : present(kinds, rows, kept);
  }

  /** Keeps those rows that have a value. */
  private static int present(byte[] kinds, int[] rows, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      rows[kept] = row;
      kept += kinds[row] == Kind.NULL.tag() ? 0 : 1;
    }
    return kept;
  }
}
