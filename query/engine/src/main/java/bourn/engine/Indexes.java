package bourn.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Chooses what joins index, and keeps the indexes that a fixpoint needs again and again. */
final class Indexes {

  private final Execution execution;
  private final Estimates estimates;
  private final IdentityHashMap<Plan, Map<List<Integer>, KeyIndex>> kept = new IdentityHashMap<>();
  private final Map<Integer, Map<List<Integer>, KeyIndex>> sharing = new HashMap<>();
  private final Set<KeyIndex> owned = Collections.newSetFromMap(new IdentityHashMap<>());

  Indexes(Execution execution, Estimates estimates) {
    this.execution = execution;
    this.estimates = estimates;
  }

  /** Returns whether the left input is to be indexed, and the right one to come row by row. */
  boolean left(Plan.Join join) {
    return switch (join.type()) {
      case RIGHT -> true;
      case LEFT, FULL -> false;
      case INNER -> leftIsLess(join);
      case SEMI, ANTI -> !execution.looping() && leftIsLess(join);
    };
  }

  KeyIndex of(Plan plan, List<Integer> keys) {
    if (plan instanceof Plan.Recursive(int id, int width)) {
      return execution.view(id).relation().index(keys);
    }
    RowSet shared = plan instanceof Plan.Shared node ? execution.shared(node) : null;
    if (shared != null) {
      int id = ((Plan.Shared) plan).id();
      return keep(sharing.computeIfAbsent(id, i -> new HashMap<>()), keys, () -> shared);
    }
    if (execution.looping() && !execution.changing(plan)) {
      return keep(
          kept.computeIfAbsent(plan, p -> new HashMap<>()), keys, () -> execution.collect(plan));
    }
    KeyIndex made = index(execution.collect(plan), keys);
    owned.add(made);
    return made;
  }

  /** Returns whether an index of {@code plan} is kept for later rounds. */
  boolean kept(Plan plan) {
    return kept.containsKey(plan);
  }

  /** Says that a join is done with {@code index}. */
  void release(KeyIndex index) {
    if (owned.remove(index)) {
      index.release();
    }
  }

  /** Forgets what was kept for a fixpoint. */
  void clear() {
    kept.values().forEach(m -> m.values().forEach(KeyIndex::release));
    kept.clear();
  }

  private static KeyIndex keep(
      Map<List<Integer>, KeyIndex> indexes, List<Integer> keys, Supplier<RowSet> rows) {
    KeyIndex known = indexes.get(keys);
    if (known == null) {
      known = index(rows.get(), keys);
      indexes.put(keys, known);
    }
    return known;
  }

  private static KeyIndex index(RowSet rows, List<Integer> keys) {
    KeyIndex index = new KeyIndex(rows, Execution.ints(keys));
    index.catchUp();
    return index;
  }

  private boolean leftIsLess(Plan.Join join) {
    boolean leftLasts = lasts(join.left());
    boolean rightLasts = lasts(join.right());
    if (leftLasts != rightLasts) {
      return leftLasts;
    }
    double left = size(join.left());
    double right = size(join.right());
    return leftLasts ? left > right : left < right;
  }

  /** Whether an index of {@code plan} serves more than one round. */
  private boolean lasts(Plan plan) {
    return execution.looping() && (plan instanceof Plan.Recursive || !execution.changing(plan));
  }

  private double size(Plan plan) {
    Map<List<Integer>, KeyIndex> indexes = kept.get(plan);
    return indexes == null
        ? estimates.rows(plan)
        : indexes.values().iterator().next().rows().count();
  }
}
