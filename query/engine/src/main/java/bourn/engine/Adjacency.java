package bourn.engine;

import java.util.Arrays;

/** Where the pairs of numbered nodes lead. Immutable. */
final class Adjacency {

  private static final int PAIRS_A_LOOK = 1 << 16;

  private final int[] starts;
  private final int[] targets;

  private Adjacency(int[] starts, int[] targets) {
    this.starts = starts;
    this.targets = targets;
  }

  /**
   * Returns the first {@code count} pairs by what they come from.
   *
   * @param nodes the number of nodes
   */
  static Adjacency of(int[] from, int[] to, int count, int nodes, Guard guard) {
    int[] starts = new int[nodes + 1];
    for (int i = 0; i < count; i++) {
      if (i % PAIRS_A_LOOK == 0) {
        guard.check();
      }
      starts[from[i] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      starts[node + 1] += starts[node];
    }
    int[] places = Arrays.copyOf(starts, nodes);
    int[] targets = new int[count];
    for (int i = 0; i < count; i++) {
      if (i % PAIRS_A_LOOK == 0) {
        guard.check();
      }
      targets[places[from[i]]++] = to[i];
    }
    return new Adjacency(starts, targets);
  }

  int nodes() {
    return starts.length - 1;
  }

  /** Returns where in {@link #target} the nodes that {@code node} leads to begin. */
  int start(int node) {
    return starts[node];
  }

  int end(int node) {
    return starts[node + 1];
  }

  int target(int at) {
    return targets[at];
  }
}
