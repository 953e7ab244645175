package bourn.sql;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Pairs of rows; the keys are what of the condition can be looked up by words. */
final class BournJoin extends Join implements BournRel {

  private BournJoin(
      RelTraitSet traits, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    super(left.getCluster(), traits, List.of(), left, right, condition, Set.of(), type);
  }

  static BournJoin of(LogicalJoin logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournJoin(
        traits, inputs.get(0), inputs.get(1), logical.getCondition(), logical.getJoinType());
  }

  @Override
  public Join copy(
      RelTraitSet traits,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean semiJoinDone) {
    return new BournJoin(traits, left, right, condition, type);
  }

  @Override
  public Plan plan() {
    JoinInfo info = JoinInfo.createWithStrictEquality(left, right, condition);
    JoinKeys keys = new JoinKeys(left, right);
    List<RexNode> rest = new ArrayList<>();
    for (RexNode other : info.nonEquiConditions) {
      if (!keys.addNullSafe(other)) {
        rest.add(other);
      }
    }
    for (int i = 0; i < info.leftKeys.size(); i++) {
      if (!keys.add(info.leftKeys.get(i), info.rightKeys.get(i))) {
        rest.add(equality(info.leftKeys.get(i), info.rightKeys.get(i)));
      }
    }
    RexNode residual = RexUtil.composeConjunction(getCluster().getRexBuilder(), rest);
    return keys.join(
        type(joinType), residual.isAlwaysTrue() ? null : RexCompiler.of(this, residual));
  }

  private RexNode equality(int leftKey, int rightKey) {
    return RelOptUtil.createEquiJoinCondition(
        left, List.of(leftKey), right, List.of(rightKey), getCluster().getRexBuilder());
  }

  private static Plan.JoinType type(JoinRelType type) {
    return switch (type) {
      case INNER -> Plan.JoinType.INNER;
      case LEFT -> Plan.JoinType.LEFT;
      case RIGHT -> Plan.JoinType.RIGHT;
      case FULL -> Plan.JoinType.FULL;
      case SEMI -> Plan.JoinType.SEMI;
      case ANTI -> Plan.JoinType.ANTI;
      default -> throw SqlErrors.unsupported("a join of type " + type);
    };
  }
}
