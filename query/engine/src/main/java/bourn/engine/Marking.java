package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Marks those of the indexed rows that have a partner among the rows that come, and passes on the
 * marked ones, or the others, at the end. Does as {@link Partnering} with the roles exchanged, for
 * indexed rows that are fewer.
 */
final class Marking implements Sink {

  private final Probe probe;
  private final @Nullable Evaluation residual;
  private final Guard guard;
  private final Column[] indexed;
  private final boolean[] marked;
  private final int[] came = new int[Batch.MOST_ROWS];
  private final int[] found = new int[Batch.MOST_ROWS];
  private int pairs;
  private int left;

  Marking(KeyIndex index, Probe probe, @Nullable Evaluation residual, Guard guard) {
    this.probe = probe;
    this.residual = residual;
    this.guard = guard;
    this.indexed = index.rows().columns();
    this.marked = new boolean[index.rows().count()];
    this.left = marked.length;
  }

  /** Wants no more when every row is marked. */
  @Override
  public boolean accept(Batch batch) {
    int count = probe.stand(batch);
    for (int i = 0; i < count; i++) {
      for (int match = probe.first(i); match >= 0; match = probe.next(match, i)) {
        if (marked[match]) {
          continue;
        }
        if (residual == null) {
          mark(match);
        } else {
          came[pairs] = probe.row(i);
          found[pairs++] = match;
          if (pairs == Batch.MOST_ROWS) {
            flush(batch, residual);
          }
        }
      }
    }
    if (residual != null) {
      flush(batch, residual);
    }
    return left > 0;
  }

  private void mark(int row) {
    if (!marked[row]) {
      marked[row] = true;
      left--;
    }
  }

  private void flush(Batch batch, Evaluation condition) {
    if (pairs == 0) {
      return;
    }
    guard.check();
    Column[] one = Gather.rows(indexed, found, pairs);
    Column[] other = Gather.rows(batch.columns(), came, pairs);
    Column[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    Batch made = new Batch(both, pairs, null);
    int[] holds = new int[pairs];
    int count = Filtering.select(condition.apply(made), made, holds);
    for (int i = 0; i < count; i++) {
      mark(found[holds[i]]);
    }
    pairs = 0;
  }

  /** Passes on the rows that are marked, or those that are not. */
  boolean finish(boolean wanted, Sink next) {
    int[] rows = new int[Batch.MOST_ROWS];
    int count = 0;
    for (int row = 0; row < marked.length; row++) {
      rows[count] = row;
      count += marked[row] == wanted ? 1 : 0;
      if (count == rows.length) {
        guard.check();
        if (!next.accept(new Batch(Gather.rows(indexed, rows, count), count, null))) {
          return false;
        }
        count = 0;
      }
    }
    return count == 0 || next.accept(new Batch(Gather.rows(indexed, rows, count), count, null));
  }
}
