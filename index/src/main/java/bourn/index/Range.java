package bourn.index;

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
    return new Range(
        Probe.of(order, depth, entity, attribute, value, false),
        Probe.of(order, depth, entity, attribute, value, true));
  }
}
