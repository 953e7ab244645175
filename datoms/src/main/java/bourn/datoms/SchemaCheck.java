package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Refuses a transaction that would make the schema contradict itself or the facts there are. */
final class SchemaCheck {

  private final DatomSource source;
  private final Changes changes;
  private final Map<Long, Value> touched = new LinkedHashMap<>();

  SchemaCheck(DatomSource source, Changes changes) {
    this.source = source;
    this.changes = changes;
  }

  void check(int[] news) {
    for (int row : news) {
      if (Schema.describes(changes.added().attribute(row).id())) {
        checkName(row);
        touched.put(changes.added().entity(row), changes.added().form(row));
      }
    }
    for (int row = 0; row < changes.removed().count(); row++) {
      if (Schema.describes(changes.removed().attribute(row).id())) {
        touched.putIfAbsent(changes.removed().entity(row), changes.removed().form(row));
      }
    }
    touched.forEach((entity, form) -> check(entity, news, form));
  }

  private void checkName(int row) {
    long attribute = changes.added().attribute(row).id();
    long named = changes.added().value(row) instanceof Value.Int(long number) ? number : 0;
    Value form = changes.added().form(row);
    if (attribute == BuiltIn.VALUE_TYPE && BuiltIn.valueType(named) == null) {
      throw refused(form, "a value type", row);
    }
    if (attribute == BuiltIn.CARDINALITY
        && named != BuiltIn.CARDINALITY_ONE
        && named != BuiltIn.CARDINALITY_MANY) {
      throw refused(form, ":db.cardinality/one or :db.cardinality/many", row);
    }
    if (attribute == BuiltIn.UNIQUE
        && named != BuiltIn.UNIQUE_VALUE
        && named != BuiltIn.UNIQUE_IDENTITY) {
      throw refused(form, ":db.unique/value or :db.unique/identity", row);
    }
    if (BuiltIn.TUPLE_TYPE <= attribute
        && attribute <= BuiltIn.TUPLE_ATTRS
        && TupleType.of(attribute, changes.added().value(row)) == null) {
      throw refused(
          form,
          attribute == BuiltIn.TUPLE_TYPE
              ? "a type"
              : "a vector of 2 to 8 " + (attribute == BuiltIn.TUPLE_ATTRS ? "attributes" : "types"),
          row);
    }
    if (changes.added().value(row) instanceof Keyword ident && Names.isReversed(ident)) {
      throw refused(form, "an ident without an underscore before its name", row);
    }
  }

  private TransactionException refused(Value form, String required, int row) {
    return Refusal.schema(
        form,
        "an attribute is not declared well",
        required,
        TransactionException.shortened(changes.added().value(row)));
  }

  private void check(long entity, int[] news, Value form) {
    if (BuiltIn.ident(entity) != null) {
      throw Refusal.schema(
          form, "what every stream starts with does not change", "another entity", "" + entity);
    }
    Attribute before = source.schema().attribute(entity);
    Attribute after = after(entity, news);
    if (before != null && after == null) {
      require(
          entity, fact -> false, form, "an attribute in use needs its ident", "facts without one");
    } else if (before != null && after != null) {
      checkChange(before, after, form);
    }
  }

  private void checkChange(Attribute before, Attribute after, Value form) {
    long id = after.id();
    ValueType type = after.valueType();
    if (type != null && type != before.valueType()) {
      require(
          id,
          fact -> type.admits(fact.value()),
          form,
          "a type is declared that facts do not have",
          "values of " + type.ident());
    }
    if (before.many() && !after.many()) {
      require(
          id,
          new Apart(),
          form,
          "an entity has several values of what would have one",
          "one value for each entity");
    }
    if (before.unique() == null && after.unique() != null) {
      require(
          id,
          fact -> source.entity(id, fact.value()) == fact.entity(),
          form,
          "entities share a value of what would be unique",
          "a value of its own for each entity");
    }
  }

  /** Holds while each fact is of another entity than the fact before it. */
  private static final class Apart implements Predicate<Fact> {
    private long last;

    @Override
    public boolean test(Fact fact) {
      boolean apart = fact.entity() != last;
      last = fact.entity();
      return apart;
    }
  }

  private void require(
      long attribute, Predicate<Fact> condition, Value form, String reason, String required) {
    if (!source.every(attribute, condition)) {
      throw Refusal.schema(form, reason, required, "others");
    }
  }

  private @Nullable Attribute after(long entity, int[] news) {
    List<Fact> facts = new ArrayList<>();
    for (Fact fact : source.facts(entity)) {
      if (!changes.removed().has(entity, fact.attribute(), fact.value())) {
        facts.add(fact);
      }
    }
    for (int row : news) {
      if (changes.added().entity(row) == entity) {
        facts.add(
            new Fact(entity, changes.added().attribute(row).id(), changes.added().value(row), 0));
      }
    }
    return Schema.describe(entity, facts);
  }
}
