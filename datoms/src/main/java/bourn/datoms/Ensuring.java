package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Checks what a transaction is to ensure: the predicates of attributes, and entity specs. */
final class Ensuring {

  private final Attributes attributes;
  private final Changes changes;
  private final Calls calls;

  Ensuring(Attributes attributes, Changes changes, Calls calls) {
    this.attributes = attributes;
    this.changes = changes;
    this.calls = calls;
  }

  /** Refuses new values that do not satisfy the predicates of their attributes. */
  void admit(int[] news) {
    FactTable added = changes.added();
    for (int row : news) {
      for (Symbol predicate : added.attribute(row).predicates()) {
        Predicate<Value> condition = calls.predicate(predicate.name());
        if (condition == null) {
          throw Refusal.unknownPredicate(added.form(row), predicate, calls.names());
        }
        if (!condition.test(added.value(row))) {
          throw Refusal.notAdmitted(
              added.form(row), added.attribute(row), predicate, added.value(row));
        }
      }
    }
  }

  /** Refuses an entity that lacks what its spec requires; returns what is left to be checked. */
  List<Prepared.Check> ensure(List<Reading.Ensured> ensured) {
    List<Prepared.Check> checks = new ArrayList<>();
    for (Reading.Ensured each : ensured) {
      long entity = changes.entity(each.entity());
      long spec = changes.entity(each.spec());
      List<Value> required = changes.after(spec, BuiltIn.ENTITY_ATTRS);
      List<Value> predicates = changes.after(spec, BuiltIn.ENTITY_PREDS);
      if (required.isEmpty() && predicates.isEmpty()) {
        throw Refusal.notASpec(each.form(), spec);
      }
      List<Value> missing = required.stream().filter(name -> isMissing(entity, name)).toList();
      if (!missing.isEmpty()) {
        throw Refusal.incomplete(each.form(), entity, missing);
      }
      for (Value predicate : predicates) {
        if (predicate instanceof Symbol name) {
          checks.add(new Prepared.Check(entity, name, each.form()));
        }
      }
    }
    return checks;
  }

  private boolean isMissing(long entity, Value name) {
    Attribute attribute = name instanceof Keyword ident ? attributes.named(ident) : null;
    return attribute == null || changes.after(entity, attribute.id()).isEmpty();
  }
}
