package bourn.engine;

import java.util.Arrays;

/** The strongly connected components of a graph, each numbered after all that it leads to. */
final class Components {

  /*
   * Tarjan's algorithm [1], with a stack of its own in place of recursion: a component is complete
   * when the walk leaves its first node, and by then all that it leads to are.
   *
   * [1] Tarjan, Depth-first search and linear graph algorithms, 1972
   */

  private static final int UNSEEN = 0;

  private static final int STEPS_A_LOOK = 1 << 14;

  private final Adjacency graph;
  private final Guard guard;
  private final int[] of;
  private final int[] seen;
  private final int[] low;
  private final int[] next;
  private final int[] path;
  private final int[] open;
  private int opened;
  private int clock;
  private int count;
  private int steps;

  private Components(Adjacency graph, Guard guard) {
    int nodes = graph.nodes();
    this.graph = graph;
    this.guard = guard;
    this.of = new int[nodes];
    this.seen = new int[nodes];
    this.low = new int[nodes];
    this.next = new int[nodes];
    this.path = new int[nodes];
    this.open = new int[nodes];
    Arrays.fill(of, -1);
  }

  static Components of(Adjacency graph, Guard guard) {
    Components components = new Components(graph, guard);
    for (int node = 0; node < graph.nodes(); node++) {
      if (components.seen[node] == UNSEEN) {
        components.walk(node);
      }
    }
    return components;
  }

  int count() {
    return count;
  }

  /** Returns the component of {@code node}. */
  int of(int node) {
    return of[node];
  }

  private void walk(int root) {
    int depth = 0;
    enter(root, depth);
    while (depth >= 0) {
      if (++steps % STEPS_A_LOOK == 0) {
        guard.check();
      }
      int node = path[depth];
      if (next[node] < graph.end(node)) {
        int target = graph.target(next[node]++);
        if (seen[target] == UNSEEN) {
          enter(target, ++depth);
        } else if (of[target] < 0) {
          low[node] = Math.min(low[node], seen[target]);
        }
      } else {
        leave(node);
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[node]);
        }
      }
    }
  }

  private void enter(int node, int depth) {
    path[depth] = node;
    seen[node] = ++clock;
    low[node] = clock;
    next[node] = graph.start(node);
    open[opened++] = node;
  }

  private void leave(int node) {
    if (low[node] == seen[node]) {
      int member;
      do {
        member = open[--opened];
        of[member] = count;
      } while (member != node);
      count++;
    }
  }
}
