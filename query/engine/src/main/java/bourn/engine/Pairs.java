package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import java.util.Arrays;

/** Pairs of nodes by the numbers that a table gives them; those that lack one are left out. */
final class Pairs implements Sink {

  private final RowTable nodes;
  private final int[] numbers = new int[Batch.MOST_ROWS];
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int count;
  private long taken;

  @Override
  public boolean accept(Batch batch) {
    if (count + batch.count() > from.length) {
      int room = Math.max(2 * from.length, count + batch.count());
      take(2L * (room - from.length));
      from = Arrays.copyOf(from, room);
      to = Arrays.copyOf(to, room);
    }
    number(batch, 0, from);
    number(batch, 1, to);
    int added = count;
    for (int i = 0; i < batch.count(); i++) {
      from[added] = from[count + i];
      to[added] = to[count + i];
      added += missing(batch, i) ? 0 : 1;
    }
    count = added;
    return true;
  }

  private void number(Batch batch, int column, int[] into) {
    Column[] columns = {batch.columns()[column]};
    nodes.number(columns, batch.selection(), batch.count(), numbers);
    System.arraycopy(numbers, 0, into, count, batch.count());
  }

  private static boolean missing(Batch batch, int i) {
    int row = batch.row(i);
    return batch.columns()[0].kind(row) == Kind.NULL || batch.columns()[1].kind(row) == Kind.NULL;
  }

  /** Returns where the pairs lead, once all nodes have numbers. */
  Adjacency adjacency() {
    take(2L * nodes.count() + count);
    return Adjacency.of(from, to, count, nodes.count(), nodes.rows().guard());
  }

  /** Counts {@code more} numbers. */
  private void take(long more) {
    nodes.rows().guard().take(Integer.BYTES * more);
    taken += Integer.BYTES * more;
  }

  /** Says that the pairs, and where they lead, are no longer kept. */
  void release() {
    nodes.rows().guard().give(taken);
    taken = 0;
  }

  private Pairs(RowTable nodes) {
    this.nodes = nodes;
  }

  /** Returns the pairs that {@code input} has. */
  static Pairs of(Plan input, RowTable nodes, Execution execution) {
    Pairs pairs = new Pairs(nodes);
    execution.push(input, pairs);
    return pairs;
  }
}
