package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.engine.Plan;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * The columns of two inputs whose words are looked up. A missing value is never found by them, so
 * where it is to be, it has another one's place: in a column beside those of the input.
 */
final class JoinKeys {

  private static final Value PLACE = Keyword.of("bourn.sql/missing");

  private static final Function PRESENT =
      new Function() {
        @Override
        public String name() {
          return "PRESENT";
        }

        @Override
        public Value apply(Value[] arguments) {
          return arguments[0] instanceof Value.Nil ? PLACE : arguments[0];
        }
      };

  private final RelNode left;
  private final RelNode right;
  private final int leftWidth;
  private final List<Integer> leftKeys = new ArrayList<>();
  private final List<Integer> rightKeys = new ArrayList<>();
  private final List<Integer> leftPresent = new ArrayList<>();
  private final List<Integer> rightPresent = new ArrayList<>();

  JoinKeys(RelNode left, RelNode right) {
    this.left = left;
    this.right = right;
    this.leftWidth = left.getRowType().getFieldCount();
  }

  /** Adds two columns that must be equal; returns false if words do not say whether they are. */
  boolean add(int leftKey, int rightKey) {
    boolean comparable = comparable(leftKey, rightKey);
    if (comparable) {
      leftKeys.add(leftKey);
      rightKeys.add(rightKey);
    }
    return comparable;
  }

  private boolean comparable(int leftKey, int rightKey) {
    return CalciteTypes.sameWords(type(left, leftKey), type(right, rightKey));
  }

  private static RelDataType type(RelNode rel, int field) {
    return rel.getRowType().getFieldList().get(field).getType();
  }

  /** Adds two columns that must be equal or both missing, if that is what the condition says. */
  boolean addNullSafe(RexNode condition) {
    if (condition.getKind() != SqlKind.IS_NOT_DISTINCT_FROM
        || !(condition instanceof RexCall call)
        || !(call.getOperands().get(0) instanceof RexInputRef one)
        || !(call.getOperands().get(1) instanceof RexInputRef other)) {
      return false;
    }
    int least = Math.min(one.getIndex(), other.getIndex());
    int greatest = Math.max(one.getIndex(), other.getIndex()) - leftWidth;
    if (least >= leftWidth || greatest < 0 || !comparable(least, greatest)) {
      return false;
    }
    leftPresent.add(least);
    rightPresent.add(greatest);
    return true;
  }

  /**
   * Returns the join.
   *
   * @param residual over the columns of both inputs
   */
  Plan join(Plan.JoinType type, @Nullable Expression residual) {
    Plan one = BournRel.plan(left);
    Plan other = BournRel.plan(right);
    if (leftPresent.isEmpty()) {
      return new Plan.Join(one, other, leftKeys, rightKeys, type, residual);
    }
    int added = leftPresent.size();
    int rightWidth = other.width();
    for (int k = 0; k < added; k++) {
      leftKeys.add(leftWidth + k);
      rightKeys.add(rightWidth + k);
    }
    Plan joined =
        new Plan.Join(
            with(one, leftPresent),
            with(other, rightPresent),
            leftKeys,
            rightKeys,
            type,
            residual == null ? null : shifted(residual, added));
    return without(joined, type.onlyLeft() ? 0 : rightWidth, added);
  }

  private static Plan with(Plan plan, List<Integer> columns) {
    List<Expression> all = inputs(0, plan.width());
    for (int column : columns) {
      all.add(new Expression.Call(PRESENT, List.of(new Expression.Input(column))));
    }
    return new Plan.Project(plan, all);
  }

  private Plan without(Plan joined, int rightWidth, int added) {
    List<Expression> kept = inputs(0, leftWidth);
    kept.addAll(inputs(leftWidth + added, leftWidth + added + rightWidth));
    return new Plan.Project(joined, kept);
  }

  private static List<Expression> inputs(int from, int until) {
    List<Expression> inputs = new ArrayList<>();
    for (int column = from; column < until; column++) {
      inputs.add(new Expression.Input(column));
    }
    return inputs;
  }

  private Expression shifted(Expression expression, int by) {
    return switch (expression) {
      case Expression.Input(int index) ->
          index < leftWidth ? expression : new Expression.Input(index + by);
      case Expression.Constant constant -> constant;
      case Expression.Call(Function function, List<Expression> arguments) ->
          new Expression.Call(function, arguments.stream().map(a -> shifted(a, by)).toList());
    };
  }
}
