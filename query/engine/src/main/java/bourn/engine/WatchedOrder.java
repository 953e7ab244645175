package bourn.engine;

import bourn.columns.Meter;
import java.util.Comparator;

/** Compares as another does, and looks at the budget now and then, so that a sort ends in time. */
final class WatchedOrder<T> implements Comparator<T> {

  private static final int COMPARISONS_A_LOOK = 256;

  private final Comparator<? super T> order;
  private final Meter meter;
  private int compared;

  WatchedOrder(Comparator<? super T> order, Meter meter) {
    this.order = order;
    this.meter = meter;
  }

  @Override
  public int compare(T left, T right) {
    if (++compared % COMPARISONS_A_LOOK == 0) {
      meter.check();
    }
    return order.compare(left, right);
  }
}
