package bourn.engine;

/** The groups of a batch. */
final class GroupNumbers {

  private GroupNumbers() {}

  /** Returns one more than the greatest of the first {@code count} numbers. */
  static int until(int[] group, int count) {
    int greatest = -1;
    for (int i = 0; i < count; i++) {
      greatest = Math.max(greatest, group[i]);
    }
    return greatest + 1;
  }

  /** Returns the length to which an array must grow to have {@code needed} elements. */
  static int grown(int length, int needed) {
    return Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * length));
  }
}
