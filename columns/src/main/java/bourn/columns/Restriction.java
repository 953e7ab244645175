package bourn.columns;

import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;

/**
 * Which values of one column are asked for: a range by the order of {@link Value}.
 *
 * @param column the index of the column in its table
 * @param from the least value, or null when there is none
 * @param fromInclusive whether {@code from} itself is in the range
 * @param until the greatest value, or null when there is none
 * @param untilInclusive whether {@code until} itself is in the range
 */
public record Restriction(
    int column,
    @Nullable Value from,
    boolean fromInclusive,
    @Nullable Value until,
    boolean untilInclusive) {

  /** Returns the restriction of {@code column} to exactly {@code value}. */
  public static Restriction equal(int column, Value value) {
    return new Restriction(column, value, true, value, true);
  }

  /** Returns the one value asked for, or null when more than one is. */
  public @Nullable Value only() {
    return from != null && fromInclusive && untilInclusive && from.equals(until) ? from : null;
  }

  /** Returns whether {@code value} is in the range. */
  public boolean admits(Value value) {
    if (from != null) {
      int order = value.compareTo(from);
      if (order < 0 || (order == 0 && !fromInclusive)) {
        return false;
      }
    }
    if (until != null) {
      int order = value.compareTo(until);
      return order < 0 || (order == 0 && untilInclusive);
    }
    return true;
  }
}
