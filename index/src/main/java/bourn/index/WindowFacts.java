package bourn.index;

import bourn.datoms.Attribute;
import bourn.datoms.BuiltIn;
import bourn.datoms.DatomSource;
import bourn.datoms.EntityIds;
import bourn.datoms.Fact;
import bourn.datoms.Schema;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a window sees of a snapshot, as the rules of a transaction need it. */
record WindowFacts(Snapshot snapshot, Window window, Schema schema) implements DatomSource {

  @Override
  public long nextEntity() {
    return snapshot.state().nextEntity();
  }

  @Override
  public long nextAttribute() {
    return snapshot.state().nextAttribute();
  }

  @Override
  public long lastInstantMicros() {
    if (window.end() == EntityIds.transaction(snapshot.until())) {
      return snapshot.state().lastInstantMicros();
    }
    for (Fact fact : facts(window.end() - 1, BuiltIn.TX_INSTANT)) {
      if (fact.value() instanceof Value.Time(long micros)) {
        return micros;
      }
    }
    return Long.MIN_VALUE;
  }

  @Override
  public List<Fact> facts(long entity, long attribute) {
    return snapshot.facts(Range.of(entity, attribute), window);
  }

  @Override
  public List<Fact> facts(long entity) {
    return snapshot.facts(Range.of(entity), window);
  }

  @Override
  public List<Fact> references(long entity) {
    List<Fact> facts = new ArrayList<>();
    for (Attribute attribute : schema.attributes()) {
      if (attribute.isReference()) {
        Range range = Range.prefix(Order.AVET, 2, 0, attribute.id(), new Value.Int(entity));
        facts.addAll(snapshot.facts(range, window));
      }
    }
    return facts;
  }

  @Override
  public boolean every(long attribute, Predicate<Fact> condition) {
    Range range = Range.prefix(Order.AEVT, 1, 0, attribute, Value.Nil.NIL);
    return snapshot.every(range, window, condition);
  }

  @Override
  public @Nullable Fact fact(long entity, long attribute, Value value) {
    return snapshot.first(Range.prefix(Order.EAVT, 3, entity, attribute, value), window);
  }

  @Override
  public long entity(long attribute, Value value) {
    Fact fact = snapshot.holder(attribute, value, window);
    return fact == null ? NONE : fact.entity();
  }

  @Override
  public long formerEntity(Keyword ident) {
    return snapshot.formerEntity(ident, window);
  }
}
