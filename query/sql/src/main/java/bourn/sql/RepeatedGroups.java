package bourn.sql;

import bourn.engine.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.calcite.plan.RelDigest;
import org.apache.calcite.rel.RelNode;

/**
 * The groups that a statement asks for more than once, as when it names a sub-query twice: they are
 * made once. Groups are few beside what they are made of, so keeping them costs little.
 */
final class RepeatedGroups {

  private record Use(int id, int times) {}

  private final Map<RelDigest, Use> uses = new HashMap<>();
  private final IntSupplier ids;

  RepeatedGroups(IntSupplier ids) {
    this.ids = ids;
  }

  /** Counts the groups in {@code rel}, all of a statement. */
  void count(RelNode rel) {
    if (rel instanceof BournAggregate && !isRecursive(rel)) {
      Use use = uses.get(rel.getRelDigest());
      uses.put(
          rel.getRelDigest(),
          use == null ? new Use(ids.getAsInt(), 1) : new Use(use.id, use.times + 1));
    }
    rel.getInputs().forEach(this::count);
  }

  /** Rows of a recursion change from round to round. */
  private static boolean isRecursive(RelNode rel) {
    return rel instanceof BournRecursive
        || rel.getInputs().stream().anyMatch(RepeatedGroups::isRecursive);
  }

  /**
   * Returns {@code plan}, which is that of {@code groups}, shared where they are asked for again.
   */
  Plan shared(BournAggregate groups, Plan plan) {
    Use use = uses.get(groups.getRelDigest());
    return use == null || use.times == 1 ? plan : new Plan.Shared(use.id, plan);
  }
}
