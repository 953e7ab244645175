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

  /** Returns the place after the facts that begin as this one says. */
  Probe behind() {
    return new Probe(order, depth, entity, attribute, value, kind, word, true);
  }

  /** Returns the first row of {@code segment} after this place. */
  int firstAfter(Segment segment) {
    if (!isByEntity(segment)) {
      return search(segment, 0, segment.count());
    }
    EntityRows rows = segment.entityRows();
    return rows.equals(EntityRows.NONE)
        ? gallop(segment, guess(segment))
        : searchEntity(segment, rows.start(entity), rows.start(entity + 1));
  }

  /** Returns the first row of {@code segment} after this place; looks near {@code near} first. */
  int firstAfter(Segment segment, int near) {
    return isByEntity(segment) && !segment.entityRows().equals(EntityRows.NONE)
        ? firstAfter(segment)
        : gallop(segment, near);
  }

  private int gallop(Segment segment, int near) {
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

  /** Returns the first row after this place in {@code [from, until)}, the rows of its entity. */
  private int searchEntity(Segment segment, int from, int until) {
    if (depth == (order == Order.EAVT ? 1 : 2)) {
      return after ? until : from;
    }
    int low = from;
    int high = until;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int rest = order == Order.EAVT ? compareRest(segment, middle) : compareValue(segment, middle);
      if (isAfter(rest)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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

  /** Returns whether {@code segment} is sorted by entity as far as this place is concerned. */
  private boolean isByEntity(Segment segment) {
    return segment.count() > 0
        && (order == Order.EAVT
            ? depth > 0
            : order == Order.AEVT
                && depth > 1
                && segment.isOfOneAttribute()
                && segment.attributes()[0] == attribute);
  }

  /** Returns about where this place is if entities are numbered evenly. */
  private int guess(Segment segment) {
    int last = segment.count() - 1;
    long first = segment.firstEntity();
    double part = (double) (entity - first) / (segment.lastEntity() - first);
    return (int) Math.clamp(part * last, 0, last);
  }

  /** Returns whether this place is after the fact in {@code row}. */
  boolean isAfter(Segment segment, int row) {
    return isAfter(depth == 0 ? 0 : comparePrefix(segment, row));
  }

  private boolean isAfter(int byPrefix) {
    return byPrefix < 0 || (byPrefix == 0 && after);
  }

  private int comparePrefix(Segment segment, int row) {
    int first =
        order == Order.EAVT
            ? Long.compare(segment.entities()[row], entity)
            : Long.compare(segment.attributes()[row], attribute);
    return first != 0 || depth == 1 ? first : compareRest(segment, row);
  }

  /** Compares what follows the first part of the order. */
  private int compareRest(Segment segment, int row) {
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
