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
    int count = probe.stand(batch);
    Arrays.fill(matched, false);
    if (residual == null) {
      for (int i = 0; i < count; i++) {
        matched[probe.row(i)] = probe.first(i) >= 0;
      }
    } else {
      matchPairs(batch, count, residual);
    }
    int[] selected = new int[batch.count()];
    int kept = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = batch.row(i);
      selected[kept] = row;
      kept += matched[row] == wanted ? 1 : 0;
    }
    return kept == 0 || next.accept(new Batch(batch.columns(), kept, selected));
  }

  private void matchPairs(Batch batch, int count, Evaluation condition) {
    for (int i = 0; i < count; i++) {
      int row = probe.row(i);
      int match = probe.first(i);
      while (match >= 0 && !matched[row]) {
        came[pairs] = row;
        found[pairs++] = match;
        match = probe.next(match, i);
        if (pairs == Batch.MOST_ROWS) {
          flush(batch, condition);
        }
      }
    }
    flush(batch, condition);
  }

  private void flush(Batch batch, Evaluation condition) {
    guard.check();
    Column[] left = Gather.rows(batch.columns(), came, pairs);
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
