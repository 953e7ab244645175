package bourn.sql;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.logical.LogicalJoin;

/**
 * Joins what does not refer to the rows it stands beside: a condition that can be true of none of
 * them refers to none.
 */
final class Uncorrelated extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof Correlate correlate && !refers(correlate)
        ? LogicalJoin.create(
            correlate.getLeft(),
            correlate.getRight(),
            List.of(),
            rel.getCluster().getRexBuilder().makeLiteral(true),
            Set.of(),
            correlate.getJoinType())
        : visited;
  }

  private static boolean refers(Correlate correlate) {
    return RelOptUtil.getVariablesUsed(correlate.getRight()).contains(correlate.getCorrelationId());
  }

  /** Returns whether anything refers to rows it stands beside. */
  static boolean isNeeded(RelNode rel) {
    return rel instanceof Correlate || rel.getInputs().stream().anyMatch(Uncorrelated::isNeeded);
  }
}
