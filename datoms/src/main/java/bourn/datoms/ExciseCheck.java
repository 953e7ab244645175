package bourn.datoms;

import bourn.kernel.Value;

/** Refuses to excise what the database cannot be without. */
final class ExciseCheck {

  private final DatomSource source;
  private final Changes changes;

  ExciseCheck(DatomSource source, Changes changes) {
    this.source = source;
    this.changes = changes;
  }

  void check(int[] news) {
    FactTable added = changes.added();
    for (int row : news) {
      long attribute = added.attribute(row).id();
      if (added.value(row) instanceof Value.Int(long target)) {
        if (attribute == BuiltIn.EXCISE && !isTarget(target)) {
          throw Refusal.notExcisable(
              added.form(row), "an attribute of yours or another entity", added.value(row));
        }
        if (attribute == BuiltIn.EXCISE_ATTRS && !isAttribute(target)) {
          throw Refusal.notExcisable(
              added.form(row), "an attribute other than :db/txInstant", added.value(row));
        }
        if (attribute == BuiltIn.EXCISE_ATTRS && excisesAttribute(added.entity(row))) {
          throw Refusal.notExcisable(
              added.form(row),
              ":db.excise/attrs for an entity, not an attribute",
              added.value(row));
        }
      }
    }
  }

  private boolean isTarget(long entity) {
    return EntityIds.isSchema(entity)
        ? entity >= EntityIds.FIRST_ATTRIBUTE && isAttribute(entity)
        : entity > 0;
  }

  private boolean isAttribute(long entity) {
    return source.schema().attribute(entity) != null && BuiltIn.isExcisable(entity);
  }

  private boolean excisesAttribute(long mark) {
    return changes.after(mark, BuiltIn.EXCISE).stream()
        .anyMatch(target -> target instanceof Value.Int(long number) && EntityIds.isSchema(number));
  }
}
