package bourn.index;

import bourn.columns.Meter;
import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.DatomSource;
import bourn.datoms.EntityIds;
import bourn.datoms.Fact;
import bourn.datoms.Facts;
import bourn.datoms.Schema;
import bourn.datoms.Transaction;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The index after one transaction: the segments of one base, the runs of novelty since, and what
 * the fold of transactions has come to. Immutable.
 *
 * @param segments where the base's segments are loaded from
 * @param novelty the older first
 * @param state what the fold of transactions has come to
 */
record Snapshot(Segments segments, Base base, List<Run> novelty, State state) {

  /**
   * What the fold of transactions has come to beside the facts.
   *
   * @param until the offset of the next transaction
   * @param schemaSince the first offset from which on the schema is as it is now
   */
  record State(
      long until,
      long nextEntity,
      long nextAttribute,
      long lastInstantMicros,
      Schema schema,
      long schemaSince) {

    static final State INITIAL =
        new State(
            0, EntityIds.FIRST_USER, EntityIds.FIRST_ATTRIBUTE, Long.MIN_VALUE, Schema.INITIAL, 0);
  }

  long until() {
    return state.until();
  }

  int noveltyCount() {
    return novelty.stream().mapToInt(Run::count).sum();
  }

  /** Returns what is not merged yet, in {@code order}. */
  List<Segment> novelty(Order order) {
    return novelty.stream().map(run -> run.in(order)).toList();
  }

  /** Returns how many bytes of memory novelty takes, about. */
  long noveltyBytes() {
    return novelty.stream().mapToLong(Run::sizeBytes).sum();
  }

  /** Everything that holds after the last transaction. */
  Window now() {
    return new Window(EntityIds.TRANSACTION, EntityIds.transaction(until()), false);
  }

  /** Passes all facts of {@code range} that {@code window} may see, some that it may not. */
  boolean scan(Range range, Window window, Stretches out) {
    Predicate<Datom> filter = window.filter();
    return merge(range, window, filter == null ? out : new Filtered(window, filter, out));
  }

  /** Does as {@link #scan(Range, Window, Stretches)}, for a query that {@code meter} watches. */
  boolean scan(Range range, Window window, Meter meter, Stretches out) {
    meter.check();
    Predicate<Datom> filter = window.filter();
    Stretches seen = filter == null ? out : new Filtered(window, filter, out);
    return merge(range, window, new Paced(meter, seen));
  }

  private boolean merge(Range range, Window window, Stretches out) {
    Order order = range.order();
    Strand current = base.current(order).strand(range, window, segments);
    Strand past = usesHistory(window) ? base.history(order).strand(range, window, segments) : null;
    if (novelty.isEmpty() && (current == null || past == null)) {
      Strand only = current == null ? past : current;
      return only == null || Merger.all(only, out);
    }
    List<Strand> strands = new ArrayList<>(novelty.size() + 2);
    add(current, strands);
    add(past, strands);
    for (Run run : novelty) {
      Segment segment = run.in(order);
      int from = range.from().firstAfter(segment);
      int until = range.until().firstAfter(segment, from);
      if (from < until) {
        strands.add(Strand.of(segment, from, until));
      }
    }
    return Merger.merge(order, strands, out);
  }

  private boolean usesHistory(Window window) {
    return window.history() || window.until() != EntityIds.transaction(until());
  }

  private static void add(@Nullable Strand strand, List<Strand> strands) {
    if (strand != null) {
      strands.add(strand);
    }
  }

  /** Returns whether the segments of what holds, alone, say what {@code window} sees of a range. */
  boolean isSettled(Range range, Window window) {
    return window.isOfLog() && !usesHistory(window) && !hasNews(range);
  }

  /** Returns whether segments alone, also those of what held once, say what {@code window} sees. */
  boolean isMerged(Range range, Window window) {
    return window.isOfLog() && !window.history() && !hasNews(range);
  }

  /** Returns about how many facts of {@code range} hold; exact where novelty has none of them. */
  long estimate(Range range) {
    long count = base.current(range.order()).count(range, segments);
    for (Run run : novelty) {
      Segment segment = run.in(range.order());
      count += change(segment, range.from().firstAfter(segment), range.until().firstAfter(segment));
    }
    return Math.max(0, count);
  }

  private static long change(Segment segment, int from, int until) {
    if (segment.retracted() == null) {
      return (long) until - from;
    }
    int looked = Math.min(until - from, 512);
    long change = 0;
    for (int row = from; row < from + looked; row++) {
      change += segment.retracted(row) == Segment.LIVE ? 1 : -1;
    }
    return looked == 0 ? 0 : change * (until - from) / looked;
  }

  /** Passes each fact of {@code range} that {@code window} holds to {@code condition}. */
  boolean every(Range range, Window window, Predicate<Fact> condition) {
    return scan(
        range,
        window,
        (segment, from, until) -> {
          boolean holdsAll = window.holdsAll(segment);
          for (int row = from; row < until; row++) {
            if ((holdsAll || window.holds(segment.added()[row], segment.retracted(row)))
                && !condition.test(fact(segment, row))) {
              return false;
            }
          }
          return true;
        });
  }

  /** Returns the values that {@code entity} has of {@code attribute}, in order. */
  List<Value> values(long entity, long attribute, Window window) {
    List<Value> values = new ArrayList<>(2);
    if (window.isOfLog() && (novelty.isEmpty() || !hasNews(Range.of(entity, attribute)))) {
      Segment current = base.current(Order.EAVT).segmentOf(entity, window, segments);
      if (current != null && hasCells(current)) {
        current.entityCells().addValues(current, entity, attribute, window, values);
        if (!usesHistory(window) || (!values.isEmpty() && hasOne(attribute, window))) {
          return values;
        }
        Segment past = base.history(Order.EAVT).segmentOf(entity, window, segments);
        if (past != null && hasCells(past)) {
          past.entityCells().addValues(past, entity, attribute, window, values);
          Collections.sort(values);
          return values;
        }
      }
      values.clear();
    }
    every(Range.of(entity, attribute), window, fact -> values.add(fact.value()));
    return values;
  }

  /**
   * Returns the datoms of {@code entity} that {@code window} sees, by attribute and value; null if
   * there may be more than {@code most}.
   */
  @Nullable List<Datom> datoms(long entity, int most, Window window) {
    Range range = Range.of(entity);
    if (isSettled(range, window)) {
      Segment current = base.current(Order.EAVT).segmentOf(entity, window, segments);
      if (current != null && hasCells(current)) {
        List<Datom> datoms = new ArrayList<>();
        return current.entityCells().addDatoms(current, entity, most, window, datoms)
            ? datoms
            : null;
      }
    }
    return DatomWalk.upTo(most, this, range, window);
  }

  private static boolean hasCells(Segment segment) {
    return segment.count() == 0 || !segment.entityCells().equals(EntityCells.NONE);
  }

  /** Returns whether novelty has facts in {@code range}. */
  private boolean hasNews(Range range) {
    for (Run run : novelty) {
      Segment segment = run.in(range.order());
      int from = range.from().firstAfter(segment);
      if (from < segment.count() && range.until().isAfter(segment, from)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether no entity has several values of {@code attribute}, if that is known at once.
   */
  private boolean hasOne(long attribute, Window window) {
    if (state.schemaSince() > EntityIds.offset(window.end())) {
      return false;
    }
    Attribute known = state.schema().attribute(attribute);
    return known != null && !known.many();
  }

  private static Fact fact(Segment segment, int row) {
    return new Fact(
        segment.entities()[row],
        segment.attributes()[row],
        segment.value(row),
        EntityIds.offset(segment.added()[row]),
        segment.meta(row));
  }

  List<Fact> facts(Range range, Window window) {
    List<Fact> facts = new ArrayList<>();
    every(range, window, facts::add);
    return facts;
  }

  @Nullable Fact first(Range range, Window window) {
    List<Fact> first = new ArrayList<>(1);
    every(range, window, fact -> !first.add(fact));
    return first.isEmpty() ? null : first.getFirst();
  }

  /**
   * Returns a fact with {@code value} of {@code attribute}, null if there is none; if {@code
   * attribute} is unique and nothing durable has the value, mostly without reading a segment.
   */
  @Nullable Fact holder(long attribute, Value value, Window window) {
    Range range = Range.prefix(Order.AVET, 2, 0, attribute, value);
    boolean newOnly = !usesHistory(window) && !base.current(Order.AVET).mayHave(range, segments);
    return (newOnly ? with(Base.NONE, novelty) : this).first(range, window);
  }

  Schema schema() {
    return state.schema();
  }

  /** Returns what {@code window}, of what holds, sees, as the rules of a transaction need it. */
  DatomSource source(Window window, Schema schema) {
    return new WindowFacts(this, window, schema);
  }

  /** Returns everything that holds, as the rules of a transaction need it. */
  DatomSource source() {
    return source(now(), schema());
  }

  private List<Fact> facts(long entity) {
    return facts(Range.of(entity), now());
  }

  /** Returns the index after one more transaction, whose facts are in {@code runs} already. */
  Snapshot after(Transaction transaction, List<Run> runs) {
    Schema schema = state.schema();
    long schemaSince = state.schemaSince();
    State next = next(transaction, schema, schemaSince);
    Snapshot after = new Snapshot(segments, base, List.copyOf(runs), next);
    Set<Long> described = new TreeSet<>();
    describedBy(transaction.asserted(), described);
    describedBy(transaction.retracted(), described);
    if (described.isEmpty()) {
      return after;
    }
    Schema kept = withoutTaken(schema, transaction.asserted());
    State renewed = next(transaction, after.described(kept, described), transaction.t() + 1);
    return new Snapshot(segments, base, after.novelty, renewed);
  }

  /** Returns this after one more transaction, which nobody else sees. */
  Snapshot after(Transaction transaction) {
    return after(transaction, new Novelty().add(novelty, Run.of(transaction)));
  }

  private State next(Transaction transaction, Schema schema, long schemaSince) {
    return new State(
        transaction.t() + 1,
        transaction.nextEntity(),
        transaction.nextAttribute(),
        instant(transaction),
        schema,
        schemaSince);
  }

  private long instant(Transaction transaction) {
    Facts asserted = transaction.asserted();
    for (int i = 0; i < asserted.count(); i++) {
      if (asserted.attribute(i) == BuiltIn.TX_INSTANT
          && asserted.value(i) instanceof Value.Time(long micros)) {
        return micros;
      }
    }
    return state.lastInstantMicros();
  }

  private static void describedBy(Facts facts, Set<Long> entities) {
    for (int i = 0; i < facts.count(); i++) {
      if (Schema.describes(facts.attribute(i))) {
        entities.add(facts.entity(i));
      }
    }
  }

  /** Returns {@code schema} without the former names that entities take by {@code facts}. */
  private static Schema withoutTaken(Schema schema, Facts facts) {
    Schema kept = schema;
    for (int i = 0; i < facts.count(); i++) {
      if (facts.attribute(i) == BuiltIn.IDENT && facts.value(i) instanceof Keyword ident) {
        kept = kept.withoutFormer(ident);
      }
    }
    return kept;
  }

  private Schema described(Schema schema, Set<Long> entities) {
    List<Attribute> attributes = new ArrayList<>();
    Schema described = schema;
    for (long entity : entities) {
      Attribute attribute = Schema.describe(entity, facts(entity));
      if (attribute != null) {
        attributes.add(attribute);
      } else if (schema.attribute(entity) != null) {
        described = described.without(entity);
      }
    }
    return described.with(attributes);
  }

  /** Returns the schema that held before transaction {@code until}. */
  Schema schemaAt(long until) {
    return state.schemaSince() <= until ? state.schema() : schemaOf(until);
  }

  /** Returns the schema that held before transaction {@code until}, by its facts. */
  Schema schemaOf(long until) {
    Window window = new Window(EntityIds.TRANSACTION, EntityIds.transaction(until), false);
    Set<Long> entities = new TreeSet<>();
    for (Attribute describing : Schema.INITIAL.attributes()) {
      if (!Schema.describes(describing.id())) {
        continue;
      }
      every(
          Range.prefix(Order.AEVT, 1, 0, describing.id(), Value.Nil.NIL),
          window,
          fact -> {
            entities.add(fact.entity());
            return true;
          });
    }
    List<Attribute> attributes = new ArrayList<>();
    for (long entity : entities) {
      Attribute attribute = Schema.describe(entity, facts(Range.of(entity), window));
      if (attribute != null) {
        attributes.add(attribute);
      }
    }
    return Schema.INITIAL.with(attributes).withFormer(formerNames(window));
  }

  /** Returns what every name that was ever given stood for last. */
  private Map<Keyword, Long> formerNames(Window window) {
    Map<Keyword, Datom> last = new HashMap<>();
    Range given = Range.prefix(Order.AEVT, 1, 0, BuiltIn.IDENT, Value.Nil.NIL);
    for (Datom datom : DatomWalk.all(this, given, window.withHistory(true))) {
      if (datom.added() && datom.value() instanceof Keyword ident) {
        last.merge(ident, datom, (one, other) -> one.t() > other.t() ? one : other);
      }
    }
    Map<Keyword, Long> names = new HashMap<>();
    last.forEach((ident, datom) -> names.put(ident, datom.entity()));
    return names;
  }

  /** Returns the entity that had {@code ident} last, or {@link DatomSource#NONE}. */
  long formerEntity(Keyword ident, Window window) {
    Range holders = Range.prefix(Order.AVET, 2, 0, BuiltIn.IDENT, ident);
    return DatomWalk.all(this, holders, window.withHistory(true)).stream()
        .filter(Datom::added)
        .max(Comparator.comparingLong(Datom::t))
        .map(Datom::entity)
        .orElse(DatomSource.NONE);
  }

  /** Returns this with {@code schema} as that of now. */
  Snapshot withSchema(Schema schema) {
    State renewed =
        new State(
            state.until(),
            state.nextEntity(),
            state.nextAttribute(),
            state.lastInstantMicros(),
            schema,
            state.schemaSince());
    return new Snapshot(segments, base, novelty, renewed);
  }

  /** Returns this with other segments and novelty, which hold the same facts. */
  Snapshot with(Base newBase, List<Run> newNovelty) {
    return new Snapshot(segments, newBase, List.copyOf(newNovelty), state);
  }
}
