package bourn.index;

import bourn.columns.Restriction;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what entities have of one attribute, in the order of their numbers. */
final class StarAttribute {

  /*
   * Where segments alone say what holds, they are gone to directly: in a segment whose entities lie
   * close, a row is found by arithmetic, else by galloping on from the one before. In a past, what
   * the segments of what holds now do not tell is looked for in those of what held once: as no
   * entity has two values at a time, what is found in either is all. Otherwise, as right after a
   * transaction, all facts from the first entity to the last are merged, or those of one entity at a
   * time if there are few.
   */

  /** So many facts are passed over in the time in which those of one entity are found. */
  private static final int FOUND = 64;

  private final Snapshot snapshot;
  private final Window window;
  private final long attribute;
  private final List<ValueTest> tests;
  private final Recodings recodings;
  private final @Nullable StarColumn column;
  private final boolean direct;
  private final @Nullable StarAttribute past;
  private int[] kept = {};
  private int count;

  /**
   * @param column where the values go, or null when they are not wanted
   */
  StarAttribute(
      Snapshot snapshot,
      Window window,
      long attribute,
      List<Restriction> restrictions,
      Recodings recodings,
      @Nullable StarColumn column) {
    this.snapshot = snapshot;
    this.window = window;
    this.attribute = attribute;
    this.tests = restrictions.stream().map(ValueTest::new).toList();
    this.recodings = recodings;
    this.column = column;
    Range all = between(Long.MIN_VALUE, Long.MAX_VALUE);
    boolean settled = snapshot.isSettled(all, window);
    this.direct = settled || snapshot.isMerged(all, window);
    this.past =
        direct && !settled
            ? new StarAttribute(this, restrictions, column == null ? null : new StarColumn())
            : null;
  }

  /** Makes one for what held once. */
  private StarAttribute(
      StarAttribute now, List<Restriction> restrictions, @Nullable StarColumn column) {
    this.snapshot = now.snapshot;
    this.window = now.window;
    this.attribute = now.attribute;
    this.tests = restrictions.stream().map(ValueTest::new).toList();
    this.recodings = now.recodings;
    this.column = column;
    this.direct = true;
    this.past = null;
  }

  private Range between(long first, long last) {
    return new Range(
        Probe.of(Order.AEVT, 2, first, attribute, Value.Nil.NIL, false),
        Probe.of(Order.AEVT, 2, last, attribute, Value.Nil.NIL, true));
  }

  /**
   * Finds those among the first {@code many} of {@code entities}, which ascend, that have a value
   * that is asked for; returns how many. Their places are in {@link #kept}.
   */
  int find(long[] entities, int many) {
    begin(many);
    if (!direct) {
      findMerged(entities, many);
    } else {
      findDirectly(entities, many);
      if (past != null && count < many) {
        addPast(past, entities, many);
      }
    }
    return count;
  }

  private void begin(int many) {
    if (kept.length < many) {
      kept = new int[many];
    }
    count = 0;
    if (column != null) {
      column.clear();
    }
  }

  /** Adds what {@code before} finds of the entities that were not found. */
  private void addPast(StarAttribute before, long[] entities, int many) {
    long[] rest = new long[many - count];
    int[] places = new int[many - count];
    for (int i = 0, found = 0, left = 0; i < many; i++) {
      if (found < count && kept[found] == i) {
        found++;
      } else {
        places[left] = i;
        rest[left++] = entities[i];
      }
    }
    before.begin(rest.length);
    before.findAcross(snapshot.base().history(Order.AEVT), rest, rest.length);
    if (before.count == 0) {
      return;
    }
    int[] now = Arrays.copyOf(kept, count);
    StarColumn nowColumn = column == null ? null : column.copy();
    int found = count;
    begin(many);
    for (int i = 0, j = 0; i < found || j < before.count; ) {
      boolean older = i == found || (j < before.count && places[before.kept[j]] < now[i]);
      kept[count++] = older ? places[before.kept[j]] : now[i];
      if (column != null && nowColumn != null && before.column != null) {
        column.add(older ? before.column : nowColumn, older ? j : i);
      }
      j += older ? 1 : 0;
      i += older ? 0 : 1;
    }
  }

  /** Looks in all segments of {@code list}, in which an entity may have several facts. */
  private void findAcross(SegmentList list, long[] entities, int many) {
    int next = 0;
    int at = 0;
    while (next < many && at < list.size()) {
      Probe before = Probe.of(Order.AEVT, 2, entities[next], attribute, Value.Nil.NIL, false);
      at = Math.max(at, list.find(before));
      Segment segment = list.load(at, snapshot.segments());
      int end = end(segment);
      int from = Probe.of(Order.AEVT, 1, 0, attribute, Value.Nil.NIL, false).firstAfter(segment);
      if (from < end) {
        next = findIn(segment, from, end, entities, next, many);
      } else if (segment.count() > 0 && segment.attributes()[0] > attribute) {
        return;
      }
      at++;
    }
  }

  int[] kept() {
    return kept;
  }

  @Nullable StarColumn column() {
    return column;
  }

  private void findDirectly(long[] entities, int many) {
    SegmentList list = snapshot.base().current(Order.AEVT);
    int next = list.size() == 0 ? many : 0;
    while (next < many) {
      Probe behind = Probe.of(Order.AEVT, 2, entities[next], attribute, Value.Nil.NIL, true);
      Segment segment = list.load(list.find(behind), snapshot.segments());
      int end = end(segment);
      next =
          end == 0 || segment.attributes()[end - 1] != attribute
              ? next + 1
              : Math.max(next + 1, findIn(segment, 0, end, entities, next, many));
    }
  }

  /** Returns the row after the last of this attribute in {@code segment}. */
  private int end(Segment segment) {
    return segment.isOfOneAttribute() && segment.attributes()[0] == attribute
        ? segment.count()
        : Probe.of(Order.AEVT, 1, 0, attribute, Value.Nil.NIL, true).firstAfter(segment);
  }

  private void findMerged(long[] entities, int many) {
    Range range = between(entities[0], entities[many - 1]);
    if (snapshot.estimate(range) > (long) FOUND * many) {
      for (int i = 0; i < many; i++) {
        int at = i;
        snapshot.scan(
            between(entities[i], entities[i]),
            window,
            (segment, from, until) -> {
              findIn(segment, from, until, entities, at, at + 1);
              return true;
            });
      }
      return;
    }
    int[] next = {0};
    snapshot.scan(
        range,
        window,
        (segment, from, until) -> {
          next[0] = findIn(segment, from, until, entities, next[0], many);
          return next[0] < many;
        });
  }

  /**
   * Looks for entities from {@code next} on in rows {@code [from, until)} of {@code segment}, all
   * of this attribute; returns the first whose facts may come after them.
   */
  private int findIn(Segment segment, int from, int until, long[] entities, int next, int many) {
    EntityRows rows = segment.isOfOneAttribute() ? segment.entityRows() : EntityRows.NONE;
    boolean numbered = !rows.equals(EntityRows.NONE);
    boolean all = window.holdsAll(segment);
    int[] recoding = column == null ? new int[0] : recodings.of(segment.dictionary());
    tests.forEach(test -> test.stand(segment));
    long[] present = segment.entities();
    long last = present[until - 1];
    int row = from;
    int i = next;
    while (i < many && entities[i] <= last) {
      long entity = entities[i];
      row = numbered ? Math.max(from, rows.start(entity)) : gallop(present, row, until, entity);
      if (all && tests.isEmpty()) {
        int run = run(entities, i, many, present, row, until);
        if (run > 1) {
          keepAll(i, segment, row, run);
          i += run;
          row += run;
          continue;
        }
      }
      while (row < until && present[row] == entity && !(all || holds(segment, row))) {
        row++;
      }
      boolean found = row < until && present[row] == entity;
      if (found && admits(row)) {
        keep(i, segment, row, recoding);
      }
      if (!found && entity == last) {
        return i;
      }
      i++;
    }
    return i;
  }

  /** Returns how many entities, from {@code next} on, lie one after the other from a row on. */
  private static int run(long[] entities, int next, int many, long[] present, int row, int until) {
    int most = Math.min(many - next, until - row);
    if (most < 2 || entities[next + 1] != present[row + 1]) {
      return 0;
    }
    int run = Arrays.mismatch(entities, next, next + most, present, row, row + most);
    return run < 0 ? most : run;
  }

  private void keepAll(int place, Segment segment, int row, int run) {
    for (int i = 0; i < run; i++) {
      kept[count++] = place + i;
    }
    if (column != null) {
      column.addAll(segment, row, row + run, recodings);
    }
  }

  private boolean holds(Segment segment, int row) {
    return window.holds(segment.added()[row], segment.retracted(row));
  }

  private boolean admits(int row) {
    for (int i = 0; i < tests.size(); i++) {
      if (!tests.get(i).holds(row)) {
        return false;
      }
    }
    return true;
  }

  private void keep(int place, Segment segment, int row, int[] recoding) {
    kept[count++] = place;
    if (column != null) {
      column.add(segment, row, recodings, recoding);
    }
  }

  /** Returns the first place from {@code from} on that is not less than {@code least}. */
  static int gallop(long[] sorted, int from, int until, long least) {
    int low = from;
    int step = 1;
    while (low < until && sorted[low] < least) {
      int ahead = low + step;
      if (ahead >= until || sorted[ahead] >= least) {
        return search(sorted, low + 1, Math.min(ahead, until), least);
      }
      low = ahead;
      step *= 2;
    }
    return low;
  }

  private static int search(long[] sorted, int from, int until, long least) {
    int low = from;
    int high = until;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
