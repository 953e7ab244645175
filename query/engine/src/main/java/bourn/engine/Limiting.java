package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Sink;

/** Passes over some rows, passes on some more, and then wants no more. */
final class Limiting implements Sink {

  private final Sink next;
  private long over;
  private long left;

  Limiting(long over, long left, Sink next) {
    this.over = over;
    this.left = left;
    this.next = next;
  }

  @Override
  public boolean accept(Batch batch) {
    int from = (int) Math.min(over, batch.count());
    int count = (int) Math.min(left, batch.count() - from);
    over -= from;
    left -= count;
    if (count == 0) {
      return left > 0;
    }
    int[] selected = new int[count];
    for (int i = 0; i < count; i++) {
      selected[i] = batch.row(from + i);
    }
    return next.accept(new Batch(batch.columns(), count, selected)) && left > 0;
  }
}
