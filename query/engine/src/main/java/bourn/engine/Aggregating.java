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
  private final RowTable groups;
  private final Accumulation[] calls;
  private final Guard guard;
  private final int[] numbers = new int[Batch.MOST_ROWS];

  Aggregating(List<Integer> keys, List<AggregateCall> calls, Codes codes, Guard guard) {
    this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
    this.groups = new RowTable(this.keys.length, guard);
    this.guard = guard;
    this.calls =
        calls.stream()
            .map(call -> new Accumulation(call, codes, guard))
            .toArray(Accumulation[]::new);
  }

  @Override
  public boolean accept(Batch batch) {
    Column[] columns = new Column[keys.length];
    Arrays.setAll(columns, k -> batch.columns()[keys[k]]);
    groups.number(columns, batch.selection(), batch.count(), numbers);
    for (Accumulation call : calls) {
      call.add(numbers, batch);
    }
    return true;
  }

  /** Passes the groups on; without keys there is one group, even of no rows. */
  boolean finish(Codes codes, Sink next) {
    int count = keys.length == 0 ? 1 : groups.count();
    RowSet results = new RowSet(keys.length + calls.length, guard);
    for (int group = 0; group < count; group++) {
      if (group % Batch.MOST_ROWS == 0) {
        guard.check();
      }
      for (int c = 0; c < calls.length; c++) {
        calls[c].addResult(group, codes, results.builder(keys.length + c));
      }
    }
    Column[] keyColumns = groups.rows().columns();
    for (int k = 0; k < keys.length; k++) {
      results.builder(k).addAll(keyColumns[k], null, count);
    }
    results.keep(count);
    boolean more = results.emit(0, count, next);
    results.release();
    groups.rows().release();
    for (Accumulation call : calls) {
      call.release();
    }
    return more;
  }
}
