package bourn.index;

import bourn.kernel.Value;
import java.util.Arrays;

/** Sorted values without duplicates, and what becomes of their indexes when two are made one. */
final class Dictionaries {

  private Dictionaries() {}

  /**
   * The union of two dictionaries.
   *
   * @param values the union, or one of the two when it has all of the other
   * @param left the new index of each value of the first
   * @param right the new index of each value of the second
   */
  record Union(Value[] values, int[] left, int[] right) {}

  static Union union(Value[] left, Value[] right) {
    Value[] values = new Value[left.length + right.length];
    int[] leftCodes = new int[left.length];
    int[] rightCodes = new int[right.length];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < left.length || j < right.length) {
      int order = i == left.length ? 1 : j == right.length ? -1 : left[i].compareTo(right[j]);
      values[count] = order <= 0 ? left[i] : right[j];
      if (order <= 0) {
        leftCodes[i++] = count;
      }
      if (order >= 0) {
        rightCodes[j++] = count;
      }
      count++;
    }
    return new Union(Arrays.copyOf(values, count), leftCodes, rightCodes);
  }
}
