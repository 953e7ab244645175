package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/**
 * Makes left of an inner correlation with what always has one row, as an aggregate of everything
 * has: once it is a join, the rows for which nothing was found are kept only so.
 */
final class OneRow extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof Correlate correlate
            && correlate.getJoinType() == JoinRelType.INNER
            && hasOneRow(correlate.getRight())
        ? left(correlate)
        : visited;
  }

  private static boolean hasOneRow(RelNode rel) {
    return switch (rel) {
      case Aggregate aggregate ->
          aggregate.getGroupSet().isEmpty() && aggregate.getGroupType() == Aggregate.Group.SIMPLE;
      case Project project -> hasOneRow(project.getInput());
      default -> false;
    };
  }

  private static RelNode left(Correlate correlate) {
    RelNode left =
        LogicalCorrelate.create(
            correlate.getLeft(),
            correlate.getRight(),
            List.of(),
            correlate.getCorrelationId(),
            correlate.getRequiredColumns(),
            JoinRelType.LEFT);
    RexBuilder builder = correlate.getCluster().getRexBuilder();
    List<RexNode> same = new ArrayList<>();
    for (int c = 0; c < left.getRowType().getFieldCount(); c++) {
      RelDataType type = correlate.getRowType().getFieldList().get(c).getType();
      RexNode field = builder.makeInputRef(left, c);
      same.add(type.equals(field.getType()) ? field : builder.makeAbstractCast(type, field, false));
    }
    return LogicalProject.create(
        left, List.of(), same, correlate.getRowType().getFieldNames(), Set.of());
  }
}
