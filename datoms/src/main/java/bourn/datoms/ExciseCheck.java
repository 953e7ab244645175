package bourn.datoms;

import bourn.kernel.Value;

/** Refuses to excise what the database cannot be without, and to change what marks say. */
final class ExciseCheck {

  private final DatomSource source;
  private final Changes changes;
  private final boolean own;

  /**
   * Makes a check.
   *
   * @param own whether the database itself says what the transaction says
   */
  ExciseCheck(DatomSource source, Changes changes, boolean own) {
    this.source = source;
    this.changes = changes;
    this.own = own;
  }

  void check(int[] news) {
    if (own) {
      return;
    }
    FactTable added = changes.added();
    for (int row : news) {
      if (BuiltIn.isOfMarks(added.attribute(row).id())) {
        check(added, row);
      }
    }
    FactTable removed = changes.removed();
    for (int row = 0; row < removed.count(); row++) {
      if (BuiltIn.isOfMarks(removed.attribute(row).id()) && isMark(removed.entity(row))) {
        throw changed(removed, row);
      }
    }
  }

  private void check(FactTable added, int row) {
    long attribute = added.attribute(row).id();
    if (attribute >= BuiltIn.EXCISE_PARTS || isMark(added.entity(row))) {
      throw changed(added, row);
    }
    if (added.value(row) instanceof Value.Int(long target)) {
      if (attribute == BuiltIn.EXCISE && !isTarget(target)) {
        throw Refusal.notExcisable(
            added.form(row), "an attribute of yours or another entity", added.value(row));
      }
      if (attribute == BuiltIn.EXCISE_ATTRS && !isAttribute(target)) {
        throw Refusal.notExcisable(
            added.form(row), "an attribute other than :db/txInstant", added.value(row));
      }
      if (attribute == BuiltIn.EXCISE
          && EntityIds.isSchema(target)
          && !changes.after(added.entity(row), BuiltIn.EXCISE_ATTRS).isEmpty()) {
        throw Refusal.notExcisable(
            added.form(row), ":db.excise/attrs for an entity, not an attribute", added.value(row));
      }
    }
  }

  private static TransactionException changed(FactTable facts, int row) {
    return Refusal.notExcisable(
        facts.form(row), "a mark that stays as it was made", facts.value(row));
  }

  private boolean isMark(long entity) {
    return !source.facts(entity, BuiltIn.EXCISE).isEmpty();
  }

  private boolean isTarget(long entity) {
    return EntityIds.isSchema(entity)
        ? entity >= EntityIds.FIRST_ATTRIBUTE && isAttribute(entity)
        : entity > 0;
  }

  private boolean isAttribute(long entity) {
    return source.schema().attribute(entity) != null && BuiltIn.isExcisable(entity);
  }
}
