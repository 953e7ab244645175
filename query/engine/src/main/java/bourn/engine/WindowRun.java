package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of the window functions of one operator: all rows are sorted, then computed at once. */
final class WindowRun {

  private final Plan.Window plan;
  private final Execution execution;
  private final Codes codes;
  private final Guard guard;

  WindowRun(Plan.Window plan, Execution execution, Codes codes, Guard guard) {
    this.plan = plan;
    this.execution = execution;
    this.codes = codes;
    this.guard = guard;
  }

  boolean run(Sink sink) {
    RowSet rows = execution.collect(plan.input());
    int count = rows.count();
    if (count == 0) {
      rows.release();
      return true;
    }
    List<Plan.SortKey> keys = keys();
    long bytes =
        Partitions.bytes(count)
            + (2L * Integer.BYTES + (2L * plan.width() + keys.size() + 2) * Long.BYTES) * count;
    guard.take(bytes);
    boolean more = emit(computed(rows.columns(), keys, count), count, sink);
    guard.give(bytes);
    rows.release();
    return more;
  }

  private List<Plan.SortKey> keys() {
    List<Plan.SortKey> keys = new ArrayList<>();
    plan.partition().forEach(column -> keys.add(new Plan.SortKey(column, false, false)));
    keys.addAll(plan.order());
    return keys;
  }

  private Column[] computed(Column[] columns, List<Plan.SortKey> keys, int count) {
    long[][] ranks = new long[keys.size()][];
    Arrays.setAll(
        ranks, k -> Ranks.of(columns[keys.get(k).column()], count, keys.get(k), codes, guard));
    int[] order = order(ranks, count);
    Partitions partitions = new Partitions(ranks, plan.partition().size(), order, guard);
    Column[] sorted = Gather.rows(columns, order, count);
    Column[] all = Arrays.copyOf(sorted, plan.width());
    for (int c = 0; c < plan.calls().size(); c++) {
      guard.check();
      all[sorted.length + c] = computed(plan.calls().get(c), partitions, sorted);
    }
    return all;
  }

  private int[] order(long[][] ranks, int count) {
    if (ranks.length > 0) {
      return Permutation.of(ranks, count, guard);
    }
    int[] order = new int[count];
    Arrays.setAll(order, row -> row);
    return order;
  }

  private Column computed(WindowCall call, Partitions partitions, Column[] sorted) {
    Plan.SortKey first =
        plan.order().isEmpty() ? new Plan.SortKey(0, false, false) : plan.order().getFirst();
    Frames frames = Frames.of(partitions, call.frame(), sorted, first, codes, guard);
    Column[] arguments = new Column[call.arguments().size()];
    Arrays.setAll(arguments, a -> sorted[call.arguments().get(a)]);
    return call.function().apply(frames, arguments, codes);
  }

  private boolean emit(Column[] columns, int count, Sink sink) {
    for (int at = 0; at < count; at += Batch.MOST_ROWS) {
      guard.check();
      Column[] slice = new Column[columns.length];
      for (int c = 0; c < slice.length; c++) {
        slice[c] = columns[c].from(at);
      }
      if (!sink.accept(new Batch(slice, Math.min(Batch.MOST_ROWS, count - at), null))) {
        return false;
      }
    }
    return true;
  }
}
