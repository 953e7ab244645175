package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Passes on the rows that have a partner among the indexed rows, or those that have none. */
final class Partnering implements Sink {

  private final KeyIndex index;
  private final Probe probe;
  private final boolean wanted;
  private final @Nullable Evaluation residual;
  private final Guard guard;
  private final Sink next;
  private final boolean[] matched = new boolean[Batch.MOST_ROWS];
  private final int[] came = new int[Batch.MOST_ROWS];
  private final int[] found = new int[Batch.MOST_ROWS];
  private int pairs;

  Partnering(
      KeyIndex index,
      Probe probe,
      boolean wanted,
      @Nullable Evaluation residual,
      Guard guard,
      Sink next) {
    this.index = index;
    this.probe = probe;
    this.wanted = wanted;
    this.residual = residual;
    this.guard = guard;
    this.next = next;
  }

  @Override
  public boolean accept(Batch batch) {
    probe.stand(batch);
    if (residual == null) {
      for (int i = 0; i < batch.count(); i++) {
        matched[i] = probe.first(i, batch.row(i)) >= 0;
      }
    } else {
      matchPairs(batch, residual);
    }
    int[] selected = new int[batch.count()];
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      selected[count] = batch.row(i);
      count += matched[i] == wanted ? 1 : 0;
    }
    return count == 0 || next.accept(new Batch(batch.columns(), count, selected));
  }

  private void matchPairs(Batch batch, Evaluation condition) {
    Arrays.fill(matched, false);
    for (int i = 0; i < batch.count(); i++) {
      int row = batch.row(i);
      int match = probe.first(i, row);
      while (match >= 0 && !matched[i]) {
        came[pairs] = i;
        found[pairs++] = match;
        match = probe.next(match, row);
        if (pairs == Batch.MOST_ROWS) {
          flush(batch, condition);
        }
      }
    }
    flush(batch, condition);
  }

  private void flush(Batch batch, Evaluation condition) {
    guard.check();
    int[] rows = new int[pairs];
    Arrays.setAll(rows, i -> batch.row(came[i]));
    Column[] left = Gather.rows(batch.columns(), rows, pairs);
    Column[] right = Gather.rows(index.rows().columns(), found, pairs);
    Column[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    Batch made = new Batch(both, pairs, null);
    int[] holds = new int[pairs];
    int count = Filtering.select(condition.apply(made), made, holds);
    for (int i = 0; i < count; i++) {
      matched[came[holds[i]]] = true;
    }
    pairs = 0;
  }
}
