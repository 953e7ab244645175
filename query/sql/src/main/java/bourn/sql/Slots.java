package bourn.sql;

import java.util.Arrays;

/** Arrays with a slot for each group. */
final class Slots {

  private Slots() {}

  /** Returns {@code slots}, longer if a group has none yet. */
  static long[] room(long[] slots, int[] group, int count) {
    int needed = needed(group, count);
    return needed <= slots.length
        ? slots
        : Arrays.copyOf(slots, Math.max(needed, 2 * slots.length));
  }

  /** Returns whether all rows are of group 0, as they are where there is one group only. */
  static boolean one(int[] group, int count) {
    return needed(group, count) <= 1;
  }

  /** Returns a number that every group is less than, at most twice one more than the greatest. */
  static int needed(int[] group, int count) {
    int bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= group[i];
    }
    return count == 0 ? 0 : bits + 1;
  }
}
