package bourn.engine;

import bourn.columns.Batch;
import java.util.Arrays;

/** What the ends of all walks are, as one set of bits for each component of a graph. */
final class Reached {

  /*
   * Most components of a graph that is no web reach few others, which were numbered about when they
   * were. Hence of each set the words between the first and the last that has a bit are known, and
   * only those are looked at.
   */

  /** The most words of sets that are united between two looks at the budget. */
  private static final int WORDS_A_LOOK = 1 << 20;

  private final Guard guard;
  private final Adjacency steps;
  private final Adjacency ends;
  private final Components components;
  private final int words;
  private final long[] sets;
  private final int[] first;
  private final int[] last;
  private int united;

  Reached(Adjacency steps, Adjacency ends, Guard guard) {
    this.guard = guard;
    this.steps = steps;
    this.ends = ends;
    this.components = Components.of(steps, guard);
    this.words = (steps.nodes() + 63) >>> 6;
    this.sets = new long[Math.multiplyExact(components.count(), words)];
    this.first = new int[components.count()];
    this.last = new int[components.count()];
    Arrays.fill(first, words);
    Arrays.fill(last, -1);
    fill();
  }

  /** A component comes after all it leads to, so the sets of those are complete. */
  private void fill() {
    Adjacency members = members();
    for (int component = 0; component < components.count(); component++) {
      for (int at = members.start(component); at < members.end(component); at++) {
        add(members.target(at), component);
      }
    }
  }

  private Adjacency members() {
    int nodes = steps.nodes();
    int[] from = new int[nodes];
    int[] to = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      from[node] = components.of(node);
      to[node] = node;
    }
    return Adjacency.of(from, to, nodes, components.count(), guard);
  }

  private void add(int node, int component) {
    int base = component * words;
    for (int at = ends.start(node); at < ends.end(node); at++) {
      int end = ends.target(at);
      sets[base + (end >>> 6)] |= 1L << end;
      widen(component, end >>> 6, end >>> 6);
    }
    for (int at = steps.start(node); at < steps.end(node); at++) {
      int target = components.of(steps.target(at));
      if (target != component) {
        unite(component, target);
      }
    }
  }

  private void unite(int into, int from) {
    united += words;
    if (united > WORDS_A_LOOK) {
      united = 0;
      guard.check();
    }
    widen(into, first[from], last[from]);
    int offset = (into - from) * words;
    for (int i = from * words + first[from]; i <= from * words + last[from]; i++) {
      sets[offset + i] |= sets[i];
    }
  }

  private void widen(int component, int from, int to) {
    first[component] = Math.min(first[component], from);
    last[component] = Math.max(last[component], to);
  }

  boolean emit(ClosureRun.Out out) {
    for (int node = 0; node < steps.nodes(); node++) {
      int component = components.of(node);
      int base = component * words;
      if (node % Batch.MOST_ROWS == 0) {
        guard.check();
      }
      for (int i = first[component]; i <= last[component]; i++) {
        for (long left = sets[base + i]; left != 0; left &= left - 1) {
          if (!out.add(node, (i << 6) + Long.numberOfTrailingZeros(left))) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
