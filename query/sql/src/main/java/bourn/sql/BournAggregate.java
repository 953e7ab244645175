package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A row for each group of rows; groups that nothing is computed of are passed on as they come. */
final class BournAggregate extends Aggregate implements BournRel {

  private BournAggregate(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet keys,
      @Nullable List<ImmutableBitSet> sets,
      List<AggregateCall> calls) {
    super(input.getCluster(), traits, List.of(), input, keys, sets, calls);
  }

  static BournAggregate of(LogicalAggregate logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournAggregate(
        traits,
        inputs.getFirst(),
        logical.getGroupSet(),
        logical.getGroupSets(),
        logical.getAggCallList());
  }

  @Override
  public Aggregate copy(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet keys,
      @Nullable List<ImmutableBitSet> sets,
      List<AggregateCall> calls) {
    return new BournAggregate(traits, input, keys, sets, calls);
  }

  @Override
  public Plan plan() {
    if (getGroupType() != Group.SIMPLE) {
      throw SqlErrors.unsupported("GROUPING SETS, ROLLUP or CUBE with these aggregates");
    }
    Plan rows = BournRel.plan(input);
    if (aggCalls.isEmpty() && !groupSet.isEmpty()) {
      return new Plan.Distinct(keys(rows));
    }
    List<bourn.engine.AggregateCall> calls = new ArrayList<>();
    aggCalls.forEach(call -> calls.add(call(call)));
    return new Plan.Aggregate(rows, groupSet.asList(), calls);
  }

  private Plan keys(Plan rows) {
    List<Expression> keys = new ArrayList<>();
    groupSet.forEachInt(key -> keys.add(new Expression.Input(key)));
    return keys.size() == rows.width() ? rows : new Plan.Project(rows, keys);
  }

  private bourn.engine.AggregateCall call(AggregateCall call) {
    if (!call.getCollation().getFieldCollations().isEmpty() || call.distinctKeys != null) {
      throw SqlErrors.unsupported("WITHIN GROUP or WITHIN DISTINCT");
    }
    return new bourn.engine.AggregateCall(
        Aggregates.of(call, this),
        call.getArgList(),
        call.isDistinct() && !call.getArgList().isEmpty(),
        call.filterArg);
  }
}
