package bourn.datoms;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the operations of one transaction change, all of them taken together. */
final class Changes {

  /*
   * A transaction is a set of operations: their order means nothing. So all that is to hold is
   * gathered first. What is retracted by value and yet asserted is a conflict; what is retracted
   * without naming the value (an attribute of an entity, an entity) yields to what is asserted.
   */

  private record Identity(long attribute, Value value) {}

  private final DatomSource source;
  private final Temps temps;
  private final long t;
  private final FactTable added;
  private final FactTable removed = new FactTable(0);
  private final Set<Long> gone = new HashSet<>();
  private final Map<Integer, Value> describedTwice = new HashMap<>();

  /**
   * Makes no changes yet.
   *
   * @param expected about how many facts will be added
   */
  Changes(DatomSource source, Temps temps, long t, int expected) {
    this.added = new FactTable(expected);
    this.source = source;
    this.temps = temps;
    this.t = t;
  }

  FactTable added() {
    return added;
  }

  FactTable removed() {
    return removed;
  }

  void apply(List<Operation> operations) {
    for (Operation operation : operations) {
      switch (operation) {
        case Operation.Add add ->
            add(
                entity(add.entity()),
                add.attribute(),
                value(add.value()),
                meta(add.description()),
                add.form());
        case Operation.Swap swap -> swap(swap);
        case Operation.Retract retract -> {}
        case Operation.RetractEntity retract -> {}
      }
    }
    for (Operation operation : operations) {
      switch (operation) {
        case Operation.Retract retract -> retract(retract);
        case Operation.RetractEntity retract ->
            retractEntity(entity(retract.entity()), retract.form());
        case Operation.Add add -> {}
        case Operation.Swap swap -> {}
      }
    }
  }

  /** Adds a fact that is to hold, described by nothing. */
  void add(long entity, Attribute attribute, Value value, Value form) {
    add(entity, attribute, value, Meta.NONE, form);
  }

  /** Adds a fact that is to hold, once. */
  private void add(long entity, Attribute attribute, Value value, long meta, Value form) {
    for (int row = added.first(entity, attribute.id()); row >= 0; row = added.next(row)) {
      if (added.value(row).equals(value)) {
        describe(row, meta, form);
        return;
      }
      if (!attribute.many()) {
        throw Refusal.twoValues(form, attribute, added.value(row), value);
      }
    }
    added.add(entity, attribute, value, t, meta, form);
  }

  /** Says of an added fact what describes it: if two things do, it may still turn out to hold. */
  private void describe(int row, long meta, Value form) {
    if (added.meta(row) == Meta.NONE) {
      added.describe(row, meta);
    } else if (meta != Meta.NONE && meta != added.meta(row)) {
      describedTwice.putIfAbsent(row, form);
    }
  }

  /** Refuses if one of the new facts is described in two ways. */
  void checkDescriptions(int[] news) {
    for (int row : describedTwice.isEmpty() ? new int[0] : news) {
      Value form = describedTwice.get(row);
      if (form != null) {
        throw Refusal.twoDescriptions(form, added.attribute(row), added.value(row));
      }
    }
  }

  private long meta(Operation.Description description) {
    Place entity = description.entity();
    return Meta.of(entity == null ? 0 : entity(entity), description.derived());
  }

  private void swap(Operation.Swap swap) {
    long entity = entity(swap.entity());
    Value value = value(swap.value());
    List<Fact> facts = source.facts(entity, swap.attribute().id());
    Operand expected = swap.old();
    Value old = expected == null ? null : value(expected);
    boolean holds =
        old == null ? facts.isEmpty() : facts.stream().anyMatch(fact -> fact.value().equals(old));
    if (!holds) {
      throw Refusal.swapFailed(
          swap.form(),
          old == null ? "no value" : TransactionException.shortened(old),
          facts.isEmpty()
              ? "no value"
              : TransactionException.shortened(
                  new Value.Items(facts.stream().map(Fact::value).toList())));
    }
    add(entity, swap.attribute(), value, swap.form());
    if (old != null && swap.attribute().many() && !old.equals(value)) {
      remove(entity, swap.attribute(), old, swap.form());
    }
  }

  private void retract(Operation.Retract retract) {
    long entity = entity(retract.entity());
    Attribute attribute = retract.attribute();
    Operand operand = retract.value();
    if (operand == null) {
      source.facts(entity, attribute.id()).forEach(fact -> giveUp(fact, retract.form()));
      return;
    }
    Value value = value(operand);
    if (added.has(entity, attribute.id(), value)) {
      throw Refusal.addedAndRetracted(retract.form());
    }
    remove(entity, attribute, value, retract.form());
  }

  private void retractEntity(long entity, Value form) {
    if (!gone.add(entity)) {
      return;
    }
    source.facts(entity).forEach(fact -> retractWithParts(fact, form));
    source.references(entity).stream()
        .filter(fact -> !BuiltIn.isOfMarks(fact.attribute()))
        .forEach(fact -> giveUp(fact, form));
  }

  private void retractWithParts(Fact fact, Value form) {
    giveUp(fact, form);
    if (attribute(fact.attribute()).component() && fact.value() instanceof Value.Int(long part)) {
      retractEntity(part, form);
    }
  }

  private void giveUp(Fact fact, Value form) {
    if (!added.has(fact.entity(), fact.attribute(), fact.value())
        && !removed.has(fact.entity(), fact.attribute(), fact.value())) {
      remove(fact, attribute(fact.attribute()), form);
    }
  }

  private void remove(long entity, Attribute attribute, Value value, Value form) {
    Fact fact = source.fact(entity, attribute.id(), value);
    if (fact != null && !removed.has(entity, attribute.id(), value)) {
      remove(fact, attribute, form);
    }
  }

  private void remove(Fact fact, Attribute attribute, Value form) {
    removed.add(fact.entity(), attribute, fact.value(), fact.since(), fact.meta(), form);
  }

  /** Returns the rows of {@link #added} that are not facts already, after all replacements. */
  int[] news() {
    int[] rows = new int[added.count()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (isNew(added.entity(row)) || !isKnown(row)) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** Returns whether the fact holds already; replaces the value that it takes the place of. */
  private boolean isKnown(int row) {
    long entity = added.entity(row);
    Attribute attribute = added.attribute(row);
    if (attribute.many()) {
      return source.fact(entity, attribute.id(), added.value(row)) != null;
    }
    boolean known = false;
    for (Fact fact : source.facts(entity, attribute.id())) {
      known |= fact.value().equals(added.value(row));
      giveUp(fact, added.form(row));
    }
    return known;
  }

  /** Returns the values that {@code entity} has of {@code attribute} after all replacements. */
  List<Value> after(long entity, long attribute) {
    List<Value> values = new ArrayList<>();
    for (int row = added.first(entity, attribute); row >= 0; row = added.next(row)) {
      values.add(added.value(row));
    }
    if (!isNew(entity)) {
      for (Fact fact : source.facts(entity, attribute)) {
        if (!removed.has(entity, attribute, fact.value()) && !values.contains(fact.value())) {
          values.add(fact.value());
        }
      }
    }
    return values;
  }

  /** Gives up a fact, unless it is asserted too. */
  void giveUp(long entity, long attribute, Value form) {
    source.facts(entity, attribute).forEach(fact -> giveUp(fact, form));
  }

  /** Returns whether nothing can be known of {@code entity} before this transaction. */
  private boolean isNew(long entity) {
    return EntityIds.isTransaction(entity)
        ? entity == EntityIds.transaction(t)
        : EntityIds.isSchema(entity)
            ? entity >= source.nextAttribute()
            : entity >= source.nextEntity();
  }

  /** Refuses if two entities would share a value of a unique attribute. */
  void checkUnique(int[] news) {
    Map<Identity, Long> holders = new HashMap<>();
    for (int row : news) {
      Attribute attribute = added.attribute(row);
      if (attribute.unique() != null) {
        long entity = added.entity(row);
        Value value = added.value(row);
        Long other = holders.putIfAbsent(new Identity(attribute.id(), value), entity);
        long holder = other == null ? source.entity(attribute.id(), value) : other;
        boolean taken =
            holder != DatomSource.NONE
                && holder != entity
                && (other != null || !removed.has(holder, attribute.id(), value));
        if (taken) {
          throw Refusal.taken(added.form(row), attribute, value, holder);
        }
      }
    }
  }

  private Attribute attribute(long id) {
    Attribute attribute = source.schema().attribute(id);
    if (attribute == null) {
      throw new IllegalStateException("a fact has an attribute that is none: " + id);
    }
    return attribute;
  }

  /** Returns the entity that {@code place} stands for. */
  long entity(Place place) {
    return switch (place) {
      case Place.Known(long entity) -> entity;
      case Place.Temp(int temp) -> temps.entity(temp);
    };
  }

  private Value value(Operand operand) {
    return switch (operand) {
      case Operand.Literal(Value value) -> value;
      case Place place -> new Value.Int(entity(place));
    };
  }
}
