package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.List;

/** One run of one join of three sets of pairs in a cycle. */
final class TriangleRun {

  /*
   * For each pair of a first and a second node, the third ones that both lead to: of two lists, the
   * shorter is gone through, and looked for in the longer, by a mark if that is the first node's and
   * by halving if it is the second's. So no pair costs more than its shorter list, as in a generic
   * join [1], where joining two of the sets first makes all their paths.
   *
   * [1] Ngo, Ré, Rudra, Skew strikes back: new developments in the theory of join algorithms, 2013
   */

  private static final int STEPS_A_LOOK = 1 << 14;

  private final Plan.Triangle plan;
  private final Execution execution;
  private final Guard guard;
  private final RowTable nodes;
  private final int[][] found = new int[3][Batch.MOST_ROWS];
  private int count;
  private int stepped;

  TriangleRun(Plan.Triangle plan, Execution execution, Guard guard) {
    this.plan = plan;
    this.execution = execution;
    this.guard = guard;
    this.nodes = new RowTable(1, guard);
  }

  boolean run(Sink sink) {
    Pairs firsts = Pairs.of(plan.first(), nodes, execution);
    Pairs seconds = Pairs.of(plan.second(), nodes, execution);
    Pairs across = Pairs.of(plan.across(), nodes, execution);
    Column named = nodes.rows().columns()[0];
    boolean more =
        walk(
            firsts.adjacency(),
            seconds.adjacency().sorted(guard),
            across.adjacency(),
            batch -> sink.accept(named(named, batch)));
    List.of(firsts, seconds, across).forEach(Pairs::release);
    nodes.release();
    return more && (count == 0 || sink.accept(named(named, count)));
  }

  /** Takes so many triangles. */
  @FunctionalInterface
  private interface Full {
    boolean take(int triangles);
  }

  private boolean walk(Adjacency firsts, Adjacency seconds, Adjacency across, Full full) {
    int[] marks = new int[firsts.nodes()];
    for (int a = 0; a < firsts.nodes(); a++) {
      look(1 + across.degree(a));
      mark(across, a, marks);
      for (int at = firsts.start(a); at < firsts.end(a); at++) {
        int b = firsts.target(at);
        look(1 + Math.min(seconds.degree(b), across.degree(a)));
        boolean shorter = seconds.degree(b) <= across.degree(a);
        if (!(shorter ? go(seconds, a, b, marks, full) : seek(across, seconds, a, b, full))) {
          return false;
        }
      }
    }
    return true;
  }

  private void look(int steps) {
    stepped += steps;
    if (stepped > STEPS_A_LOOK) {
      stepped = 0;
      guard.check();
    }
  }

  private static void mark(Adjacency across, int a, int[] marks) {
    for (int at = across.start(a); at < across.end(a); at++) {
      marks[across.target(at)] = a + 1;
    }
  }

  private boolean go(Adjacency seconds, int a, int b, int[] marks, Full full) {
    for (int at = seconds.start(b); at < seconds.end(b); at++) {
      int c = seconds.target(at);
      if (marks[c] == a + 1 && !add(a, b, c, full)) {
        return false;
      }
    }
    return true;
  }

  private boolean seek(Adjacency across, Adjacency seconds, int a, int b, Full full) {
    for (int at = across.start(a); at < across.end(a); at++) {
      int c = across.target(at);
      if (seconds.leads(b, c) && !add(a, b, c, full)) {
        return false;
      }
    }
    return true;
  }

  private boolean add(int a, int b, int c, Full full) {
    found[0][count] = a;
    found[1][count] = b;
    found[2][count++] = c;
    return count < Batch.MOST_ROWS || full.take(count);
  }

  private Batch named(Column names, int triangles) {
    guard.check();
    count = 0;
    Column[] columns = new Column[found.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Gather.rows(names, found[i], triangles);
    }
    return new Batch(columns, triangles, null);
  }
}
