package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Frame;
import bourn.engine.Latest;
import bourn.engine.Plan;
import bourn.engine.WindowCall;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** Each left row with the right row of equal keys that comes nearest to it. */
final class BournAsofJoin extends AsofJoin implements BournRel {

  private BournAsofJoin(
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      RexNode condition,
      RexNode matchCondition,
      JoinRelType type) {
    super(
        left.getCluster(),
        traits,
        List.of(),
        left,
        right,
        condition,
        matchCondition,
        Set.of(),
        type);
  }

  static BournAsofJoin of(LogicalAsofJoin logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournAsofJoin(
        traits,
        inputs.get(0),
        inputs.get(1),
        logical.getCondition(),
        logical.getMatchCondition(),
        logical.getJoinType());
  }

  @Override
  public Join copy(
      RelTraitSet traits,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean semiJoinDone) {
    return new BournAsofJoin(traits, left, right, condition, matchCondition, type);
  }

  @Override
  public Plan plan() {
    return new Planning().plan();
  }

  /**
   * The rows of both sides come in one order, in which each left row sees the right row that came
   * last: {@code keys, time, side, left columns, right columns}.
   */
  private final class Planning {

    private final int leftWidth = left.getRowType().getFieldCount();
    private final int rightWidth = right.getRowType().getFieldCount();
    private final JoinInfo info = JoinInfo.createWithStrictEquality(left, right, condition);
    private final RexCall match = (RexCall) matchCondition;
    private final boolean leftFirst = isLeft(match.getOperands().getFirst());
    private final SqlKind kind = leftFirst ? match.getKind() : match.getKind().reverse();
    private final boolean backwards =
        kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    private final boolean equal =
        kind == SqlKind.GREATER_THAN_OR_EQUAL || kind == SqlKind.LESS_THAN_OR_EQUAL;

    Plan plan() {
      check();
      List<Integer> keys = new ArrayList<>();
      info.leftKeys.forEach(key -> keys.add(keys.size()));
      int time = keys.size();
      List<Plan.SortKey> order =
          List.of(
              new Plan.SortKey(time, !backwards, false), new Plan.SortKey(time + 1, equal, false));
      List<WindowCall> calls = new ArrayList<>();
      for (int c = 0; c <= rightWidth; c++) {
        int column = c == 0 ? time + 1 : time + 1 + leftWidth + c;
        calls.add(new WindowCall(new Latest(), List.of(column, time + 1), Frame.ALL));
      }
      Plan both = new Plan.Union(List.of(side(true), side(false)));
      return kept(new Plan.Window(both, keys, order, calls), time + 1);
    }

    private boolean isLeft(RexNode operand) {
      return RelOptUtil.InputFinder.bits(operand).nextSetBit(0) < leftWidth;
    }

    private void check() {
      if (!info.nonEquiConditions.isEmpty()) {
        throw SqlErrors.unsupported("ASOF JOIN with more than equal columns behind ON");
      }
      for (int k = 0; k < info.leftKeys.size(); k++) {
        RelDataType one = left.getRowType().getFieldList().get(info.leftKeys.get(k)).getType();
        RelDataType two = right.getRowType().getFieldList().get(info.rightKeys.get(k)).getType();
        if (!CalciteTypes.sameWords(one, two)) {
          throw SqlErrors.unsupported("ASOF JOIN of " + one + " with " + two + " without a cast");
        }
      }
    }

    private Plan side(boolean isLeft) {
      RelNode rel = isLeft ? left : right;
      List<Expression> columns = new ArrayList<>();
      (isLeft ? info.leftKeys : info.rightKeys).forEach(k -> columns.add(new Expression.Input(k)));
      RexNode time = match.getOperands().get(isLeft == leftFirst ? 0 : 1);
      columns.add(RexCompiler.of(BournAsofJoin.this, isLeft ? time : shifted(time)));
      columns.add(new Expression.Constant(Value.of(isLeft ? 0L : 1L)));
      for (int c = 0; c < leftWidth; c++) {
        columns.add(isLeft ? new Expression.Input(c) : missing());
      }
      for (int c = 0; c < rightWidth; c++) {
        columns.add(isLeft ? missing() : new Expression.Input(c));
      }
      Plan rows = new Plan.Project(BournRel.plan(rel), columns);
      return isLeft ? rows : new Plan.Filter(rows, present(info.rightKeys.size() + 1));
    }

    private RexNode shifted(RexNode time) {
      return RexUtil.shift(time, -leftWidth);
    }

    private static Expression missing() {
      return new Expression.Constant(Value.Nil.NIL);
    }

    /** A right row that lacks a key or the time is nobody's. */
    private static Expression present(int columns) {
      List<Expression> tests = new ArrayList<>();
      for (int c = 0; c < columns; c++) {
        tests.add(new Expression.Call(Tests.IS_NOT_NULL, List.of(new Expression.Input(c))));
      }
      return new Expression.Call(Logic.AND, tests);
    }

    private Plan kept(Plan rows, int side) {
      List<Expression> tests = new ArrayList<>();
      tests.add(
          new Expression.Call(
              Comparison.EQUAL,
              List.of(new Expression.Input(side), new Expression.Constant(Value.of(0L)))));
      int found = side + 1 + leftWidth + rightWidth;
      if (joinType != JoinRelType.LEFT_ASOF) {
        tests.add(new Expression.Call(Tests.IS_NOT_NULL, List.of(new Expression.Input(found))));
      }
      List<Expression> columns = new ArrayList<>();
      for (int c = 0; c < leftWidth; c++) {
        columns.add(new Expression.Input(side + 1 + c));
      }
      for (int c = 0; c < rightWidth; c++) {
        columns.add(new Expression.Input(found + 1 + c));
      }
      return new Plan.Project(
          new Plan.Filter(rows, new Expression.Call(Logic.AND, tests)), columns);
    }
  }
}
