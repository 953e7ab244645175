package bourn.engine;

import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.IdentityHashMap;

/** What each operator of a plan did in one run. */
public final class Analysis {

  private static final Count NONE = new Count(0, 0);

  private final IdentityHashMap<Plan, Count> counts = new IdentityHashMap<>();

  /** The operators that stand in for others in the rounds of a fixpoint, and for which. */
  private final IdentityHashMap<Plan, Plan> origins = new IdentityHashMap<>();

  Analysis() {}

  /**
   * What one operator did.
   *
   * @param rows it gave, over all calls
   * @param calls how often it ran; in a recursive rule once a round, in look-ups once a key
   */
  public record Count(long rows, long calls) {}

  /** Returns what {@code plan}, an operator of the plan that was run, did. */
  public Count count(Plan plan) {
    return counts.getOrDefault(plan, NONE);
  }

  /** Returns the plan with what its operators did, as {@link Explain#tree} shows it. */
  public Value tree(Plan plan) {
    return Explain.tree(plan, this);
  }

  void standsFor(Plan made, Plan origin) {
    origins.putIfAbsent(made, origins.getOrDefault(origin, origin));
  }

  Sink watch(Plan plan, Sink sink) {
    Plan counted = origins.getOrDefault(plan, plan);
    add(counted, 0, 1);
    return batch -> {
      add(counted, batch.count(), 0);
      return sink.accept(batch);
    };
  }

  private void add(Plan plan, long rows, long calls) {
    counts.merge(plan, new Count(rows, calls), Analysis::sum);
  }

  private static Count sum(Count a, Count b) {
    return new Count(a.rows() + b.rows(), a.calls() + b.calls());
  }
}
