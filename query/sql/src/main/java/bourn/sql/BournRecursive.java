package bourn.sql;

import bourn.engine.Plan;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;

/** The rows that came last in the {@code WITH RECURSIVE} around. */
final class BournRecursive extends TableScan implements BournRel {

  private BournRecursive(RelOptCluster cluster, RelTraitSet traits, RelOptTable table) {
    super(cluster, traits, List.of(), table);
  }

  static BournRecursive of(LogicalTableScan logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournRecursive(logical.getCluster(), traits, logical.getTable());
  }

  @Override
  public Plan plan() {
    return new Plan.Recursive(Statement.of(this).id(table), getRowType().getFieldCount());
  }
}
