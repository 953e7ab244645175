package bourn.sql;

import bourn.engine.Plan;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/** A row of expressions for each row. */
final class BournProject extends Project implements BournRel {

  private BournProject(
      RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType type) {
    super(input.getCluster(), traits, List.of(), input, projects, type, Set.of());
  }

  static BournProject of(LogicalProject logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournProject(traits, inputs.getFirst(), logical.getProjects(), logical.getRowType());
  }

  @Override
  public Project copy(RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType type) {
    return new BournProject(traits, input, projects, type);
  }

  @Override
  public Plan plan() {
    return new Plan.Project(
        BournRel.plan(input),
        exps.stream().map(expression -> RexCompiler.of(this, expression)).toList());
  }
}
