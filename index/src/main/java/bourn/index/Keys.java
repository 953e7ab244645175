package bourn.index;

/** Compares facts by the whole key of an order. */
final class Keys {

  private Keys() {}

  /** Compares two facts: by the parts of the order, then by the transaction that asserted them. */
  static int compare(Order order, Segment left, int row, Segment right, int other) {
    int parts =
        switch (order) {
          case EAVT -> {
            int e = Long.compare(left.entities()[row], right.entities()[other]);
            int a = e != 0 ? e : Long.compare(left.attributes()[row], right.attributes()[other]);
            yield a != 0 ? a : Words.compare(left, row, right, other);
          }
          case AEVT -> {
            int a = Long.compare(left.attributes()[row], right.attributes()[other]);
            int e = a != 0 ? a : Long.compare(left.entities()[row], right.entities()[other]);
            yield e != 0 ? e : Words.compare(left, row, right, other);
          }
          case AVET -> {
            int a = Long.compare(left.attributes()[row], right.attributes()[other]);
            int v = a != 0 ? a : Words.compare(left, row, right, other);
            yield v != 0 ? v : Long.compare(left.entities()[row], right.entities()[other]);
          }
        };
    return parts != 0 ? parts : Long.compare(left.added()[row], right.added()[other]);
  }

  /**
   * Returns the first row in {@code [from, until)} of {@code segment} whose key is not less than
   * that of a row of {@code other}; looks near {@code from} first.
   */
  static int gallop(
      Order order, Segment segment, int from, int until, Segment other, int otherRow) {
    int low = from;
    int step = 1;
    while (low < until && compare(order, segment, low, other, otherRow) < 0) {
      int ahead = low + step;
      if (ahead >= until || compare(order, segment, ahead, other, otherRow) >= 0) {
        return search(order, segment, low + 1, Math.min(ahead, until), other, otherRow);
      }
      low = ahead;
      step *= 2;
    }
    return low;
  }

  private static int search(
      Order order, Segment segment, int from, int until, Segment other, int otherRow) {
    int low = from;
    int high = until;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(order, segment, middle, other, otherRow) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
