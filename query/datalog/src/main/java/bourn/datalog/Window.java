package bourn.datalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the found rows are wanted, and in which order.
 *
 * @param order empty when in none
 * @param limit {@link Long#MAX_VALUE} for all
 * @param timeoutMillis the most time to take, or null for what the budget says
 */
record Window(List<Key> order, long offset, long limit, @Nullable Long timeoutMillis) {

  /** Everything, in no order. */
  static final Window ALL = new Window(List.of(), 0, Long.MAX_VALUE, null);

  Window {
    order = List.copyOf(order);
  }

  /** Returns whether not all rows are wanted, or in an order. */
  boolean narrows() {
    return !order.isEmpty() || offset > 0 || limit < Long.MAX_VALUE;
  }

  /** A column of what is found, by its number. */
  record Key(int column, boolean descending) {}
}
