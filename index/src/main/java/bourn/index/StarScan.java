package bourn.index;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Meter;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One scan of a {@link StarTable}. Confined to one thread. */
final class StarScan {

  /*
   * The attribute of which the fewest facts are asked for leads: its entities come in the order of
   * their numbers, some thousands at a time, and each other attribute keeps those of which it has a
   * value that is asked for, the one with the fewest facts first.
   *
   * Facts with one value of the attribute that leads lie together by entity. Those with a range of
   * values do not: if they are a small part of all, their entities are sorted, else values are
   * looked at while going by entity.
   */

  private static final int TOGETHER = 1 << 13;

  /** Sorting an entity costs as much as to pass over so many. */
  private static final int SORTED = 4;

  private final StarTable table;
  private final Snapshot snapshot;
  private final List<Restriction> restrictions;
  private final int[] columns;
  private final Sink sink;
  private final Recodings recodings;
  private final Meter meter;
  private final @Nullable StarColumn[] values;
  private final List<StarAttribute> others = new ArrayList<>();
  private long[] entities = new long[64];
  private int count;

  StarScan(
      StarTable table,
      Snapshot snapshot,
      List<Restriction> restrictions,
      int[] columns,
      Codes codes,
      Sink sink) {
    this.table = table;
    this.snapshot = snapshot;
    this.restrictions = restrictions;
    this.columns = columns.clone();
    this.sink = sink;
    this.recodings = new Recodings(codes);
    this.meter = codes.meter();
    this.values = new @Nullable StarColumn[table.attributes().size()];
    for (int column : columns) {
      if (column != StarTable.ENTITY && values[column - 1] == null) {
        values[column - 1] = new StarColumn();
      }
    }
  }

  void run() {
    int unique = unique();
    long[] estimates = new long[values.length];
    if (unique < 0 && values.length > 1) {
      Arrays.setAll(estimates, i -> table.estimate(snapshot, i, restrictions));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> i == unique ? -1 : estimates[i]));
    int leader = order.getFirst();
    Lead lead = new Lead(leader, estimates[leader]);
    for (int i : order) {
      if (i != leader || !lead.tellsValues) {
        others.add(other(i));
      }
    }
    lead.run();
  }

  /** Returns an attribute of which one value is asked for that only one entity has, or -1. */
  private int unique() {
    for (Restriction restriction : restrictions) {
      int i = restriction.column() - 1;
      if (i >= 0 && restriction.only() != null && table.attributes().get(i).unique() != null) {
        return i;
      }
    }
    return -1;
  }

  /** Does as {@link #run} for those entities that have one of {@code keys} in {@code column}. */
  void seek(int column, long[] keys) {
    for (int i = 0; i < values.length; i++) {
      others.add(other(i));
    }
    addAll(column == StarTable.ENTITY ? keys : having(column - 1, keys));
  }

  /** Goes on with entities in the order of their numbers. */
  private void addAll(long[] ascending) {
    List<Restriction> ofEntity =
        restrictions.stream().filter(r -> r.column() == StarTable.ENTITY).toList();
    for (long entity : ascending) {
      Value value = ofEntity.isEmpty() ? Value.Nil.NIL : new Value.Int(entity);
      if (ofEntity.stream().allMatch(r -> r.admits(value)) && !add(entity)) {
        return;
      }
    }
    pass();
  }

  private StarAttribute other(int i) {
    List<Restriction> own = restrictions.stream().filter(r -> r.column() == i + 1).toList();
    long attribute = table.attributes().get(i).id();
    return new StarAttribute(snapshot, table.window(), attribute, own, recodings, values[i]);
  }

  private boolean add(long entity) {
    if (count == entities.length) {
      entities = Arrays.copyOf(entities, Math.min(TOGETHER, 8 * count));
    }
    entities[count++] = entity;
    return count < TOGETHER || pass();
  }

  /** Adds entities {@code [from, until)} of {@code more}, for which there is room. */
  private boolean addAll(long[] more, int from, int until) {
    if (count + until - from > entities.length) {
      entities = Arrays.copyOf(entities, TOGETHER);
    }
    System.arraycopy(more, from, entities, count, until - from);
    count += until - from;
    return count < TOGETHER || pass();
  }

  /** Passes on the entities come together that have all attributes; returns whether to go on. */
  private boolean pass() {
    for (int i = 0; i < others.size() && count > 0; i++) {
      meter.check();
      StarAttribute other = others.get(i);
      int found = other.find(entities, count);
      if (found < count) {
        keep(other, found);
      }
    }
    boolean more = emit();
    count = 0;
    for (StarColumn column : values) {
      if (column != null) {
        column.clear();
      }
    }
    return more;
  }

  /** Keeps what {@code last} found of the entities, and of the values that were there before. */
  private void keep(StarAttribute last, int found) {
    int[] kept = last.kept();
    for (int i = 0; i < found; i++) {
      entities[i] = entities[kept[i]];
    }
    for (StarColumn column : values) {
      if (column != null && column.count() == count && !column.equals(last.column())) {
        column.keep(kept, found);
      }
    }
    count = found;
  }

  private boolean emit() {
    for (int from = 0; from < count; from += Batch.MOST_ROWS) {
      Column[] batch = new Column[columns.length];
      for (int c = 0; c < batch.length; c++) {
        batch[c] = column(columns[c], from);
      }
      if (!sink.accept(new Batch(batch, Math.min(Batch.MOST_ROWS, count - from), null))) {
        return false;
      }
    }
    return true;
  }

  private Column column(int column, int from) {
    return column == StarTable.ENTITY
        ? Column.of(Kind.INT, entities, from)
        : Objects.requireNonNull(values[column - 1]).column(from);
  }

  /** The walk over the facts of the attribute that leads. */
  private final class Lead implements Stretches {

    private final Access access;
    private final List<ValueTest> tests;
    private final boolean sorts;
    private final boolean tellsValues;
    private final @Nullable StarColumn column;
    private int[] recoding = {};

    Lead(int leader, long estimate) {
      List<Restriction> facts = table.facts(leader, restrictions);
      List<Restriction> ofValue =
          facts.stream().filter(r -> r.column() == Conditions.VALUE).toList();
      List<Restriction> others =
          facts.stream().filter(r -> r.column() != Conditions.VALUE).toList();
      boolean ranged = !ofValue.isEmpty() && ofValue.stream().noneMatch(r -> r.only() != null);
      Access byEntity = ranged ? Access.of(others, snapshot.schema()) : null;
      boolean few = byEntity != null && estimate * SORTED < all(byEntity);
      Access byValue = byEntity == null || few ? Access.of(facts, snapshot.schema()) : byEntity;
      this.sorts = few && byValue.ranges().getFirst().order() == Order.AVET;
      this.tellsValues = !sorts;
      this.access = byValue;
      this.tests = ranged && !few ? ofValue.stream().map(ValueTest::new).toList() : List.of();
      this.column = values[leader];
    }

    private long all(Access facts) {
      return facts.ranges().stream().mapToLong(snapshot::estimate).sum();
    }

    void run() {
      if (sorts) {
        runSorted();
        return;
      }
      for (Range range : access.ranges()) {
        if (!snapshot.scan(range, table.window(), meter, this)) {
          return;
        }
      }
      pass();
    }

    private void runSorted() {
      Collected collected = new Collected(table.window(), access.conditions());
      for (Range range : access.ranges()) {
        snapshot.scan(range, table.window(), meter, collected);
      }
      addAll(collected.ascending());
    }

    @Override
    public boolean accept(Segment segment, int from, int until) {
      recoding = column == null ? recoding : recodings.of(segment.dictionary());
      tests.forEach(test -> test.stand(segment));
      boolean all = table.window().holdsAll(segment);
      if (all && tests.isEmpty() && access.conditions().isEmpty()) {
        return addFacts(segment, from, until);
      }
      for (int row = from; row < until; row++) {
        if ((all || holds(segment, row)) && admits(segment, row) && !addFact(segment, row)) {
          return false;
        }
      }
      return true;
    }

    private boolean addFacts(Segment segment, int from, int until) {
      for (int row = from, end; row < until; row = end) {
        end = Math.min(until, row + TOGETHER - count);
        if (column != null) {
          column.addAll(segment, row, end, recodings);
        }
        if (!addAll(segment.entities(), row, end)) {
          return false;
        }
      }
      return true;
    }

    private boolean addFact(Segment segment, int row) {
      if (column != null) {
        column.add(segment, row, recodings, recoding);
      }
      return add(segment.entities()[row]);
    }

    private boolean holds(Segment segment, int row) {
      return table.window().holds(segment.added()[row], segment.retracted(row));
    }

    private boolean admits(Segment segment, int row) {
      for (int i = 0; i < tests.size(); i++) {
        if (!tests.get(i).holds(row)) {
          return false;
        }
      }
      return access.conditions().isEmpty()
          || access.conditions().admit(segment, row, segment.added()[row], true);
    }
  }

  /** Returns the entities that have one of {@code keys} of attribute {@code i}, ascending. */
  private long[] having(int i, long[] keys) {
    Collected collected = new Collected(table.window(), new Conditions(List.of()));
    long attribute = table.attributes().get(i).id();
    Range all = Range.prefix(Order.AVET, 1, 0, attribute, Value.Nil.NIL);
    SegmentList list = snapshot.base().current(Order.AVET);
    boolean direct = list.size() > 0 && snapshot.isSettled(all, table.window());
    for (int next = 0; next < keys.length; ) {
      Range range = Range.prefix(Order.AVET, 2, 0, attribute, new Value.Int(keys[next]));
      int until = direct ? havingIn(list, range.from(), keys, next, collected) : next;
      if (until == next) {
        snapshot.scan(range, table.window(), meter, collected);
        until++;
      }
      next = until;
    }
    return collected.ascending();
  }

  /**
   * Collects those of {@code keys}, from {@code next} on, whose facts all lie in the segment of
   * {@code place}, if that can be searched by word; returns the first key that is left.
   */
  private int havingIn(SegmentList list, Probe place, long[] keys, int next, Collected collected) {
    meter.check();
    Segment segment = list.load(list.find(place), snapshot.segments());
    if (!segment.isOfOneAttribute()
        || segment.kinds() != null
        || segment.kind() != Kind.INT
        || segment.attributes()[0] != place.attribute()) {
      return next;
    }
    long[] words = segment.words();
    long last = words[segment.count() - 1];
    int row = place.firstAfter(segment);
    int key = next;
    for (; key < keys.length && keys[key] < last; key++) {
      row = StarAttribute.gallop(words, row, segment.count(), keys[key]);
      int end = row;
      while (words[end] == keys[key]) {
        end++;
      }
      if (end > row) {
        collected.accept(segment, row, end);
      }
    }
    return key;
  }

  /** Collects the entities of facts in any order. */
  private static final class Collected implements Stretches {
    private final Window window;
    private final Conditions conditions;
    private long[] entities = new long[64];
    private int count;

    Collected(Window window, Conditions conditions) {
      this.window = window;
      this.conditions = conditions;
    }

    @Override
    public boolean accept(Segment segment, int from, int until) {
      for (int row = from; row < until; row++) {
        long added = segment.added()[row];
        if (window.holds(added, segment.retracted(row))
            && (conditions.isEmpty() || conditions.admit(segment, row, added, true))) {
          if (count == entities.length) {
            entities = Arrays.copyOf(entities, 2 * count);
          }
          entities[count++] = segment.entities()[row];
        }
      }
      return true;
    }

    long[] ascending() {
      Arrays.sort(entities, 0, count);
      return Arrays.copyOf(entities, count);
    }
  }
}
