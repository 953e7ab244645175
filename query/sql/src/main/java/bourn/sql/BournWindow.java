package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Frame;
import bourn.engine.Framed;
import bourn.engine.Neighbour;
import bourn.engine.Plan;
import bourn.engine.Ranking;
import bourn.engine.WindowCall;
import bourn.engine.WindowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Each row with what window functions say of it. */
final class BournWindow extends Window implements BournRel {

  private BournWindow(
      RelTraitSet traits,
      RelNode input,
      List<RexLiteral> constants,
      RelDataType type,
      List<Group> groups) {
    super(input.getCluster(), traits, input, constants, type, groups);
  }

  static BournWindow of(LogicalWindow logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournWindow(
        traits, inputs.getFirst(), logical.constants, logical.getRowType(), logical.groups);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new BournWindow(traits, inputs.getFirst(), constants, getRowType(), groups);
  }

  @Override
  public Window copy(List<RexLiteral> others) {
    return new BournWindow(traitSet, input, others, getRowType(), groups);
  }

  @Override
  public Plan plan() {
    return new Planning().plan();
  }

  /** Functions read columns only, so what they are told beside is made columns first. */
  private final class Planning {

    private final int width = input.getRowType().getFieldCount();
    private final List<Expression> columns = new ArrayList<>();
    private final RexBuilder builder = getCluster().getRexBuilder();

    Plan plan() {
      for (int column = 0; column < width; column++) {
        columns.add(new Expression.Input(column));
      }
      constants.forEach(constant -> columns.add(RexCompiler.of(BournWindow.this, constant)));
      List<List<WindowCall>> calls = groups.stream().map(this::calls).toList();
      Plan rows = BournRel.plan(input);
      Plan plan = columns.size() == width ? rows : new Plan.Project(rows, columns);
      for (int g = 0; g < groups.size(); g++) {
        Group group = groups.get(g);
        List<Plan.SortKey> order = BournSort.keys(group.orderKeys);
        plan = new Plan.Window(plan, group.keys.asList(), order, calls.get(g));
      }
      return columns.size() == width ? plan : withoutColumns(plan);
    }

    private Plan withoutColumns(Plan plan) {
      List<Expression> kept = new ArrayList<>(columns.subList(0, width));
      for (int column = columns.size(); column < plan.width(); column++) {
        kept.add(new Expression.Input(column));
      }
      return new Plan.Project(plan, kept);
    }

    private List<WindowCall> calls(Group group) {
      Frame frame =
          new Frame(
              bound(group, group.lowerBound),
              bound(group, group.upperBound),
              switch (group.exclude) {
                case EXCLUDE_NO_OTHER -> Frame.Excluded.NONE;
                case EXCLUDE_CURRENT_ROW -> Frame.Excluded.ROW;
                case EXCLUDE_GROUP -> Frame.Excluded.PEERS;
                case EXCLUDE_TIES -> Frame.Excluded.OTHERS;
              });
      return group.aggCalls.stream().map(call -> call(call, frame)).toList();
    }

    private Frame.Bound bound(Group group, RexWindowBound bound) {
      if (bound.isUnbounded()) {
        return new Frame.Bound.Unbounded();
      }
      if (bound.isCurrentRow()) {
        return group.isRows ? new Frame.Bound.Rows(0) : new Frame.Bound.Peers();
      }
      RexNode offset = Objects.requireNonNull(bound.getOffset());
      RexLiteral by =
          offset instanceof RexInputRef ref
              ? Objects.requireNonNull(constants.get(ref.getIndex() - width))
              : (RexLiteral) offset;
      if (group.isRows) {
        long rows = Numbers.whole(Literals.value(by));
        return new Frame.Bound.Rows(bound.isPreceding() ? -rows : rows);
      }
      return reached(group, by, bound.isPreceding());
    }

    /** The value that the order is to reach is a column of its own. */
    private Frame.Bound reached(Group group, RexLiteral by, boolean preceding) {
      List<RelFieldCollation> order = group.orderKeys.getFieldCollations();
      if (order.size() != 1) {
        throw SqlErrors.unsupported(
            "RANGE with a distance over an order by " + order.size() + " expressions (one is)");
      }
      RelFieldCollation key = order.getFirst();
      RexNode value = builder.makeInputRef(input, key.getFieldIndex());
      boolean minus = preceding != key.getDirection().isDescending();
      columns.add(RexCompiler.of(BournWindow.this, moved(value, by, minus)));
      return new Frame.Bound.Reached(columns.size() - 1);
    }

    private RexNode moved(RexNode value, RexLiteral by, boolean minus) {
      RelDataType type = value.getType();
      if (SqlTypeName.DATETIME_TYPES.contains(type.getSqlTypeName())) {
        SqlOperator shift =
            minus ? SqlStdOperatorTable.MINUS_DATE : SqlStdOperatorTable.DATETIME_PLUS;
        return builder.makeCall(type, shift, List.of(value, by));
      }
      boolean whole = CalciteTypes.isWhole(type);
      boolean exact = whole || CalciteTypes.isDecimal(type);
      boolean fits =
          whole ? CalciteTypes.isWhole(by.getType()) : !CalciteTypes.isReal(by.getType());
      if ((exact && !fits) || (!exact && !CalciteTypes.isReal(type))) {
        throw SqlErrors.unsupported(
            "RANGE with a distance of " + by.getType() + " over an order by " + type);
      }
      RelDataType wide = whole ? builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT) : type;
      return builder.makeCall(
          wide,
          minus ? SqlStdOperatorTable.MINUS : SqlStdOperatorTable.PLUS,
          List.of(builder.makeCast(wide, value), by));
    }

    private WindowCall call(RexWinAggCall call, Frame frame) {
      List<Integer> arguments = new ArrayList<>();
      List<RelDataType> types = new ArrayList<>();
      for (RexNode operand : call.getOperands()) {
        arguments.add(((RexInputRef) operand).getIndex());
        types.add(operand.getType());
      }
      if (call.distinct) {
        throw SqlErrors.unsupported("DISTINCT in a window function");
      }
      return new WindowCall(function(call, types), arguments, frame);
    }

    private WindowFunction function(RexWinAggCall call, List<RelDataType> types) {
      boolean present = call.ignoreNulls;
      return switch (call.getOperator().getKind()) {
        case ROW_NUMBER -> Ranking.ROW_NUMBER;
        case RANK -> Ranking.RANK;
        case DENSE_RANK -> Ranking.DENSE_RANK;
        case PERCENT_RANK -> Ranking.PERCENT_RANK;
        case CUME_DIST -> Ranking.CUME_DIST;
        case NTILE -> Ranking.NTILE;
        case LAG -> new Neighbour(Neighbour.Which.LAG, present);
        case LEAD -> new Neighbour(Neighbour.Which.LEAD, present);
        case FIRST_VALUE -> new Neighbour(Neighbour.Which.FIRST, present);
        case LAST_VALUE -> new Neighbour(Neighbour.Which.LAST, present);
        case NTH_VALUE -> new Neighbour(Neighbour.Which.NTH, present);
        default -> new Framed(Aggregates.of((SqlAggFunction) call.getOperator(), types, List.of()));
      };
    }
  }
}
