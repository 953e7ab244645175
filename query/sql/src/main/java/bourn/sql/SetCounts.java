package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Makes {@code INTERSECT ALL} and {@code EXCEPT ALL} sets: the rows that are the same are numbered
 * on both sides, so that the second of them meets the second.
 */
final class SetCounts extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof SetOp sets
            && sets.all
            && (visited instanceof Intersect || visited instanceof Minus)
        ? numbered(sets)
        : visited;
  }

  private static RelNode numbered(SetOp sets) {
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(sets.getCluster(), null);
    for (RelNode input : sets.getInputs()) {
      builder.push(input);
      List<RexNode> fields = new ArrayList<>(builder.fields());
      RexNode number =
          builder.aggregateCall(SqlStdOperatorTable.ROW_NUMBER).over().partitionBy(fields).toRex();
      fields.add(number);
      builder.project(fields);
    }
    if (sets instanceof Intersect) {
      builder.intersect(false, sets.getInputs().size());
    } else {
      builder.minus(false, sets.getInputs().size());
    }
    int width = sets.getRowType().getFieldCount();
    List<RexNode> kept = builder.fields().subList(0, width);
    return builder.project(kept, sets.getRowType().getFieldNames(), true).build();
  }
}
