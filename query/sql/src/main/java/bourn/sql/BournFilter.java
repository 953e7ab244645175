package bourn.sql;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** The rows of which a condition is true. */
final class BournFilter extends Filter implements BournRel {

  private BournFilter(RelTraitSet traits, RelNode input, RexNode condition) {
    super(input.getCluster(), traits, input, condition);
  }

  static BournFilter of(LogicalFilter logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournFilter(traits, inputs.getFirst(), logical.getCondition());
  }

  @Override
  public Filter copy(RelTraitSet traits, RelNode input, RexNode condition) {
    return new BournFilter(traits, input, condition);
  }

  /** Conditions that can fail look only at rows that satisfy those that cannot. */
  @Override
  public Plan plan() {
    List<RexNode> safe = new ArrayList<>();
    List<RexNode> failing = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      (Failing.canFail(conjunct) ? failing : safe).add(conjunct);
    }
    Plan plan = BournRel.plan(input);
    for (List<RexNode> part : List.of(safe, failing)) {
      if (!part.isEmpty()) {
        RexNode all = RexUtil.composeConjunction(getCluster().getRexBuilder(), part);
        plan = new Plan.Filter(plan, RexCompiler.of(this, all));
      }
    }
    return plan;
  }
}
