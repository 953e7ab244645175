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

  /** Returns one more than the greatest group. */
  static int needed(int[] group, int count) {
    int greatest = -1;
    for (int i = 0; i < count; i++) {
      greatest = Math.max(greatest, group[i]);
    }
    return greatest + 1;
  }
}
