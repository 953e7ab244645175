package bourn.sql;

import bourn.engine.AggregateCall;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.type.RelDataType;

/** {@code ARRAY(query)}: all rows as one list. */
final class BournCollect extends Collect implements BournRel {

  private BournCollect(RelTraitSet traits, RelNode input, RelDataType type) {
    super(input.getCluster(), traits, input, type);
  }

  static BournCollect of(Collect logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournCollect(traits, inputs.getFirst(), logical.getRowType());
  }

  @Override
  public RelNode copy(RelTraitSet traits, RelNode other) {
    return new BournCollect(traits, other, getRowType());
  }

  @Override
  public Plan plan() {
    List<Integer> all = IntStream.range(0, input.getRowType().getFieldCount()).boxed().toList();
    Gathered rows = new Gathered("ARRAY", List.of(), BournCollect::list);
    AggregateCall call = new AggregateCall(rows, all, false, -1);
    return new Plan.Aggregate(BournRel.plan(input), List.of(), List.of(call));
  }

  private static Value list(List<Value[]> rows) {
    return new Value.Items(
        rows.stream()
            .map(row -> row.length == 1 ? row[0] : new Value.Items(List.of(row)))
            .toList());
  }
}
