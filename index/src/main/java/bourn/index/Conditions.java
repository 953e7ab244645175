package bourn.index;

import bourn.columns.Restriction;
import bourn.kernel.Value;
import java.util.List;

/** Restrictions that no order serves, looked at fact by fact. */
record Conditions(List<Restriction> restrictions) {

  static final int ENTITY = 0;
  static final int ATTRIBUTE = 1;
  static final int VALUE = 2;
  static final int TRANSACTION = 3;
  static final int ADDED = 4;

  boolean isEmpty() {
    return restrictions.isEmpty();
  }

  boolean admit(Segment segment, int row, long transaction, boolean added) {
    for (Restriction restriction : restrictions) {
      Value value =
          switch (restriction.column()) {
            case ENTITY -> new Value.Int(segment.entities()[row]);
            case ATTRIBUTE -> new Value.Int(segment.attributes()[row]);
            case VALUE -> segment.value(row);
            case TRANSACTION -> new Value.Int(transaction);
            default -> new Value.Bool(added);
          };
      if (!restriction.admits(value)) {
        return false;
      }
    }
    return true;
  }
}
