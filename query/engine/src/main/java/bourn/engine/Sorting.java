package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.Arrays;

/** Collects rows, and passes them on in order at the end. */
final class Sorting implements Sink {

  /*
   * When few rows are wanted, only a few times as many are kept: whenever these have come, they are
   * sorted and all but the first ones dropped.
   */

  private static final int FEWEST_KEPT = 16 * Batch.MOST_ROWS;

  private final Plan.Sort plan;
  private final Codes codes;
  private final Guard guard;
  private final long wanted;
  private RowSet rows;

  Sorting(Plan.Sort plan, Codes codes, Guard guard) {
    this.plan = plan;
    this.codes = codes;
    this.guard = guard;
    long sum = plan.offset() + plan.limit();
    this.wanted = sum < 0 ? Long.MAX_VALUE : sum;
    this.rows = new RowSet(plan.width(), guard);
  }

  @Override
  public boolean accept(Batch batch) {
    rows.add(batch);
    if (rows.count() >= FEWEST_KEPT && rows.count() / 4 >= wanted) {
      RowSet first = new RowSet(plan.width(), guard);
      emit(
          0,
          wanted,
          batchInOrder -> {
            first.add(batchInOrder);
            return true;
          });
      rows.release();
      rows = first;
    }
    return true;
  }

  /** Passes the rows on. */
  boolean finish(Sink next) {
    boolean more = emit(plan.offset(), wanted, next);
    rows.release();
    return more;
  }

  private boolean emit(long from, long until, Sink next) {
    Column[] columns = rows.columns();
    int end = (int) Math.min(until, rows.count());
    int[] order = Permutation.of(ranks(columns), rows.count(), guard);
    for (int at = (int) Math.min(from, end); at < end; at += Batch.MOST_ROWS) {
      guard.check();
      int count = Math.min(Batch.MOST_ROWS, end - at);
      int[] chosen = Arrays.copyOfRange(order, at, at + count);
      if (!next.accept(new Batch(Gather.rows(columns, chosen, count), count, null))) {
        return false;
      }
    }
    return true;
  }

  private long[][] ranks(Column[] columns) {
    long[][] ranks = new long[plan.keys().size()][];
    Arrays.setAll(
        ranks,
        k -> {
          Plan.SortKey key = plan.keys().get(k);
          return Ranks.of(columns[key.column()], rows.count(), key, codes, guard);
        });
    return ranks;
  }
}
