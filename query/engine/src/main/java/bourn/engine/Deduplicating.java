package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Sink;

/** Passes on each different row when it first comes. */
final class Deduplicating implements Sink {

  private final RowTable seen;
  private final Sink next;
  private final int[] numbers = new int[Batch.MOST_ROWS];

  Deduplicating(RowTable seen, Sink next) {
    this.seen = seen;
    this.next = next;
  }

  @Override
  public boolean accept(Batch batch) {
    int known = seen.count();
    seen.number(batch.columns(), batch.selection(), batch.count(), numbers);
    int[] selected = new int[seen.count() - known];
    int count = 0;
    for (int i = 0; count < selected.length; i++) {
      if (numbers[i] == known + count) {
        selected[count++] = batch.row(i);
      }
    }
    return count == 0 || next.accept(new Batch(batch.columns(), count, selected));
  }
}
