package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.Arrays;
import java.util.List;

/** Adds rows to their groups, and passes the groups on at the end. */
final class Aggregating implements Sink {

  private final int[] keys;
  private final int[] varying;
  private final RowTable groups;
  private final Accumulation[] calls;
  private final Guard guard;
  private final int[] numbers = new int[Batch.MOST_ROWS];
  private Column[] first = {};

  /**
   * @param varying those of {@code keys} that can differ from row to row
   */
  Aggregating(
      List<Integer> keys,
      List<Integer> varying,
      List<AggregateCall> calls,
      Codes codes,
      Guard guard) {
    this.keys = Execution.ints(keys);
    this.varying = Execution.ints(varying);
    this.groups = new RowTable(this.varying.length, guard);
    this.guard = guard;
    this.calls =
        calls.stream()
            .map(call -> new Accumulation(call, codes, guard))
            .toArray(Accumulation[]::new);
  }

  @Override
  public boolean accept(Batch batch) {
    if (first.length == 0 && keys.length > varying.length) {
      first = new Column[keys.length];
      Arrays.setAll(first, k -> Gather.rows(batch.columns()[keys[k]], rowOf(batch), 1));
    }
    if (varying.length > 0) {
      Column[] columns = new Column[varying.length];
      Arrays.setAll(columns, k -> batch.columns()[varying[k]]);
      groups.number(columns, batch.selection(), batch.count(), numbers);
    }
    for (Accumulation call : calls) {
      call.add(numbers, batch);
    }
    return true;
  }

  private static int[] rowOf(Batch batch) {
    return new int[] {batch.row(0)};
  }

  /** Without keys there is one group, even of no rows; with keys that never differ, one of some. */
  private int count() {
    if (varying.length > 0) {
      return groups.count();
    }
    return keys.length == 0 || first.length > 0 ? 1 : 0;
  }

  /** Passes the groups on; without keys there is one group, even of no rows. */
  boolean finish(Codes codes, Sink next) {
    int count = count();
    RowSet results = new RowSet(keys.length + calls.length, guard);
    for (int group = 0; group < count; group++) {
      if (group % Batch.MOST_ROWS == 0) {
        guard.check();
      }
      for (int c = 0; c < calls.length; c++) {
        calls[c].addResult(group, codes, results.builder(keys.length + c));
      }
    }
    addKeys(results, count);
    results.keep(count);
    boolean more = results.emit(0, count, next);
    results.release();
    groups.release();
    for (Accumulation call : calls) {
      call.release();
    }
    return more;
  }

  private void addKeys(RowSet results, int count) {
    Column[] columns = groups.rows().columns();
    for (int k = 0; k < keys.length; k++) {
      int at = Arrays.binarySearch(varying, keys[k]);
      for (int group = 0; at < 0 && group < count; group++) {
        results.builder(k).addAll(first[k], null, 1);
      }
      if (at >= 0) {
        results.builder(k).addAll(columns[at], null, count);
      }
    }
  }
}
