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

  /** Guesses which part of the values of {@code zone} is admitted, as if they lay evenly. */
  double part(Zone zone) {
    if (max < min || excludes(zone)) {
      return 0;
    }
    double from = number(Math.max(min, zone.min()));
    double until = number(Math.min(max, zone.max()));
    double all = number(zone.max()) - number(zone.min());
    double one = kind == Kind.REAL ? 0 : 1;
    double part = (until - from + one) / (all + one);
    return part >= 0 && part <= 1 ? part : 1;
  }

  private double number(long ordered) {
    return kind == Kind.REAL
        ? Double.longBitsToDouble(ordered(Kind.REAL, ordered))
        : (double) ordered;
  }

  /** Returns whether no value of {@code zone} is admitted. */
  boolean excludes(Zone zone) {
    return zone.max() < min || zone.min() > max;
  }

  /** Returns whether every row of {@code zone} is admitted. */
  boolean covers(Zone zone) {
    return zone.missing() == 0 && min <= zone.min() && zone.max() <= max;
  }

  /**
   * Sets {@code rows} to those from {@code from} to {@code until} that are admitted, none of which
   * is missing; returns how many.
   */
  int select(long[] words, int from, int until, int[] rows) {
    if (max < min) {
      return 0;
    }
    // Of two's complement: a word lies in the range if it is no farther from its least than its
    // greatest is. No branch depends on the rows.
    long width = max - min + Long.MIN_VALUE;
    long least = min;
    int kept = 0;
    if (kind == Kind.REAL) {
      for (int row = from; row < until; row++) {
        long word = words[row];
        rows[kept] = row;
        kept += (word ^ ((word >> 63) & Long.MAX_VALUE)) - least + Long.MIN_VALUE <= width ? 1 : 0;
      }
    } else {
      for (int row = from; row < until; row++) {
        rows[kept] = row;
        kept += words[row] - least + Long.MIN_VALUE <= width ? 1 : 0;
      }
    }
    return kept;
  }

  /** Keeps those of the first {@code count} rows in {@code rows} that are admitted. */
  int keep(DecodedColumn column, int[] rows, int count) {
    long[] words = column.words();
    byte[] kinds = column.kinds();
    byte missing = Kind.NULL.tag();
    long sign = kind == Kind.REAL ? Long.MAX_VALUE : 0;
    long least = min;
    long greatest = max;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      long word = words[row];
      word ^= (word >> 63) & sign;
      boolean holds = least <= word && word <= greatest && (kinds == null || kinds[row] != missing);
      rows[kept] = row;
      kept += holds ? 1 : 0;
    }
    return kept;
  }
}
