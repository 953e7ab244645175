package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * A row whose key is missing has an answer of a sub-query, too: nothing was found for it, and the
 * count of that is 0. What was made of the sub-query has a row for it, which it is joined with
 * here.
 */
final class Counted extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof Join join
            && join.getJoinType() == JoinRelType.LEFT
            && join.getRight() instanceof Aggregate answers
            && answersAll(answers)
        ? nullSafe(join)
        : visited;
  }

  /** Whether the rows are those of all keys there are, each with what was found for it if any. */
  private static boolean answersAll(RelNode rel) {
    return switch (rel) {
      case Aggregate aggregate -> answersAll(aggregate.getInput());
      case Project project -> answersAll(project.getInput());
      case Filter filter -> answersAll(filter.getInput());
      case Join join ->
          join.getJoinType() == JoinRelType.LEFT
              && join.getLeft() instanceof Aggregate keys
              && keys.getAggCallList().isEmpty()
              && RelOptUtil.conjunctions(join.getCondition()).stream()
                  .anyMatch(condition -> condition.getKind() == SqlKind.IS_NOT_DISTINCT_FROM);
      default -> false;
    };
  }

  private static RelNode nullSafe(Join join) {
    RexBuilder builder = join.getCluster().getRexBuilder();
    List<RexNode> conditions = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      conditions.add(
          condition.getKind() == SqlKind.EQUALS
              ? builder.makeCall(
                  SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, ((RexCall) condition).getOperands())
              : condition);
    }
    return join.copy(
        join.getTraitSet(),
        RexUtil.composeConjunction(builder, conditions),
        join.getLeft(),
        join.getRight(),
        join.getJoinType(),
        join.isSemiJoinDone());
  }
}
