package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out which entities the tempids of one transaction stand for. */
final class Identities {

  private record Identity(long attribute, Value value) {}

  private final DatomSource source;
  private final Temps temps;
  private final Attributes attributes;
  private final Map<Identity, Integer> holders = new HashMap<>();
  private long next;

  Identities(DatomSource source, Temps temps, Attributes attributes, long next) {
    this.source = source;
    this.temps = temps;
    this.attributes = attributes;
    this.next = next;
  }

  /** Returns the next entity to be given to a user. */
  long next() {
    return next;
  }

  void resolve(List<Operation> operations) {
    List<Operation.Add> identities =
        operations.stream()
            .filter(Operation.Add.class::isInstance)
            .map(Operation.Add.class::cast)
            .filter(
                add ->
                    add.attribute().unique() == Unique.IDENTITY
                        && add.entity() instanceof Place.Temp)
            .toList();
    boolean again = !identities.isEmpty();
    while (again) {
      again = false;
      for (Operation.Add add : identities) {
        again |= upsert(add) && add.attribute().isReference();
      }
      again &= identities.stream().anyMatch(add -> add.value() instanceof Place.Temp);
    }
    operations.forEach(this::allocate);
  }

  /** Returns whether something became known. */
  private boolean upsert(Operation.Add add) {
    int temp = ((Place.Temp) add.entity()).index();
    Value value = value(add.value());
    if (value == null) {
      return false;
    }
    boolean known = false;
    long entity = entity(add.attribute(), value);
    if (entity != DatomSource.NONE) {
      known = temps.bind(temp, entity, add.form());
    }
    Integer holder = holders.putIfAbsent(new Identity(add.attribute().id(), value), temp);
    return (holder != null && temps.join(temp, holder, add.form())) || known;
  }

  private long entity(Attribute attribute, Value value) {
    if (attribute.id() == BuiltIn.IDENT && value instanceof Keyword ident) {
      Long declared = attributes.declared(ident);
      Long builtIn = declared == null ? BuiltIn.entity(ident) : declared;
      if (builtIn != null) {
        return builtIn;
      }
    }
    return source.entity(attribute.id(), value);
  }

  private void allocate(Operation operation) {
    switch (operation) {
      case Operation.Add add -> {
        allocate(add.entity(), add.form());
        allocate(add.value(), add.form());
        allocate(add.description().entity(), add.form());
      }
      case Operation.Retract retract -> {
        allocate(retract.entity(), retract.form());
        allocate(retract.value(), retract.form());
      }
      case Operation.RetractEntity retract -> allocate(retract.entity(), retract.form());
      case Operation.Swap swap -> {
        allocate(swap.entity(), swap.form());
        allocate(swap.old(), swap.form());
        allocate(swap.value(), swap.form());
      }
    }
  }

  private void allocate(@Nullable Operand operand, Value form) {
    if (!(operand instanceof Place.Temp(int temp)) || temps.entity(temp) != 0) {
      return;
    }
    if (!temps.subject(temp)) {
      Value key = temps.key(temp);
      throw Refusal.onlyAValue(form, key == null ? form : key);
    }
    if (temps.attribute(temp)) {
      temps.bind(temp, attributes.allocate(), form);
      return;
    }
    if (next >= EntityIds.SCHEMA) {
      throw Refusal.exhausted(form, next);
    }
    temps.bind(temp, next++, form);
  }

  /** Returns what {@code operand} stands for, null while that is not known. */
  @Nullable Value value(Operand operand) {
    return switch (operand) {
      case Operand.Literal(Value value) -> value;
      case Place.Known(long entity) -> new Value.Int(entity);
      case Place.Temp(int temp) -> {
        long entity = temps.entity(temp);
        yield entity == 0 ? null : new Value.Int(entity);
      }
    };
  }
}
