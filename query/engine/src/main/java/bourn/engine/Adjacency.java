package bourn.engine;

import java.util.Arrays;

/** Where the pairs of numbered nodes lead. */
final class Adjacency {

  private static final int PAIRS_A_LOOK = 1 << 16;

  private final int[] starts;
  private final int[] targets;

  private Adjacency(int[] starts, int[] targets) {
    this.starts = starts;
    this.targets = targets;
  }

  /**
   * Returns pairs by what they come from.
   *
   * @param length how many of {@code from} and {@code to} count
   * @param size one more than the greatest number in {@code from} may be
   */
  static Adjacency of(int[] from, int[] to, int length, int size, Guard guard) {
    int[] starts = new int[size + 1];
    for (int i = 0; i < length; i++) {
      if (i % PAIRS_A_LOOK == 0) {
        guard.check();
      }
      starts[from[i] + 1]++;
    }
    for (int node = 0; node < size; node++) {
      starts[node + 1] += starts[node];
    }
    int[] places = Arrays.copyOf(starts, size);
    int[] targets = new int[length];
    for (int i = 0; i < length; i++) {
      if (i % PAIRS_A_LOOK == 0) {
        guard.check();
      }
      targets[places[from[i]]++] = to[i];
    }
    return new Adjacency(starts, targets);
  }

  /** Returns the same, in which the nodes that a node leads to ascend. */
  Adjacency sorted(Guard guard) {
    int sorted = 0;
    for (int node = 0; node < nodes(); node++) {
      sorted += 1 + degree(node);
      if (sorted > PAIRS_A_LOOK) {
        sorted = 0;
        guard.check();
      }
      Arrays.sort(targets, starts[node], starts[node + 1]);
    }
    return this;
  }

  /** Returns whether {@code node} leads to {@code target}, where this is {@link #sorted}. */
  boolean leads(int node, int target) {
    return Arrays.binarySearch(targets, starts[node], starts[node + 1], target) >= 0;
  }

  /** Returns how many nodes {@code node} leads to. */
  int degree(int node) {
    return starts[node + 1] - starts[node];
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
