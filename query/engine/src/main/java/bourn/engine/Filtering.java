package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;

/** Passes on the rows for which a predicate is true. */
final class Filtering implements Sink {

  private final Evaluation predicate;
  private final Sink next;

  Filtering(Evaluation predicate, Sink next) {
    this.predicate = predicate;
    this.next = next;
  }

  @Override
  public boolean accept(Batch batch) {
    int[] selected = new int[batch.count()];
    int count = select(predicate.apply(batch), batch, selected);
    return count == 0 || next.accept(new Batch(batch.columns(), count, selected));
  }

  /** Sets {@code selected} to the rows of {@code batch} whose word in {@code truth} is true. */
  static int select(Column truth, Batch batch, int[] selected) {
    if (truth.uniform() && truth.kind() != Kind.BOOL) {
      return 0;
    }
    long[] words = truth.words();
    byte[] kinds = truth.kinds();
    int[] selection = batch.selection();
    int start = truth.start();
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      boolean holds =
          words[start + i] != 0 && (kinds == null || kinds[start + i] == Kind.BOOL.tag());
      selected[count] = selection == null ? i : selection[i];
      count += holds ? 1 : 0;
    }
    return count;
  }
}
