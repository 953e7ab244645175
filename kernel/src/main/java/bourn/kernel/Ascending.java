package bourn.kernel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinct values in the order in which they were given, and in their own order besides. Values are
 * found by comparison, never by hash, so no choice of keys makes a map or a set slow.
 */
final class Ascending {

  private static final int FEW = 8;
  private static final int SOME = 32;

  private final Value[] values;
  private final int @Nullable [] order;

  /** Shares {@code values}; {@code order} is null where they ascend as they stand. */
  private Ascending(Value[] values, int @Nullable [] order) {
    this.values = values;
    this.order = order;
  }

  /** Returns {@code values}, which the caller knows to ascend, without a copy. */
  static Ascending ofSorted(Value[] values) {
    return new Ascending(values, null);
  }

  /** Returns {@code values}, shared, some of which may be equal: see {@link #duplicate}. */
  static Ascending of(Value[] values) {
    return new Ascending(values, isSorted(values) ? null : orderOf(values));
  }

  private static boolean isSorted(Value[] values) {
    for (int i = 1; i < values.length; i++) {
      if (ValueOrder.compare(values[i - 1], values[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  private static int[] orderOf(Value[] values) {
    return values.length <= SOME ? orderOfSome(values) : orderOfMany(values);
  }

  private static int[] orderOfSome(Value[] values) {
    int[] order = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int at = i;
      while (at > 0 && ValueOrder.compare(values[order[at - 1]], values[i]) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
    return order;
  }

  private static int[] orderOfMany(Value[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (left, right) -> ValueOrder.compare(values[left], values[right]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return values.length;
  }

  /** Returns whether {@code others} were given, in that order. */
  boolean isOf(List<Value> others) {
    if (others.size() != values.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!values[i].equals(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the value given as number {@code index}. */
  Value given(int index) {
    return values[index];
  }

  /** Returns as which number the value was given that is number {@code rank} in ascending order. */
  int index(int rank) {
    return order == null ? rank : order[rank];
  }

  /** Returns as which number a value was given that was given before, or -1 when all differ. */
  int duplicate() {
    for (int rank = 1; rank < values.length; rank++) {
      int last = index(rank - 1);
      int next = index(rank);
      if (values[last].equals(values[next])) {
        return Math.max(last, next);
      }
    }
    return -1;
  }

  /** Returns as which number {@code value} was given, or -1 when it was not. */
  int find(Value value) {
    return values.length <= FEW ? findAmongFew(value) : findAmongMany(value);
  }

  private int findAmongFew(Value value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i].equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private int findAmongMany(Value value) {
    int low = 0;
    int high = values.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = ValueOrder.compare(values[index(middle)], value);
      if (order == 0) {
        return index(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
