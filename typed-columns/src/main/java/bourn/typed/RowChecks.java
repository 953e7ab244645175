package bourn.typed;

import bourn.kernel.InvalidEventsException;
import bourn.kernel.Value;
import bourn.kernel.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what of a batch does not fit its product type. */
final class RowChecks {

  private static final int MOST_VIOLATIONS = 100;
  private static final int MOST_CHARACTERS = 80;

  private final List<Violation> violations = new ArrayList<>();

  void refuse(int row, Field field, Value found) {
    refuse(row, field.name(), field.required(), describe(found));
  }

  void refuse(int row, String field, String required, String found) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(new Violation(row, field, required, found));
    }
  }

  static String describe(Value found) {
    if (found.equals(Value.Nil.NIL)) {
      return "nothing";
    }
    String text = found.toString();
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }

  /** Throws if anything was refused. */
  void finish() {
    if (!violations.isEmpty()) {
      violations.sort(Comparator.comparingInt(Violation::row));
      throw new InvalidEventsException(violations);
    }
  }
}
