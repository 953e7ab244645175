package bourn.sql;

import bourn.engine.Plan;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalUnion;

/** The rows of all inputs. */
final class BournUnion extends Union implements BournRel {

  private BournUnion(RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs, boolean all) {
    super(cluster, traits, inputs, all);
  }

  static BournUnion of(LogicalUnion logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournUnion(logical.getCluster(), traits, inputs, logical.all);
  }

  @Override
  public SetOp copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
    return new BournUnion(getCluster(), traits, inputs, all);
  }

  @Override
  public Plan plan() {
    Plan rows = new Plan.Union(inputs.stream().map(BournRel::plan).toList());
    return all ? rows : new Plan.Distinct(rows);
  }
}
