package bourn.sql;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Makes semi-joins of {@code EXISTS}, {@code IN} and their opposites where they stand alone or
 * beside other conditions, and anti-joins of the opposites. What refers to the rows around it in
 * another place than a condition at the top of the sub-query is left to be decorrelated.
 */
final class SemiJoins extends RelHomogeneousShuttle {

  /** A sub-query beside the rows of which it says something; {@code condition} over both. */
  private record Side(JoinRelType type, RelNode rows, RexNode condition) {}

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof Filter filter
            && RexUtil.SubQueryFinder.find(filter.getCondition()) != null
        ? joined(filter)
        : visited;
  }

  private RelNode joined(Filter filter) {
    RelNode rows = filter.getInput();
    List<RexNode> all = RelOptUtil.conjunctions(filter.getCondition());
    List<RexNode> rest = new ArrayList<>();
    for (RexNode conjunct : all) {
      Side side = side(conjunct, filter);
      if (side == null) {
        rest.add(conjunct);
      } else {
        rows = LogicalJoin.create(rows, side.rows, List.of(), side.condition, Set.of(), side.type);
      }
    }
    if (rest.size() == all.size()) {
      return filter;
    }
    RexBuilder builder = filter.getCluster().getRexBuilder();
    RexNode condition = RexUtil.composeConjunction(builder, rest);
    return rest.isEmpty()
        ? rows
        : LogicalFilter.create(rows, condition, ImmutableSet.copyOf(filter.getVariablesSet()));
  }

  private @Nullable Side side(RexNode conjunct, Filter filter) {
    boolean not = conjunct.getKind() == SqlKind.NOT;
    RexNode inner = not ? ((RexCall) conjunct).getOperands().getFirst() : conjunct;
    if (!(inner instanceof RexSubQuery query)) {
      return null;
    }
    JoinRelType type = not ? JoinRelType.ANTI : JoinRelType.SEMI;
    return switch (query.getKind()) {
      case EXISTS -> exists(query, filter, type);
      case IN -> in(query, filter, type);
      default -> null;
    };
  }

  /** Only whether a row comes counts, whatever its columns are. */
  private @Nullable Side exists(RexSubQuery query, Filter filter, JoinRelType type) {
    RelNode rows = query.rel;
    while (rows instanceof Project project) {
      rows = project.getInput();
    }
    if (!(rows instanceof Filter inner) || filter.getVariablesSet().size() != 1) {
      return null;
    }
    CorrelationId around = filter.getVariablesSet().iterator().next();
    List<RexNode> between = new ArrayList<>();
    List<RexNode> within = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(inner.getCondition())) {
      (RexUtil.containsCorrelation(condition) ? between : within).add(condition);
    }
    RelNode side = inner.getInput();
    RexBuilder builder = filter.getCluster().getRexBuilder();
    if (!within.isEmpty()) {
      side =
          LogicalFilter.create(
              side,
              RexUtil.composeConjunction(builder, within),
              ImmutableSet.copyOf(inner.getVariablesSet()));
    }
    int width = filter.getRowType().getFieldCount();
    RexNode condition =
        RexUtil.composeConjunction(builder, between).accept(new Outward(around, width));
    return isCorrelated(side)
            || RexUtil.containsCorrelation(condition)
            || RexUtil.SubQueryFinder.find(condition) != null
            || !hasKey(condition, width)
        ? null
        : new Side(type, visit(side), condition);
  }

  private static boolean isCorrelated(RelNode rel) {
    return !RelOptUtil.getVariablesUsed(rel).isEmpty();
  }

  /** What is unknown, as where a value is missing, is not true; but its opposite is not, either. */
  private @Nullable Side in(RexSubQuery query, Filter filter, JoinRelType type) {
    RexBuilder builder = filter.getCluster().getRexBuilder();
    int width = filter.getRowType().getFieldCount();
    List<RexNode> equal = new ArrayList<>();
    for (int i = 0; i < query.getOperands().size(); i++) {
      RexNode operand = query.getOperands().get(i);
      RexNode found =
          builder.makeInputRef(query.rel.getRowType().getFieldList().get(i).getType(), width + i);
      boolean known = !operand.getType().isNullable() && !found.getType().isNullable();
      if (!(operand instanceof RexInputRef)
          || !CalciteTypes.sameWords(operand.getType(), found.getType())
          || (type == JoinRelType.ANTI && !known)) {
        return null;
      }
      equal.add(builder.makeCall(SqlStdOperatorTable.EQUALS, operand, found));
    }
    return isCorrelated(query.rel)
        ? null
        : new Side(type, visit(query.rel), RexUtil.composeConjunction(builder, equal));
  }

  private static boolean hasKey(RexNode condition, int width) {
    return RelOptUtil.conjunctions(condition).stream().anyMatch(c -> isKey(c, width));
  }

  private static boolean isKey(RexNode condition, int width) {
    return condition instanceof RexCall call
        && call.getKind() == SqlKind.EQUALS
        && call.getOperands().get(0) instanceof RexInputRef one
        && call.getOperands().get(1) instanceof RexInputRef other
        && one.getIndex() < width != other.getIndex() < width
        && CalciteTypes.sameWords(one.getType(), other.getType());
  }

  /** Makes of a condition within a sub-query one over the rows around it and its own. */
  private static final class Outward extends RexShuttle {

    private final CorrelationId around;
    private final int width;

    Outward(CorrelationId around, int width) {
      this.around = around;
      this.width = width;
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      return new RexInputRef(ref.getIndex() + width, ref.getType());
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      return access.getReferenceExpr() instanceof RexCorrelVariable variable
              && variable.id.equals(around)
          ? new RexInputRef(access.getField().getIndex(), access.getType())
          : access;
    }
  }
}
