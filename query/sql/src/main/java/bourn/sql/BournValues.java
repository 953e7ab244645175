package bourn.sql;

import bourn.engine.Plan;
import bourn.kernel.Value;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;

/** Rows that the statement itself gives. */
final class BournValues extends Values implements BournRel {

  private BournValues(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelDataType type,
      ImmutableList<ImmutableList<RexLiteral>> tuples) {
    super(cluster, type, tuples, traits);
  }

  static BournValues of(LogicalValues logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournValues(logical.getCluster(), traits, logical.getRowType(), logical.getTuples());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new BournValues(getCluster(), traits, getRowType(), tuples);
  }

  @Override
  public Plan plan() {
    List<List<Value>> rows = new ArrayList<>();
    tuples.forEach(tuple -> rows.add(tuple.stream().map(Literals::value).toList()));
    return new Plan.Rows(getRowType().getFieldCount(), rows);
  }
}
