package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.IdentityHashMap;

/** What each operator of a plan did in one run. */
public final class Analysis {

  private static final Count NONE = new Count(0, 0, 0);

  private final IdentityHashMap<Plan, Count> counts = new IdentityHashMap<>();

  /** The operators that stand in for others in the rounds of a fixpoint, and for which. */
  private final IdentityHashMap<Plan, Plan> origins = new IdentityHashMap<>();

  Analysis() {}

  /**
   * What one operator did.
   *
   * @param rows it gave, over all calls
   * @param calls how often it ran; in a recursive rule once a round, in look-ups once a key
   * @param nanos how long it and its inputs took, without what was done with their rows after it
   */
  public record Count(long rows, long calls, long nanos) {}

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

  /** Returns what counts what {@code plan} passes on to {@code sink}, until it is ended. */
  Watched watch(Plan plan, Sink sink) {
    return new Watched(origins.getOrDefault(plan, plan), sink);
  }

  /** One call of one operator. */
  final class Watched implements Sink {

    private final Plan plan;
    private final Sink sink;
    private final long started = System.nanoTime();
    private long rows;
    private long after;

    private Watched(Plan plan, Sink sink) {
      this.plan = plan;
      this.sink = sink;
    }

    @Override
    public boolean accept(Batch batch) {
      rows += batch.count();
      long passed = System.nanoTime();
      boolean more = sink.accept(batch);
      after += System.nanoTime() - passed;
      return more;
    }

    void end() {
      long nanos = System.nanoTime() - started - after;
      counts.merge(plan, new Count(rows, 1, nanos), Analysis::sum);
    }
  }

  private static Count sum(Count a, Count b) {
    return new Count(a.rows() + b.rows(), a.calls() + b.calls(), a.nanos() + b.nanos());
  }
}
