package bourn.index;

import bourn.columns.Restriction;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.List;

/** Restrictions that no order serves, looked at fact by fact. */
record Conditions(List<Restriction> restrictions) {

  static final int ENTITY = 0;
  static final int ATTRIBUTE = 1;
  static final int VALUE = 2;
  static final int TRANSACTION = 3;
  static final int ADDED = 4;
  static final int META = 5;
  static final int DERIVED = 6;

  boolean isEmpty() {
    return restrictions.isEmpty();
  }

  /** Returns whether one of them is of {@code column}. */
  boolean mention(int column) {
    return restrictions.stream().anyMatch(restriction -> restriction.column() == column);
  }

  boolean admit(Segment segment, int row, long transaction, boolean added) {
    for (Restriction restriction : restrictions) {
      Value value =
          switch (restriction.column()) {
            case ENTITY -> new Value.Int(segment.entities()[row]);
            case ATTRIBUTE -> new Value.Int(segment.attributes()[row]);
            case VALUE -> segment.value(row);
            case TRANSACTION -> new Value.Int(transaction);
            case META -> new Value.Int(added ? Meta.entity(segment.meta(row)) : 0);
            case DERIVED -> new Value.Bool(added && Meta.derived(segment.meta(row)));
            default -> new Value.Bool(added);
          };
      if (!restriction.admits(value)) {
        return false;
      }
    }
    return true;
  }
}
