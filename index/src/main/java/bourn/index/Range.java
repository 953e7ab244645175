package bourn.index;

import bourn.columns.Kind;
import bourn.kernel.Value;

/** The facts of an order between two places. */
record Range(Probe from, Probe until) {

  Order order() {
    return from.order();
  }

  static Range all(Order order) {
    return new Range(Probe.start(order), Probe.end(order));
  }

  /** Returns the facts that begin with {@code depth} parts. */
  static Range prefix(Order order, int depth, long entity, long attribute, Value value) {
    Probe before = Probe.of(order, depth, entity, attribute, value, false);
    return new Range(before, before.behind());
  }

  /** Returns the facts of {@code entity}, by attribute and value. */
  static Range of(long entity) {
    return keyed(1, entity, 0);
  }

  /** Returns the facts that {@code entity} has of {@code attribute}, by value. */
  static Range of(long entity, long attribute) {
    return keyed(2, entity, attribute);
  }

  private static Range keyed(int depth, long entity, long attribute) {
    return new Range(
        new Probe(Order.EAVT, depth, entity, attribute, Value.Nil.NIL, Kind.NULL, 0, false),
        new Probe(Order.EAVT, depth, entity, attribute, Value.Nil.NIL, Kind.NULL, 0, true));
  }
}
