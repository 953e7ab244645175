package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.Collection;
import java.util.List;

/** Why transactions are refused. */
final class Refusal {

  private Refusal() {}

  private static TransactionException refusal(
      String code, String reason, Value form, String required, String found) {
    return new TransactionException(
        Keyword.of("transaction/" + code), reason, form, required, found);
  }

  private static String text(Value value) {
    return TransactionException.shortened(value);
  }

  static TransactionException malformed(Value form, String required, Value found) {
    return refusal("malformed", "a form cannot be read", form, required, text(found));
  }

  static TransactionException malformed(Value form, String required, String found) {
    return refusal("malformed", "a form cannot be read", form, required, found);
  }

  static TransactionException notAnEntity(Value form, Value found) {
    return refusal(
        "not-an-entity",
        "a form names no entity",
        form,
        "an entity, an ident, a lookup ref of a known entity, or a tempid",
        text(found));
  }

  static TransactionException notUnique(Value form, Attribute attribute) {
    return refusal(
        "not-unique",
        "a lookup ref needs a unique attribute",
        form,
        "an attribute with :db/unique",
        attribute.ident().toString());
  }

  static TransactionException unknownAttribute(Value form, Value found) {
    return refusal(
        "unknown-attribute", "no such attribute is known", form, "an attribute", text(found));
  }

  static TransactionException unknownFunction(Value form, Value found, Collection<String> names) {
    return refusal(
        "unknown-function",
        "no such function is registered",
        form,
        names.isEmpty() ? "a registered function" : "one of " + names,
        text(found));
  }

  static TransactionException unknownPredicate(Value form, Value found, Collection<String> names) {
    return refusal(
        "unknown-function",
        "no such predicate is registered",
        form,
        names.isEmpty() ? "a registered predicate" : "one of " + names,
        text(found));
  }

  static TransactionException notAdmitted(
      Value form, Attribute attribute, Value predicate, Value found) {
    return refusal(
        "attribute-predicate",
        "a value of " + attribute.ident() + " does not satisfy its predicate",
        form,
        "a value that satisfies " + predicate,
        text(found));
  }

  static TransactionException incomplete(Value form, long entity, List<Value> missing) {
    return refusal(
        "entity-spec",
        "an entity lacks what its spec requires",
        form,
        "a value of " + text(new Value.Items(missing)),
        "none of entity " + entity);
  }

  static TransactionException notASpec(Value form, long spec) {
    return refusal(
        "entity-spec",
        ":db/ensure names no entity spec",
        form,
        "an entity with :db.entity/attrs or :db.entity/preds",
        "entity " + spec);
  }

  static TransactionException notEnsured(Value form, Value predicate, String found) {
    return refusal(
        "entity-spec",
        "an entity does not satisfy the predicate of its spec",
        form,
        "true of " + predicate,
        found);
  }

  static TransactionException composite(
      Value form, Attribute attribute, Value required, Value found) {
    return refusal(
        "composite",
        "the value of " + attribute.ident() + " follows from those of other attributes",
        form,
        text(required),
        text(found));
  }

  static TransactionException notAReference(Value form, Attribute attribute) {
    return refusal(
        "not-a-reference",
        "only an attribute that refers to entities can be reversed",
        form,
        "an attribute of :db.type/ref",
        attribute.ident().toString());
  }

  static TransactionException wrongType(
      Value form, Attribute attribute, ValueType type, Value found) {
    return refusal(
        "wrong-type",
        "a value does not fit " + attribute.ident(),
        form,
        "a value of " + type.ident(),
        text(found));
  }

  static TransactionException wrongTuple(
      Value form, Attribute attribute, TupleType type, Value found) {
    String required =
        switch (type) {
          case TupleType.Composite(List<Keyword> attributes) -> "a value for each of " + attributes;
          case TupleType.Fixed(List<ValueType> types) ->
              "a tuple of " + types.stream().map(ValueType::ident).toList();
          case TupleType.Uniform(ValueType each) -> "a tuple of values of " + each.ident();
        };
    return refusal(
        "wrong-type", "a tuple does not fit " + attribute.ident(), form, required, text(found));
  }

  static TransactionException nil(Value form, Attribute attribute) {
    return refusal("nil-value", attribute.ident() + " cannot be nil", form, "a value", "nil");
  }

  static TransactionException onlyAValue(Value form, Value tempid) {
    return refusal(
        "tempid-without-facts",
        "a tempid is used as a value only",
        form,
        "a fact of the entity it stands for",
        text(tempid));
  }

  static TransactionException twoEntities(Value form, long one, long other) {
    return refusal(
        "upsert-conflict",
        "one tempid is the identity of two entities",
        form,
        "one entity",
        one + " and " + other);
  }

  static TransactionException taken(Value form, Attribute attribute, Value value, long holder) {
    return refusal(
        "unique-conflict",
        "two entities would share a value of " + attribute.ident(),
        form,
        text(value) + " for one entity only",
        "it is that of " + holder);
  }

  static TransactionException twoValues(Value form, Attribute attribute, Value one, Value other) {
    return refusal(
        "datoms-conflict",
        "one entity would have two values of " + attribute.ident(),
        form,
        "one value",
        text(one) + " and " + text(other));
  }

  static TransactionException twoDescriptions(Value form, Attribute attribute, Value value) {
    return refusal(
        "datoms-conflict",
        "one fact of " + attribute.ident() + " is described in two ways",
        form,
        "one :db/meta and one :db/derived",
        "others for " + text(value));
  }

  static TransactionException addedAndRetracted(Value form) {
    return refusal(
        "datoms-conflict",
        "one fact is asserted and retracted",
        form,
        "either",
        "both in one transaction");
  }

  static TransactionException swapFailed(Value form, String required, String found) {
    return refusal("cas-failed", "a value to be replaced is another", form, required, found);
  }

  static TransactionException schema(Value form, String reason, String required, String found) {
    return refusal("schema", reason, form, required, found);
  }

  static TransactionException notExcisable(Value form, String required, Value found) {
    return refusal("excise", "this cannot be said of what is excised", form, required, text(found));
  }

  static TransactionException instant(Value form, Value required, Value found) {
    return refusal(
        "instant", ":db/txInstant only grows", form, "a time after " + text(required), text(found));
  }

  static TransactionException instantStays(Value form, Value found) {
    return refusal(
        "instant",
        "when a transaction was stays known",
        form,
        "a form that does not retract :db/txInstant",
        text(found));
  }

  static TransactionException exhausted(Value form, long found) {
    return refusal(
        "entities-exhausted",
        "no entity is left to be given",
        form,
        "an entity below " + EntityIds.SCHEMA,
        Long.toString(found));
  }
}
