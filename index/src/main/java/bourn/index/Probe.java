package bourn.index;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.kernel.Value;

/**
 * A place between the facts of an order: before or after all facts that begin with the first {@code
 * depth} parts of a key.
 *
 * @param depth how many of entity, attribute and value, in the order's sequence, count
 * @param kind of the value
 * @param word of the value, unless its kind is CODE
 * @param after whether the place is after those facts
 */
record Probe(
    Order order,
    int depth,
    long entity,
    long attribute,
    Value value,
    Kind kind,
    long word,
    boolean after) {

  /** The place before all facts of an order. */
  static Probe start(Order order) {
    return new Probe(order, 0, 0, 0, Value.Nil.NIL, Kind.NULL, 0, false);
  }

  /** The place after all facts of an order. */
  static Probe end(Order order) {
    return new Probe(order, 0, 0, 0, Value.Nil.NIL, Kind.NULL, 0, true);
  }

  static Probe of(Order order, int depth, long entity, long attribute, Value value, boolean after) {
    return new Probe(
        order, depth, entity, attribute, value, Codes.kind(value), Words.word(value), after);
  }

  /** Returns the first row of {@code segment} after this place. */
  int firstAfter(Segment segment) {
    int guess = guess(segment);
    return guess < 0 ? search(segment, 0, segment.count()) : firstAfter(segment, guess);
  }

  /** Returns the first row of {@code segment} after this place; looks near {@code near} first. */
  int firstAfter(Segment segment, int near) {
    int low = 0;
    int high = segment.count();
    if (near < high && isAfter(segment, near)) {
      low = near + 1;
      for (int step = 1; low + step < high; step *= 2) {
        if (isAfter(segment, low + step)) {
          low += step + 1;
        } else {
          high = low + step;
        }
      }
    } else {
      high = near;
      for (int step = 1; low < high - step; step *= 2) {
        if (isAfter(segment, high - step)) {
          low = high - step + 1;
        } else {
          high -= step;
        }
      }
    }
    return search(segment, low, high);
  }

  /** Does as {@link #firstAfter(Segment)}, and looks at rows in {@code [from, until)} only. */
  int search(Segment segment, int from, int until) {
    int low = from;
    int high = until;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAfter(segment, middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns about where this place is if entities are numbered without gaps; -1 if not by them. */
  private int guess(Segment segment) {
    boolean byEntity =
        order == Order.EAVT ? depth > 0 : order == Order.AEVT && depth > 1 && isOfOne(segment);
    int last = segment.count() - 1;
    if (!byEntity || last < 0) {
      return -1;
    }
    long first = segment.firstEntity();
    double part = (double) (entity - first) / (segment.lastEntity() - first);
    return (int) Math.clamp(part * last, 0, last);
  }

  /** Returns whether all facts of {@code segment} are of the attribute of this place. */
  private boolean isOfOne(Segment segment) {
    long[] attributes = segment.attributes();
    int count = segment.count();
    return count > 0 && attributes[0] == attribute && attributes[count - 1] == attribute;
  }

  /** Returns whether this place is after the fact in {@code row}. */
  boolean isAfter(Segment segment, int row) {
    int byPrefix = depth == 0 ? 0 : comparePrefix(segment, row);
    return byPrefix < 0 || (byPrefix == 0 && after);
  }

  private int comparePrefix(Segment segment, int row) {
    int first =
        order == Order.EAVT
            ? Long.compare(segment.entities()[row], entity)
            : Long.compare(segment.attributes()[row], attribute);
    if (first != 0 || depth == 1) {
      return first;
    }
    int second =
        switch (order) {
          case EAVT -> Long.compare(segment.attributes()[row], attribute);
          case AEVT -> Long.compare(segment.entities()[row], entity);
          case AVET -> compareValue(segment, row);
        };
    if (second != 0 || depth == 2) {
      return second;
    }
    return order == Order.AVET
        ? Long.compare(segment.entities()[row], entity)
        : compareValue(segment, row);
  }

  private int compareValue(Segment segment, int row) {
    Kind other = segment.kind(row);
    return other == kind && kind != Kind.CODE
        ? Words.compareWords(kind, segment.words()[row], word)
        : segment.value(row).compareTo(value);
  }
}
