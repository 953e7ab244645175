package bourn.index;

import org.jspecify.annotations.Nullable;

/**
 * Where the facts of each entity begin in a segment that is sorted by entity, if its entities are
 * numbered closely. Immutable.
 */
final class EntityRows {

  /*
   * A search by halving reads a line of memory a step, and few of them are in a cache. The table has
   * two bytes an entity, so those of many segments are. Where all entities have as many facts, there
   * is no table; the first and the last may have some of theirs in the segments beside.
   */

  /** What stands for a segment whose entities lie too far apart, or that is too large. */
  static final EntityRows NONE = new EntityRows(0, 0, 0, 0, null);

  /** The most entities a fact that the table is made for, and so four bytes a fact. */
  private static final int MOST_SPREAD = 2;

  private final long first;
  private final int count;
  private final int each;
  private final int before;
  private final char @Nullable [] starts;

  private EntityRows(long first, int count, int each, int before, char @Nullable [] starts) {
    this.first = first;
    this.count = count;
    this.each = each;
    this.before = before;
    this.starts = starts;
  }

  static EntityRows of(Segment segment) {
    int count = segment.count();
    long span = segment.lastEntity() - segment.firstEntity() + 1;
    if (count == 0
        || count > Character.MAX_VALUE
        || span <= 0
        || span > (long) MOST_SPREAD * count) {
      return NONE;
    }
    char[] starts = starts(segment, (int) span);
    int each = span < 3 ? count : starts[2] - starts[1];
    int before = each - starts[1];
    EntityRows even = new EntityRows(segment.firstEntity(), count, each, before, null);
    return even.isLike(starts) ? even : new EntityRows(segment.firstEntity(), count, 0, 0, starts);
  }

  private static char[] starts(Segment segment, int span) {
    long[] entities = segment.entities();
    char[] starts = new char[span + 1];
    int row = 0;
    for (int i = 0; i <= span; i++) {
      while (row < segment.count() && entities[row] < segment.firstEntity() + i) {
        row++;
      }
      starts[i] = (char) row;
    }
    return starts;
  }

  private boolean isLike(char[] table) {
    for (int i = 0; i < table.length; i++) {
      if (start(first + i) != table[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first row whose entity is not less than {@code entity}. */
  int start(long entity) {
    if (starts == null) {
      long distance = Math.clamp(entity - first, 0, Character.MAX_VALUE);
      return Math.clamp(distance * each - before, 0, count);
    }
    return starts[Math.clamp(entity - first, 0, starts.length - 1)];
  }
}
