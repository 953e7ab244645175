package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.columns.Sink;
import java.util.Arrays;

/** One run of one closure. */
final class ClosureRun {

  /*
   * What the pairs connect is numbered densely. Of all walks at once, what a node reaches is a set
   * of bits: nodes that lie in a cycle share theirs, and a component is numbered after all that it
   * leads to, so that each step of the graph is one union of sets. Where those sets would be too
   * large, and for walks from chosen nodes, each node is walked from, with a mark on what was seen.
   */

  /** The most bits that all sets have together: 32 MB. */
  private static final long MOST_BITS = 1L << 28;

  /** How many numbers walks and components keep of a node. */
  private static final int NUMBERS_A_NODE = 10;

  private final Plan.Closure plan;
  private final Execution execution;
  private final Guard guard;
  private final RowTable nodes;
  private long counted;

  ClosureRun(Plan.Closure plan, Execution execution, Guard guard) {
    this.plan = plan;
    this.execution = execution;
    this.guard = guard;
    this.nodes = new RowTable(1, guard);
  }

  boolean run(Sink sink) {
    Pairs steps = pairs(plan.steps());
    Pairs ends = plan.ends().equals(plan.steps()) ? steps : pairs(plan.ends());
    int[] from = plan.from() == null ? null : starts(plan.from());
    Adjacency stepping = steps.adjacency();
    Adjacency ending = ends.equals(steps) ? stepping : ends.adjacency();
    Out out = new Out(nodes.rows().columns()[0], guard, sink);
    boolean more =
        from == null
            ? walkAll(stepping, ending, out)
            : new Walk(stepping, ending, out, guard).from(from);
    nodes.release();
    steps.release();
    if (!ends.equals(steps)) {
      ends.release();
    }
    guard.give(counted);
    return more && out.flush();
  }

  private boolean walkAll(Adjacency steps, Adjacency ends, Out out) {
    int count = nodes.count();
    count((long) Integer.BYTES * NUMBERS_A_NODE * count);
    if ((long) count * count <= MOST_BITS) {
      count((long) count * count / Byte.SIZE);
      return new Reached(steps, ends, guard).emit(out);
    }
    Walk walk = new Walk(steps, ends, out, guard);
    for (int node = 0; node < count; node++) {
      if (!walk.from(node)) {
        return false;
      }
    }
    return true;
  }

  private void count(long bytes) {
    guard.take(bytes);
    counted += bytes;
  }

  private Pairs pairs(Plan input) {
    return Pairs.of(input, nodes, execution);
  }

  /** Returns the numbers of the nodes that {@code input} has, each once. */
  private int[] starts(Plan input) {
    int[] numbers = new int[Batch.MOST_ROWS];
    RowTable different = new RowTable(1, guard);
    execution.push(input, new Deduplicating(different, batch -> true));
    int[] starts = new int[different.count()];
    Column column = different.rows().columns()[0];
    int count = 0;
    for (int at = 0; at < starts.length; at += Batch.MOST_ROWS) {
      int rows = Math.min(Batch.MOST_ROWS, starts.length - at);
      nodes.number(new Column[] {column.from(at)}, null, rows, numbers);
      for (int i = 0; i < rows; i++) {
        starts[count] = numbers[i];
        count += column.kind(at + i) == Kind.NULL ? 0 : 1;
      }
    }
    different.release();
    return Arrays.copyOf(starts, count);
  }

  /** Passes on pairs of nodes as what they are. */
  static final class Out {
    private final Column nodes;
    private final Guard guard;
    private final Sink next;
    private final int[] from = new int[Batch.MOST_ROWS];
    private final int[] to = new int[Batch.MOST_ROWS];
    private int count;

    Out(Column nodes, Guard guard, Sink next) {
      this.nodes = nodes;
      this.guard = guard;
      this.next = next;
    }

    boolean add(int first, int last) {
      from[count] = first;
      to[count++] = last;
      return count < from.length || flush();
    }

    boolean flush() {
      guard.check();
      int rows = count;
      count = 0;
      Column[] pair = {Gather.rows(nodes, from, rows), Gather.rows(nodes, to, rows)};
      return rows == 0 || next.accept(new Batch(pair, rows, null));
    }
  }
}
