package bourn.index;

import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.DatomSource;
import bourn.datoms.EntityIds;
import bourn.datoms.Fact;
import bourn.datoms.Prepared;
import bourn.datoms.Schema;
import bourn.datoms.Transactor;
import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A window of a stream's index. */
final class WindowDatabase implements Database {

  private final Snapshots snapshots;
  private final BoundedStream whole;
  private final CausalContext context;
  private final Window window;
  private @Nullable Schema schema;
  private @Nullable Set<List<Value>> contents;

  /** Makes a database of what {@code window} sees of {@code whole}, and of speculation. */
  WindowDatabase(Snapshots snapshots, BoundedStream whole, CausalContext context, Window window) {
    this.snapshots = snapshots;
    this.whole = whole;
    this.context = context;
    this.window = window;
  }

  @Override
  public BoundedStream bounded() {
    long end = whole.bound().until();
    long from = Math.min(EntityIds.offset(window.from()), end);
    long until = Math.min(EntityIds.offset(window.until()), end);
    return whole.part(new Bound(from, until), context);
  }

  @Override
  public boolean isStored() {
    return !whole.stream().equals(Unstored.STREAM);
  }

  @Override
  public Table datoms() {
    return new DatomTable(snapshots, window);
  }

  @Override
  public Table rows(List<Attribute> attributes) {
    if (isHistory()) {
      throw new IllegalStateException(
          "a database of what holds is required, and this is a history: " + this);
    }
    return new StarTable(snapshots, window, attributes);
  }

  @Override
  public @Nullable Attribute attribute(Keyword ident) {
    return schema().attribute(ident);
  }

  @Override
  public @Nullable Attribute attribute(long id) {
    return schema().attribute(id);
  }

  @Override
  public Collection<Attribute> attributes() {
    return schema().attributes();
  }

  @Override
  public Schema schema() {
    Schema known = schema;
    if (known == null) {
      known = with(snapshot -> snapshot.schemaAt(EntityIds.offset(window.end())));
      schema = known;
    }
    return known;
  }

  @Override
  public @Nullable Keyword ident(long entity) {
    Keyword builtIn = BuiltIn.ident(entity);
    if (builtIn != null) {
      return builtIn;
    }
    Range range = Range.prefix(Order.EAVT, 2, entity, BuiltIn.IDENT, Value.Nil.NIL);
    Fact fact = first(range);
    return fact != null && fact.value() instanceof Keyword ident ? ident : null;
  }

  @Override
  public @Nullable Long entity(Value form) {
    return switch (form) {
      case Value.Int(long entity) -> entity;
      case Keyword ident -> named(ident);
      case Value.Items(List<Value> items)
          when items.size() == 2 && items.getFirst() instanceof Keyword name ->
          lookup(name, items.getLast());
      default -> null;
    };
  }

  private @Nullable Long named(Keyword ident) {
    Long builtIn = BuiltIn.entity(ident);
    Long holder = builtIn == null ? holder(BuiltIn.IDENT, ident) : builtIn;
    return holder == null ? formerHolder(ident) : holder;
  }

  private @Nullable Long lookup(Keyword name, Value value) {
    Attribute attribute = attribute(name);
    if (attribute == null || attribute.unique() == null) {
      return null;
    }
    if (attribute.id() == BuiltIn.IDENT) {
      return value instanceof Keyword ident ? named(ident) : null;
    }
    Long target = attribute.isReference() ? entity(value) : null;
    return holder(attribute.id(), target == null ? value : new Value.Int(target));
  }

  private @Nullable Long holder(long attribute, Value value) {
    Window whole = window.whole();
    Fact fact = withOrNull(snapshot -> snapshot.holder(attribute, value, whole));
    return fact == null ? null : fact.entity();
  }

  private @Nullable Long formerHolder(Keyword ident) {
    long former = with(snapshot -> snapshot.formerEntity(ident, window.whole()));
    return former == DatomSource.NONE ? null : former;
  }

  /** Returns the first fact of {@code range} that holds at the end, wherever the bound begins. */
  private @Nullable Fact first(Range range) {
    Window whole = window.whole();
    return withOrNull(snapshot -> snapshot.first(range, whole));
  }

  @Override
  public List<Value> values(long entity, long attribute) {
    Snapshot snapshot = snapshots.pin();
    try {
      return snapshot.values(entity, attribute, window.withHistory(false));
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public List<Datom> datoms(long entity) {
    return Objects.requireNonNull(datoms(entity, Integer.MAX_VALUE));
  }

  @Override
  public @Nullable List<Datom> datoms(long entity, int most) {
    Snapshot snapshot = snapshots.pin();
    try {
      return snapshot.datoms(entity, most, window);
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public Datoms datoms(DatomOrder order, Value... components) {
    return new Components(this, order, List.of(components)).datoms(snapshots, window);
  }

  @Override
  public Datoms seek(DatomOrder order, Value... components) {
    return new Components(this, order, List.of(components)).seek(snapshots, window, false);
  }

  @Override
  public Datoms reverseSeek(DatomOrder order, Value... components) {
    return new Components(this, order, List.of(components)).seek(snapshots, window, true);
  }

  @Override
  public Datoms range(Value attribute, @Nullable Value from, @Nullable Value until) {
    long id = new Components(this, DatomOrder.AVET, List.of(attribute)).attribute();
    Probe start =
        from == null
            ? Probe.of(Order.AVET, 1, 0, id, Value.Nil.NIL, false)
            : Probe.of(Order.AVET, 2, 0, id, from, false);
    Probe end =
        until == null
            ? Probe.of(Order.AVET, 1, 0, id, Value.Nil.NIL, true)
            : Probe.of(Order.AVET, 2, 0, id, until, false);
    Range range = new Range(start, end);
    return new Datoms(() -> new DatomWalk(snapshots, window, range, false));
  }

  private <T> T with(Function<Snapshot, T> question) {
    Snapshot snapshot = snapshots.pin();
    try {
      return question.apply(snapshot);
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  private <T> @Nullable T withOrNull(Function<Snapshot, @Nullable T> question) {
    Snapshot snapshot = snapshots.pin();
    try {
      return question.apply(snapshot);
    } finally {
      snapshots.unpin(snapshot);
    }
  }

  @Override
  public Database asOf(long t) {
    return within(window.endingAt(EntityIds.transaction(Math.max(-1, t)) + 1));
  }

  @Override
  public Database since(long t) {
    return within(window.beginningAt(EntityIds.transaction(Math.max(-1, t)) + 1));
  }

  @Override
  public Database history() {
    return within(window.withHistory(true));
  }

  @Override
  public Database filter(BiPredicate<Database, Datom> condition) {
    Predicate<Datom> own = datom -> condition.test(this, datom);
    return new WindowDatabase(snapshots, whole, context, window.and(own));
  }

  private Database within(Window part) {
    return new WindowDatabase(snapshots, whole, context, part);
  }

  @Override
  public Speculated with(List<Value> forms) {
    if (isHistory()) {
      throw new IllegalStateException(
          "a transaction needs a database of what holds, and this is a history: " + this);
    }
    return with(
        snapshot -> {
          Prepared prepared =
              Transactor.prepare(
                  forms,
                  snapshot.source(window.whole(), schema()),
                  snapshot.until(),
                  snapshots.nowMicros(),
                  snapshots.functions().on(this));
          Database after = after(snapshot.withSchema(schema()).after(prepared.transaction()));
          snapshots.functions().check(prepared.checks(), after);
          return new Speculated(this, after, prepared.transaction().datoms(), prepared.tempids());
        });
  }

  /** Returns whether this is what was transacted to {@code index} up to some time. */
  boolean isWholeOf(StreamIndex index) {
    return snapshots.equals(index)
        && window.equals(Window.of(new Bound(0, EntityIds.offset(window.until())), false));
  }

  /** Prepares a transaction at the end of this. */
  Proposed propose(List<Value> forms) {
    return with(
        snapshot -> {
          long t = EntityIds.offset(window.until());
          Prepared prepared =
              Transactor.prepare(
                  forms,
                  snapshot.source(window, schema()),
                  t,
                  snapshots.nowMicros(),
                  snapshots.functions().on(this));
          if (snapshot.until() == t) { // else it was overtaken, and will be refused
            Database after = after(snapshot.withSchema(schema()).after(prepared.transaction()));
            snapshots.functions().check(prepared.checks(), after);
          }
          return new Proposed(
              this,
              AppendRequest.of(prepared.transaction().toValue()).ifTailIs(t),
              prepared.tempids());
        });
  }

  /** Returns this with the last transaction of {@code snapshot}, which is pinned. */
  WindowDatabase after(Snapshot snapshot) {
    return new WindowDatabase(
        new HeldSnapshot(snapshot, snapshots),
        whole,
        context,
        window.and(EntityIds.transaction(snapshot.until() - 1)));
  }

  @Override
  public boolean isHistory() {
    return window.history();
  }

  @Override
  public long basis() {
    return EntityIds.offset(window.end()) - 1;
  }

  @Override
  public void observe() {
    bounded().observe();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof WindowDatabase database)) {
      return false;
    }
    if (snapshots.equals(database.snapshots) && window.equals(database.window)) {
      return true;
    }
    return isSpeculative() && database.isSpeculative() && contents().equals(database.contents());
  }

  @Override
  public int hashCode() {
    return isSpeculative()
        ? contents().hashCode()
        : Objects.hash(System.identityHashCode(snapshots), window);
  }

  private boolean isSpeculative() {
    return snapshots instanceof HeldSnapshot;
  }

  /**
   * Returns the facts about users' entities, with the idents of their attributes, and what
   * describes them.
   */
  private Set<List<Value>> contents() {
    Set<List<Value>> known = contents;
    if (known == null) {
      known = with(this::contents);
      contents = known;
    }
    return known;
  }

  private Set<List<Value>> contents(Snapshot snapshot) {
    Set<List<Value>> facts = new HashSet<>();
    DatomWalk.all(snapshot, Range.all(Order.EAVT), window).forEach(datom -> add(datom, facts));
    return facts;
  }

  private void add(Datom datom, Set<List<Value>> facts) {
    Attribute attribute = attribute(datom.attribute());
    if (EntityIds.isUser(datom.entity()) && attribute != null) {
      facts.add(
          List.of(
              new Value.Int(datom.entity()),
              attribute.ident(),
              datom.value(),
              new Value.Bool(datom.added()),
              new Value.Int(datom.meta())));
    }
  }

  @Override
  public String toString() {
    return "#bourn/db \""
        + whole.stream().descriptor().name()
        + " "
        + bounded().bound()
        + (isSpeculative() ? " and more" : "")
        + (window.history() ? " history" : "")
        + (window.filter() == null ? "" : " filtered")
        + "\"";
  }
}
