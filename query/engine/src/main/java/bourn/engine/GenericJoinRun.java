package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.ArrayList;
import java.util.List;

/** One run of one generic join. */
final class GenericJoinRun {

  /*
   * One variable after the other, each a node that all of its sides lead to from those before [1]: of
   * their lists the shortest is gone through, and looked for in the others, by a mark where that list
   * is not much longer, and by halving where it is. So no choice of nodes costs more than its
   * shortest list, where joining two sides first makes all their paths. Marks are left by one node of
   * an earlier variable and serve until that has another node; those of the variable right before
   * would serve once.
   *
   * [1] Ngo, Ré, Rudra, Skew strikes back: new developments in the theory of join algorithms, 2013
   */

  private static final int STEPS_A_LOOK = 1 << 14;
  private static final int MUCH_LONGER = 8;

  private final Plan.GenericJoin plan;
  private final Execution execution;
  private final Guard guard;
  private final RowTable nodes;
  private final List<List<Side>> sides = new ArrayList<>();
  private final List<Side> ofFirst = new ArrayList<>();
  private final int[] bound;
  private final int[] turns;
  private final int[][] found;
  private int count;
  private int stepped;

  GenericJoinRun(Plan.GenericJoin plan, Execution execution, Guard guard) {
    this.plan = plan;
    this.execution = execution;
    this.guard = guard;
    this.nodes = new RowTable(1, guard);
    this.bound = new int[plan.width()];
    this.turns = new int[plan.width()];
    this.found = new int[plan.width()][Batch.MOST_ROWS];
  }

  /** Where the pairs of one side lead. */
  private static final class Side {
    private final int from;
    private final Adjacency pairs;
    private final int[] marks;
    private int marked;

    Side(Plan.Side side, Adjacency pairs) {
      this.from = side.from();
      this.pairs = pairs;
      this.marks = side.to() - side.from() > 1 ? new int[pairs.nodes()] : new int[0];
    }

    void mark(int node, int turn) {
      for (int at = pairs.start(node); at < pairs.end(node); at++) {
        marks[pairs.target(at)] = turn;
      }
      marked = turn;
    }
  }

  boolean run(Sink sink) {
    List<Pairs> pairs = new ArrayList<>();
    for (Plan.Side side : plan.sides()) {
      pairs.add(Pairs.of(side.pairs(), nodes, execution));
    }
    for (int variable = 0; variable < plan.width(); variable++) {
      sides.add(new ArrayList<>());
    }
    long marks = 0;
    for (int i = 0; i < pairs.size(); i++) {
      Plan.Side plan = this.plan.sides().get(i);
      Side side = new Side(plan, pairs.get(i).adjacency().sorted(guard));
      sides.get(plan.to()).add(side);
      if (plan.from() == 0) {
        ofFirst.add(side);
      }
      marks += (long) Integer.BYTES * side.marks.length;
    }
    guard.take(marks);
    boolean more = all(sink) && (count == 0 || pass(sink));
    guard.give(marks);
    pairs.forEach(Pairs::release);
    nodes.release();
    return more;
  }

  private boolean all(Sink sink) {
    for (int node = 0; node < nodes.count(); node++) {
      look(1);
      if (leads(node) && !next(0, node, sink)) {
        return false;
      }
    }
    return true;
  }

  private boolean leads(int node) {
    for (int i = 0; i < ofFirst.size(); i++) {
      if (ofFirst.get(i).pairs.degree(node) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Goes on where {@code variable} is {@code node}. */
  private boolean next(int variable, int node, Sink sink) {
    bound[variable] = node;
    turns[variable]++;
    if (variable + 1 < bound.length) {
      return from(variable + 1, sink);
    }
    for (int i = 0; i < bound.length; i++) {
      found[i][count] = bound[i];
    }
    count++;
    return count < Batch.MOST_ROWS || pass(sink);
  }

  /** Goes on with each node that {@code variable} can be. */
  private boolean from(int variable, Sink sink) {
    List<Side> known = sides.get(variable);
    Side least = known.getFirst();
    for (int i = 1; i < known.size(); i++) {
      Side side = known.get(i);
      least = degree(side) < degree(least) ? side : least;
    }
    int length = degree(least);
    look(1 + length);
    mark(known, least, length);
    Adjacency pairs = least.pairs;
    int node = bound[least.from];
    for (int at = pairs.start(node); at < pairs.end(node); at++) {
      int target = pairs.target(at);
      if (inAll(known, least, target) && !next(variable, target, sink)) {
        return false;
      }
    }
    return true;
  }

  private int degree(Side side) {
    return side.pairs.degree(bound[side.from]);
  }

  private void mark(List<Side> known, Side least, int length) {
    for (int i = 0; i < known.size(); i++) {
      Side side = known.get(i);
      if (!side.equals(least)
          && side.marks.length > 0
          && side.marked != turns[side.from]
          && degree(side) <= MUCH_LONGER * length) {
        look(degree(side));
        side.mark(bound[side.from], turns[side.from]);
      }
    }
  }

  private boolean inAll(List<Side> known, Side least, int target) {
    for (int i = 0; i < known.size(); i++) {
      Side side = known.get(i);
      if (!side.equals(least) && !leads(side, target)) {
        return false;
      }
    }
    return true;
  }

  private boolean leads(Side side, int target) {
    boolean marked = side.marks.length > 0 && side.marked == turns[side.from];
    return marked ? side.marks[target] == side.marked : side.pairs.leads(bound[side.from], target);
  }

  private void look(int steps) {
    stepped += steps;
    if (stepped > STEPS_A_LOOK) {
      stepped = 0;
      guard.check();
    }
  }

  private boolean pass(Sink sink) {
    guard.check();
    Column names = nodes.rows().columns()[0];
    Column[] columns = new Column[found.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Gather.rows(names, found[i], count);
    }
    int rows = count;
    count = 0;
    return sink.accept(new Batch(columns, rows, null));
  }
}
