package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the forms of one transaction as operations. */
final class Reading {

  private static final int MOST_DEPTH = 200;
  private static final Set<Keyword> NOT_ATTRIBUTES = notAttributes();

  private final DatomSource source;
  private final long t;
  private final Temps temps;
  private final Attributes attributes;
  private final List<Operation> operations = new ArrayList<>();
  private final List<Ensured> ensured = new ArrayList<>();
  private Operation.Description description = Operation.Description.NONE;
  private long highest;
  private int depth;

  Reading(DatomSource source, long t, Temps temps, Attributes attributes) {
    this.source = source;
    this.t = t;
    this.temps = temps;
    this.attributes = attributes;
  }

  private static Set<Keyword> notAttributes() {
    Set<Keyword> names = new HashSet<>(Names.IGNORED);
    names.addAll(List.of(Names.ID, Names.META, Names.DERIVED));
    return Set.copyOf(names);
  }

  List<Operation> operations() {
    return operations;
  }

  /** An entity that a spec is to hold of after the transaction. */
  record Ensured(Place entity, Place spec, Value form) {}

  /** Returns what {@code :db/ensure} asks for. */
  List<Ensured> ensured() {
    return ensured;
  }

  /** Returns the greatest entity that a user has chosen here, 0 when none has. */
  long highest() {
    return highest;
  }

  void read(List<Value> forms) {
    attributes.declare(forms);
    forms.forEach(this::read);
  }

  private void read(Value form) {
    switch (form) {
      case Value.Entries map -> map(map, form);
      case Value.Items(List<Value> items) -> list(items, form);
      default -> throw Refusal.malformed(form, "a map or a list", form);
    }
  }

  private void list(List<Value> items, Value form) {
    String operator = items.isEmpty() ? "" : items.getFirst().toString();
    switch (operator) {
      case ":db/add", ":db/derive" -> {
        size(items, 4, 5, form);
        Attribute attribute = attributes.use(items.get(2), form);
        Place meta = items.size() == 5 ? target(items.get(4), form) : null;
        description = new Operation.Description(meta, operator.equals(":db/derive"));
        add(subject(place(items.get(1), form)), attribute, items.get(3), form);
        description = Operation.Description.NONE;
      }
      case ":db/retract" -> {
        size(items, 3, 4, form);
        Attribute attribute = attributes.known(items.get(2), form);
        Operand value = items.size() == 4 ? operand(attribute, items.get(3), form) : null;
        operations.add(new Operation.Retract(place(items.get(1), form), attribute, value, form));
      }
      case ":db/retractEntity", ":db.fn/retractEntity" -> {
        size(items, 2, 2, form);
        operations.add(new Operation.RetractEntity(place(items.get(1), form), form));
      }
      case ":db/cas", ":db.fn/cas" -> {
        size(items, 5, 5, form);
        Attribute attribute = attributes.use(items.get(2), form);
        Operand old =
            items.get(3) instanceof Value.Nil ? null : operand(attribute, items.get(3), form);
        operations.add(
            new Operation.Swap(
                subject(place(items.get(1), form)),
                attribute,
                old,
                operand(attribute, items.get(4), form),
                form));
      }
      default ->
          throw Refusal.malformed(
              form,
              "a list that begins with :db/add, :db/derive, :db/retract, :db/retractEntity, :db/cas"
                  + " or the name of a registered function",
              form);
    }
  }

  private static void size(List<Value> items, int least, int most, Value form) {
    if (items.size() < least || items.size() > most) {
      throw Refusal.malformed(
          form,
          least == most ? least + " elements" : least + " to " + most + " elements",
          items.size() + " elements");
    }
  }

  private Place map(Value.Entries map, Value form) {
    if (++depth > MOST_DEPTH) {
      throw Refusal.malformed(form, "at most " + MOST_DEPTH + " nested maps", "more");
    }
    Value id = map.get(Names.ID);
    Place entity = id == null ? temps.fresh() : place(id, form);
    Operation.Description around = description;
    Operation.Description own = description(map, form);
    for (Map.Entry<Value, Value> entry : map.entries().entrySet()) {
      if (!(entry.getKey() instanceof Keyword name)) {
        throw Refusal.malformed(form, "keywords as keys", entry.getKey());
      }
      if (!NOT_ATTRIBUTES.contains(name)) {
        description = own;
        entry(entity, name, entry.getValue(), form);
      }
    }
    description = around;
    depth--;
    return entity;
  }

  /** Returns what {@code map} says of its facts, and those of maps in it that say nothing. */
  private Operation.Description description(Value.Entries map, Value form) {
    Value meta = map.get(Names.META);
    Value derived = map.get(Names.DERIVED);
    if (derived != null && !(derived instanceof Value.Bool)) {
      throw Refusal.malformed(form, "true or false of :db/derived", derived);
    }
    Operation.Description around = description;
    description = Operation.Description.NONE;
    Place entity = meta == null ? around.entity() : target(meta, form);
    return new Operation.Description(
        entity, derived instanceof Value.Bool(boolean yes) ? yes : around.derived());
  }

  private void entry(Place entity, Keyword name, Value value, Value form) {
    if (Names.isReversed(name)) {
      reversed(entity, attributes.known(Names.forward(name), form), value, form);
      return;
    }
    Attribute attribute = attributes.use(name, form);
    subject(entity);
    Collection<Value> several = attribute.many() ? elements(value, attribute) : null;
    if (several == null) {
      add(entity, attribute, value, form);
    } else {
      several.forEach(element -> add(entity, attribute, element, form));
    }
  }

  private void reversed(Place entity, Attribute attribute, Value value, Value form) {
    if (!attribute.isReference()) {
      throw Refusal.notAReference(form, attribute);
    }
    Collection<Value> several = elements(value, attribute);
    for (Value element : several == null ? List.of(value) : several) {
      add(subject(target(element, form)), attribute, entity, form);
    }
  }

  /** Returns the elements of a value that stands for several, null when it stands for itself. */
  private @Nullable Collection<Value> elements(Value value, Attribute attribute) {
    return switch (value) {
      case Value.Members(var members) -> members;
      case Value.Items(List<Value> items) when attribute.isReference() && isLookup(items) -> null;
      case Value.Items(List<Value> items)
          when attribute.valueType() == ValueType.TUPLE && !areTuples(items) ->
          null;
      case Value.Items(List<Value> items) -> items;
      default -> null;
    };
  }

  private static boolean areTuples(List<Value> items) {
    return items.stream().allMatch(Value.Items.class::isInstance);
  }

  private boolean isLookup(List<Value> items) {
    if (items.size() != 2 || !(items.getFirst() instanceof Keyword name)) {
      return false;
    }
    Attribute attribute = source.schema().attribute(name);
    return attribute != null && attribute.unique() != null;
  }

  private void add(Place entity, Attribute attribute, Value value, Value form) {
    add(entity, attribute, operand(attribute, value, form), form);
  }

  private void add(Place entity, Attribute attribute, Operand value, Value form) {
    if (attribute.id() == BuiltIn.ENSURE && value instanceof Place spec) {
      ensured.add(new Ensured(entity, spec, form));
      return;
    }
    if (entity instanceof Place.Temp(int index) && BuiltIn.declares(attribute.id())) {
      temps.isAttribute(index);
    }
    operations.add(new Operation.Add(entity, attribute, value, description, form));
  }

  private Place subject(Place place) {
    if (place instanceof Place.Temp(int index)) {
      temps.isSubject(index);
    }
    return place;
  }

  private Operand operand(Attribute attribute, Value value, Value form) {
    if (value instanceof Value.Nil) {
      throw Refusal.nil(form, attribute);
    }
    ValueType type = attribute.valueType();
    if (type == ValueType.REF) {
      return target(value, form);
    }
    if (type != null && !type.admits(value)) {
      throw Refusal.wrongType(form, attribute, type, value);
    }
    TupleType tuple = attribute.tuple();
    if (tuple != null && value instanceof Value.Items(List<Value> items) && !tuple.admits(items)) {
      throw Refusal.wrongTuple(form, attribute, tuple, value);
    }
    return new Operand.Literal(value);
  }

  private Place target(Value value, Value form) {
    return value instanceof Value.Entries map ? map(map, form) : place(value, form);
  }

  private Place place(Value value, Value form) {
    return switch (value) {
      case Value.Int(long number) when number < 0 -> temps.keyed(value);
      case Value.Int(long number) -> new Place.Known(chosen(number, value, form));
      case Value.Text text when text.equals(Names.TRANSACTION_TEMPID) -> transaction();
      case Value.Text text -> temps.keyed(text);
      case Keyword name when name.equals(Names.CURRENT_TRANSACTION) -> transaction();
      case Keyword name -> named(name, form);
      case Value.Items(List<Value> items) -> lookup(items, value, form);
      case Value.Tagged tagged when tagged.tag().equals(Names.TEMPID_TAG) -> tagged(tagged, form);
      default -> throw Refusal.notAnEntity(form, value);
    };
  }

  private Place transaction() {
    return new Place.Known(EntityIds.transaction(t));
  }

  private long chosen(long entity, Value value, Value form) {
    if (EntityIds.isUser(entity)) {
      highest = Math.max(highest, entity);
      return entity;
    }
    boolean exists =
        EntityIds.isTransaction(entity)
            ? EntityIds.offset(entity) <= t
            : EntityIds.isSchema(entity)
                && (BuiltIn.ident(entity) != null
                    || (EntityIds.FIRST_ATTRIBUTE <= entity && entity < source.nextAttribute()));
    if (!exists) {
      throw Refusal.notAnEntity(form, value);
    }
    return entity;
  }

  private Place named(Keyword name, Value form) {
    Long declared = attributes.declared(name);
    Long builtIn = declared == null ? BuiltIn.entity(name) : declared;
    long entity = builtIn == null ? source.entity(BuiltIn.IDENT, name) : builtIn;
    if (entity == DatomSource.NONE) {
      entity = source.formerEntity(name);
    }
    if (entity == DatomSource.NONE) {
      throw Refusal.notAnEntity(form, name);
    }
    return new Place.Known(entity);
  }

  private Place lookup(List<Value> items, Value value, Value form) {
    if (items.size() != 2 || !(items.getFirst() instanceof Keyword name)) {
      throw Refusal.notAnEntity(form, value);
    }
    Attribute attribute = source.schema().attribute(name);
    if (attribute == null) {
      throw Refusal.unknownAttribute(form, name);
    }
    if (attribute.unique() == null) {
      throw Refusal.notUnique(form, attribute);
    }
    if (attribute.id() == BuiltIn.IDENT && items.get(1) instanceof Keyword ident) {
      return named(ident, form);
    }
    Operand key =
        attribute.isReference() ? place(items.get(1), form) : new Operand.Literal(items.get(1));
    long entity =
        switch (key) {
          case Operand.Literal(Value literal) -> source.entity(attribute.id(), literal);
          case Place.Known(long target) -> source.entity(attribute.id(), new Value.Int(target));
          case Place.Temp temp -> DatomSource.NONE;
        };
    if (entity == DatomSource.NONE) {
      throw Refusal.notAnEntity(form, value);
    }
    return new Place.Known(entity);
  }

  private Place tagged(Value.Tagged tagged, Value form) {
    if (tagged.value() instanceof Value.Items(List<Value> items) && !items.isEmpty()) {
      if (items.getFirst().equals(Keyword.of("db.part/tx"))) {
        return transaction();
      }
      return items.getLast() instanceof Value.Int(long number) && number < 0
          ? temps.keyed(items.getLast())
          : temps.fresh();
    }
    throw Refusal.notAnEntity(form, tagged);
  }
}
