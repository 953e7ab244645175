package bourn.sql;

import bourn.engine.AggregateFunction;
import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
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
    return Statement.of(this).repeated().shared(this, groups());
  }

  private Plan groups() {
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
    if (call.distinctKeys != null) {
      throw SqlErrors.unsupported("WITHIN DISTINCT");
    }
    List<Integer> arguments = new ArrayList<>(call.getArgList());
    List<Plan.SortKey> order = new ArrayList<>();
    for (Plan.SortKey key : BournSort.keys(call.getCollation())) {
      order.add(new Plan.SortKey(arguments.size(), key.descending(), key.nullsLast()));
      arguments.add(key.column());
    }
    return new bourn.engine.AggregateCall(
        function(call, order),
        arguments,
        call.isDistinct() && !arguments.isEmpty(),
        call.filterArg);
  }

  private AggregateFunction function(AggregateCall call, List<Plan.SortKey> order) {
    if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
      return new Always(Literals.value((RexLiteral) call.rexList.getFirst()));
    }
    List<RelDataType> types = new ArrayList<>();
    for (int argument : call.getArgList()) {
      types.add(input.getRowType().getFieldList().get(argument).getType());
    }
    return Aggregates.of(call.getAggregation(), types, order);
  }
}
