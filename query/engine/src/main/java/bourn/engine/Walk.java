package bourn.engine;

/** Walks from one node at a time to the ends of all walks that begin there. */
final class Walk {

  private static final int STEPS_A_LOOK = 1 << 14;

  private final Adjacency steps;
  private final Adjacency ends;
  private final ClosureRun.Out out;
  private final int[] seen;
  private final int[] ended;
  private final int[] open;
  private final Guard guard;
  private int walks;
  private int stepped;

  Walk(Adjacency steps, Adjacency ends, ClosureRun.Out out, Guard guard) {
    this.guard = guard;
    this.steps = steps;
    this.ends = ends;
    this.out = out;
    this.seen = new int[steps.nodes()];
    this.ended = new int[steps.nodes()];
    this.open = new int[steps.nodes()];
  }

  /** Passes on the ends of walks from each of {@code starts}; returns whether more is wanted. */
  boolean from(int[] starts) {
    for (int start : starts) {
      if (!from(start)) {
        return false;
      }
    }
    return true;
  }

  boolean from(int start) {
    walks++;
    int opened = 0;
    open[opened++] = start;
    seen[start] = walks;
    for (int passed = 0; passed < opened; passed++) {
      int node = open[passed];
      look(1 + steps.end(node) - steps.start(node) + ends.end(node) - ends.start(node));
      if (!end(start, node)) {
        return false;
      }
      for (int at = steps.start(node); at < steps.end(node); at++) {
        int target = steps.target(at);
        if (seen[target] != walks) {
          seen[target] = walks;
          open[opened++] = target;
        }
      }
    }
    return true;
  }

  private void look(int more) {
    stepped += more;
    if (stepped > STEPS_A_LOOK) {
      stepped = 0;
      guard.check();
    }
  }

  private boolean end(int start, int node) {
    for (int at = ends.start(node); at < ends.end(node); at++) {
      int end = ends.target(at);
      if (ended[end] != walks) {
        ended[end] = walks;
        if (!out.add(start, end)) {
          return false;
        }
      }
    }
    return true;
  }
}
