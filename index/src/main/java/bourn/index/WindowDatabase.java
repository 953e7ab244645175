package bourn.index;

import bourn.columns.Table;
import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.Datom;
import bourn.datoms.EntityIds;
import bourn.datoms.Fact;
import bourn.datoms.Schema;
import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A window of a stream's index. */
final class WindowDatabase implements Database {

  private final StreamIndex index;
  private final BoundedStream bounded;
  private final CausalContext context;
  private final Window window;
  private @Nullable Schema schema;

  WindowDatabase(StreamIndex index, BoundedStream bounded, CausalContext context, boolean history) {
    this.index = index;
    this.bounded = bounded;
    this.context = context;
    this.window = Window.of(bounded.bound(), history);
  }

  @Override
  public BoundedStream bounded() {
    return bounded;
  }

  @Override
  public Table datoms() {
    return new DatomTable(index, window);
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

  private Schema schema() {
    Schema known = schema;
    if (known == null) {
      known = with(snapshot -> snapshot.schemaAt(bounded.bound().until()));
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
    return builtIn == null ? holder(BuiltIn.IDENT, ident) : builtIn;
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
    Fact fact = first(Range.prefix(Order.AVET, 2, 0, attribute, value));
    return fact == null ? null : fact.entity();
  }

  /** Returns the first fact of {@code range} that holds at the end, wherever the bound begins. */
  private @Nullable Fact first(Range range) {
    Window whole = new Window(EntityIds.TRANSACTION, window.until(), false);
    return withOrNull(snapshot -> snapshot.first(range, whole));
  }

  @Override
  public List<Value> values(long entity, long attribute) {
    Window holding = new Window(window.from(), window.until(), false);
    Range range = Range.prefix(Order.EAVT, 2, entity, attribute, Value.Nil.NIL);
    return with(
        snapshot -> {
          List<Value> values = new ArrayList<>();
          snapshot.every(range, holding, fact -> values.add(fact.value()));
          return values;
        });
  }

  @Override
  public List<Datom> datoms(long entity) {
    Range range = Range.prefix(Order.EAVT, 1, entity, 0, Value.Nil.NIL);
    return with(
        snapshot -> {
          List<Datom> datoms = new ArrayList<>();
          snapshot.scan(
              range,
              window,
              (segment, from, until) -> {
                for (int row = from; row < until; row++) {
                  addDatoms(segment, row, datoms);
                }
                return true;
              });
          return datoms;
        });
  }

  private void addDatoms(Segment segment, int row, List<Datom> datoms) {
    long added = segment.added()[row];
    long retracted = segment.retracted(row);
    if (window.history() ? window.contains(added) : window.holds(added, retracted)) {
      datoms.add(datom(segment, row, added, true));
    }
    if (window.history() && window.contains(retracted)) {
      datoms.add(datom(segment, row, retracted, false));
    }
  }

  private static Datom datom(Segment segment, int row, long transaction, boolean added) {
    return new Datom(
        segment.entities()[row],
        segment.attributes()[row],
        segment.value(row),
        EntityIds.offset(transaction),
        added);
  }

  private <T> T with(Function<Snapshot, T> question) {
    Snapshot snapshot = index.pin();
    try {
      return question.apply(snapshot);
    } finally {
      index.unpin(snapshot);
    }
  }

  private <T> @Nullable T withOrNull(Function<Snapshot, @Nullable T> question) {
    Snapshot snapshot = index.pin();
    try {
      return question.apply(snapshot);
    } finally {
      index.unpin(snapshot);
    }
  }

  @Override
  public Database asOf(long t) {
    Bound bound = bounded.bound();
    long until = Math.clamp(t + 1, bound.from(), bound.until());
    return within(new Bound(bound.from(), until), window.history());
  }

  @Override
  public Database since(long t) {
    Bound bound = bounded.bound();
    long from = Math.clamp(t + 1, bound.from(), bound.until());
    return within(new Bound(from, bound.until()), window.history());
  }

  @Override
  public Database history() {
    return within(bounded.bound(), true);
  }

  private Database within(Bound bound, boolean history) {
    return new WindowDatabase(index, bounded.part(bound, context), context, history);
  }

  @Override
  public boolean isHistory() {
    return window.history();
  }

  @Override
  public long basis() {
    return bounded.bound().until() - 1;
  }

  @Override
  public void observe() {
    bounded.observe();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WindowDatabase database
        && index == database.index
        && window.equals(database.window);
  }

  @Override
  public int hashCode() {
    return Objects.hash(System.identityHashCode(index), window);
  }

  @Override
  public String toString() {
    return "#bourn/db \""
        + bounded.stream().descriptor().name()
        + " "
        + bounded.bound()
        + (window.history() ? " history" : "")
        + "\"";
  }
}
