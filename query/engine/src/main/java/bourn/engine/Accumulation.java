package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One aggregate call of all groups of one query. */
final class Accumulation {

  private final AggregateCall call;
  private final AggregateFunction.Groups groups;
  private final @Nullable RowTable different;
  private final Guard guard;
  private final int[] numbers = new int[Batch.MOST_ROWS];
  private long held;
  private long bytes;

  Accumulation(AggregateCall call, Codes codes, Guard guard) {
    this.call = call;
    this.guard = guard;
    this.groups = call.function().groups(codes);
    this.different = call.distinct() ? new RowTable(call.arguments().size() + 1, guard) : null;
  }

  /** Adds the rows of {@code batch}, of which {@code group[i]} is the group of selected row i. */
  void add(int[] group, Batch batch) {
    if (call.filter() < 0 && different == null) {
      groups.add(group, arguments(batch), batch.count());
    } else {
      addSome(group, batch);
    }
    guard.hold(groups.held() - held);
    held = groups.held();
    guard.take(groups.bytes() - bytes);
    bytes = groups.bytes();
  }

  void release() {
    guard.release(held);
    guard.give(bytes);
    if (different != null) {
      different.release();
    }
  }

  void addResult(int group, Codes codes, ColumnBuilder results) {
    Value value = groups.result(group);
    results.add(Codes.kind(value).tag(), codes.word(value));
  }

  private Column[] arguments(Batch batch) {
    Column[] arguments = new Column[call.arguments().size()];
    Arrays.setAll(arguments, a -> Gather.dense(batch, call.arguments().get(a)));
    return arguments;
  }

  private void addSome(int[] group, Batch batch) {
    Column[] arguments = arguments(batch);
    int[] rows = new int[batch.count()];
    int count = call.filter() < 0 ? all(rows) : filtered(batch, rows);
    if (different != null) {
      count = firsts(group, arguments, rows, count, different);
    }
    int[] chosen = new int[count];
    Arrays.setAll(chosen, i -> group[rows[i]]);
    groups.add(chosen, Gather.rows(arguments, rows, count), count);
  }

  private static int all(int[] rows) {
    Arrays.setAll(rows, i -> i);
    return rows.length;
  }

  private int filtered(Batch batch, int[] rows) {
    Column truth = Gather.dense(batch, call.filter());
    return Filtering.select(truth, new Batch(batch.columns(), batch.count(), null), rows);
  }

  /** Keeps, of the first {@code count} of {@code rows}, those not seen before in their group. */
  private int firsts(int[] group, Column[] arguments, int[] rows, int count, RowTable seen) {
    long[] words = new long[group.length];
    Arrays.setAll(words, i -> group[i]);
    Column[] columns = new Column[arguments.length + 1];
    columns[0] = Column.of(Kind.INT, words);
    System.arraycopy(arguments, 0, columns, 1, arguments.length);
    int known = seen.count();
    seen.number(columns, rows, count, numbers);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (numbers[i] == known + kept) {
        rows[kept++] = rows[i];
      }
    }
    return kept;
  }
}
