package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects rows, and passes them on in order at the end. */
final class Sorting implements Sink {

  /*
   * When few rows are wanted, only a few times as many are kept: whenever these have come, they are
   * sorted and all but the first ones dropped. From then on rows that cannot be among these are
   * dropped as they come.
   */

  private static final int FEWEST_KEPT = 16 * Batch.MOST_ROWS;

  private final Plan.Sort plan;
  private final Codes codes;
  private final Guard guard;
  private final long wanted;
  private RowSet rows;
  private @Nullable Threshold threshold;

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
    add(batch);
    if (rows.count() >= FEWEST_KEPT && wanted > 0 && rows.count() / 4 >= wanted) {
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
      threshold = threshold();
    }
    return true;
  }

  private void add(Batch batch) {
    Threshold known = threshold;
    int[] selected = new int[known == null ? 0 : batch.count()];
    int count = known == null ? -1 : known.select(batch, selected);
    rows.add(count < 0 ? batch : new Batch(batch.columns(), count, selected));
  }

  private @Nullable Threshold threshold() {
    Plan.SortKey key = plan.keys().getFirst();
    Column column = rows.columns()[key.column()];
    if (rows.count() < wanted || !column.uniform() || column.kind() == Kind.CODE) {
      return null;
    }
    long rank = Ranks.of(column.kind(), column.word(rows.count() - 1), key.descending());
    return new Threshold(key, column.kind(), rank, plan.keys().size() > 1);
  }

  /** Returns whether no more rows are wanted, if they come in the order of the first key. */
  boolean suffices() {
    return Ordered.suffices(rows, plan);
  }

  /** Forgets all rows. */
  void release() {
    rows.release();
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
    int[] order = order(columns);
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

  /** Returns the numbers of the rows in order; what that takes is counted meanwhile. */
  private int[] order(Column[] columns) {
    long bytes = (Long.BYTES * (plan.keys().size() + 2L) + 2 * Integer.BYTES) * rows.count();
    guard.take(bytes);
    int[] order = Permutation.of(ranks(columns), rows.count(), guard);
    guard.give(bytes);
    return order;
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
