package bourn.sql;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Forgets where calls stand: those of a view stand in another text than the statement around them.
 */
final class Unplaced extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RexBuilder builder = rel.getCluster().getRexBuilder();
    return super.visit(rel)
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitCall(RexCall call) {
                List<RexNode> operands =
                    call.getOperands().stream().map(o -> o.accept(this)).toList();
                return call.getClass() == RexCall.class
                    ? builder.makeCall(call.getType(), call.getOperator(), operands)
                    : super.visitCall(call);
              }

              @Override
              public RexNode visitSubQuery(RexSubQuery query) {
                RexNode visited = super.visitSubQuery(query);
                return visited instanceof RexSubQuery same
                    ? same.clone(Unplaced.this.visit(same.rel))
                    : visited;
              }
            });
  }
}
