package bourn.sql;

/** A point in a table's past. */
public sealed interface AsOf {

  /**
   * Right after the event at {@code offset}: what lies in {@code [0, offset + 1)}.
   *
   * @param offset not negative
   */
  record Offset(long offset) implements AsOf {}

  /**
   * Right after the last event that is not later.
   *
   * @param epochMicros microseconds since 1970
   */
  record Time(long epochMicros) implements AsOf {}
}
