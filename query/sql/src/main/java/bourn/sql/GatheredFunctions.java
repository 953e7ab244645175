package bourn.sql;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is made of all rows of a group at once. */
final class GatheredFunctions {

  private static final int MOST_CHARACTERS = 10_000_000;

  private GatheredFunctions() {}

  /** The texts that are not missing, with a separator between them; missing if there are none. */
  static Value joined(List<Value[]> rows, String otherwise) {
    StringBuilder all = null;
    for (Value[] row : rows) {
      if (row[0] instanceof Value.Nil) {
        continue;
      }
      if (all == null) {
        all = new StringBuilder();
      } else {
        all.append(row.length > 1 && row[1] instanceof Value.Text(String by) ? by : otherwise);
      }
      all.append(Texts.text(row[0]));
      if (all.length() > MOST_CHARACTERS) {
        throw Numbers.overflow("a string of more than " + MOST_CHARACTERS + " characters");
      }
    }
    return all == null ? Value.Nil.NIL : Value.of(all.toString());
  }

  /** All values as a list; missing if there is no row. */
  static Value list(List<Value[]> rows) {
    return rows.isEmpty()
        ? Value.Nil.NIL
        : new Value.Items(rows.stream().map(row -> row[0]).toList());
  }

  /**
   * The value at a fraction of the way through the rows, which are in order.
   *
   * @param between whether it is computed of the two nearest rows, not one of them
   */
  static Value percentile(List<Value[]> rows, int value, @Nullable Double given, boolean between) {
    List<Value> present = new ArrayList<>();
    rows.forEach(row -> add(present, row[value]));
    if (present.isEmpty()) {
      return Value.Nil.NIL;
    }
    double fraction = given == null ? Numbers.real(rows.getFirst()[0]) : given;
    if (!(fraction >= 0 && fraction <= 1)) {
      throw SqlErrors.wrong("argument", "a fraction is from 0 to 1, was " + fraction);
    }
    if (!between) {
      int place = (int) Math.ceil(fraction * present.size()) - 1;
      return present.get(Math.max(0, place));
    }
    double place = fraction * (present.size() - 1);
    Value low = present.get((int) Math.floor(place));
    Value high = present.get((int) Math.ceil(place));
    return between(low, high, place - Math.floor(place));
  }

  private static void add(List<Value> present, Value value) {
    if (!(value instanceof Value.Nil)) {
      present.add(value);
    }
  }

  private static Value between(Value low, Value high, double part) {
    if (low instanceof Value.Time(long from) && high instanceof Value.Time(long until)) {
      return new Value.Time(from + Math.round((until - from) * part));
    }
    double from = Numbers.real(low);
    return Value.of(from + (Numbers.real(high) - from) * part);
  }

  /** The value that most rows have; of several the first that came. */
  static Value mode(List<Value[]> rows) {
    Map<Value, Integer> counts = new LinkedHashMap<>();
    for (Value[] row : rows) {
      if (!(row[0] instanceof Value.Nil)) {
        counts.merge(row[0], 1, Integer::sum);
      }
    }
    Value most = Value.Nil.NIL;
    int count = 0;
    for (Map.Entry<Value, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > count) {
        most = entry.getKey();
        count = entry.getValue();
      }
    }
    return most;
  }

  /** The first argument where the second is greatest, or least. */
  static Value at(List<Value[]> rows, int sign) {
    Value @Nullable [] best = null;
    for (Value[] row : rows) {
      boolean counts = !(row[0] instanceof Value.Nil) && !(row[1] instanceof Value.Nil);
      if (counts && (best == null || Comparison.compare(row[1], best[1]) * sign > 0)) {
        best = row;
      }
    }
    return best == null ? Value.Nil.NIL : best[0];
  }

  /** The bits of whole numbers, combined. */
  static Value bits(List<Value[]> rows, Bits bits) {
    Long all = null;
    for (Value[] row : rows) {
      if (!(row[0] instanceof Value.Nil)) {
        long next = Numbers.whole(row[0]);
        all = all == null ? next : bits.combine(all, next);
      }
    }
    return all == null ? Value.Nil.NIL : Value.of(all);
  }

  /** Combines the bits of two whole numbers. */
  interface Bits {
    long combine(long one, long other);
  }

  /** The product of the numbers, as a real. */
  static Value product(List<Value[]> rows) {
    Double product = null;
    for (Value[] row : rows) {
      if (!(row[0] instanceof Value.Nil)) {
        product = (product == null ? 1.0 : product) * Numbers.real(row[0]);
      }
    }
    return product == null ? Value.Nil.NIL : Value.of(product);
  }
}
