package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Says conditions so that more of them reaches scans and joins: what is computed from literals is a
 * literal, what all branches of an {@code OR} demand stands before it, and so does what they demand
 * of one column where the {@code OR} is about several tables.
 */
final class Conditions extends RelHomogeneousShuttle {

  private static final Set<SqlKind> COMPUTED =
      EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.DIVIDE, SqlKind.CAST);

  private static final long NANOS_A_MICRO = 1_000;
  private static final long MILLIS_A_SECOND = 1_000;

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    if (!(visited instanceof Filter) && !(visited instanceof Join)) {
      return visited;
    }
    RelNode said = visited.accept(shuttle(visited));
    return said instanceof Filter filter && filter.getInput() instanceof Join
        ? filter.copy(filter.getTraitSet(), filter.getInput(), implied(filter))
        : said;
  }

  /** Returns the condition of {@code filter} with what it says of one column beside it. */
  private static RexNode implied(Filter filter) {
    RexBuilder builder = filter.getCluster().getRexBuilder();
    List<RexNode> all = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      all.add(conjunct);
      List<RexNode> branches = RelOptUtil.disjunctions(conjunct);
      if (branches.size() > 1 && RelOptUtil.InputFinder.bits(conjunct).cardinality() > 1) {
        for (int column : RelOptUtil.InputFinder.bits(branches.getFirst())) {
          RexNode demanded = demanded(branches, ImmutableBitSet.of(column), builder);
          if (demanded != null) {
            all.add(demanded);
          }
        }
      }
    }
    return RexUtil.composeConjunction(builder, all);
  }

  /** Returns what all of {@code branches} demand of a column; null if one demands nothing. */
  private static @Nullable RexNode demanded(
      List<RexNode> branches, ImmutableBitSet column, RexBuilder builder) {
    List<RexNode> demands = new ArrayList<>();
    for (RexNode branch : branches) {
      List<RexNode> own =
          RelOptUtil.conjunctions(branch).stream()
              .filter(part -> RelOptUtil.InputFinder.bits(part).equals(column))
              .filter(part -> !Failing.canFail(part))
              .toList();
      if (own.isEmpty()) {
        return null;
      }
      demands.add(RexUtil.composeConjunction(builder, own));
    }
    return RexUtil.composeDisjunction(builder, demands);
  }

  private static RexShuttle shuttle(RelNode rel) {
    return new RexShuttle() {
      @Override
      public RexNode visitCall(RexCall call) {
        RexCall visited = (RexCall) super.visitCall(call);
        return visited.getKind() == SqlKind.OR
            ? factored(visited, rel.getCluster().getRexBuilder())
            : computed(visited, rel);
      }
    };
  }

  /** {@code a AND b OR a AND c} is {@code a AND (b OR c)}. */
  private static RexNode factored(RexCall or, RexBuilder builder) {
    List<List<RexNode>> branches =
        RelOptUtil.disjunctions(or).stream().map(RelOptUtil::conjunctions).toList();
    Set<RexNode> common = new LinkedHashSet<>(branches.getFirst());
    common.removeIf(Failing::canFail);
    branches.forEach(common::retainAll);
    if (common.isEmpty()) {
      return or;
    }
    List<RexNode> rest = new ArrayList<>();
    for (List<RexNode> branch : branches) {
      List<RexNode> left = branch.stream().filter(part -> !common.contains(part)).toList();
      rest.add(RexUtil.composeConjunction(builder, left));
    }
    List<RexNode> all = new ArrayList<>(common);
    all.add(RexUtil.composeDisjunction(builder, rest));
    return RexUtil.composeConjunction(builder, all);
  }

  private static RexNode computed(RexCall call, RelNode rel) {
    boolean literals = call.getOperands().stream().allMatch(RexLiteral.class::isInstance);
    if (!literals || !COMPUTED.contains(call.getKind()) || call.getType().isNullable()) {
      return call;
    }
    try {
      Value value = value(RexCompiler.of(rel, call));
      RexNode literal = literal(value, call.getType(), rel.getCluster().getRexBuilder());
      return literal == null ? call : literal;
    } catch (QueryException | IllegalArgumentException e) {
      // It fails, with its place in the text, when a row asks for it, which may be never.
      return call;
    }
  }

  private static Value value(Expression expression) {
    return switch (expression) {
      case Expression.Constant(Value value) -> value;
      case Expression.Input input ->
          throw new IllegalArgumentException("no row is there: " + input);
      case Expression.Call call ->
          call.function()
              .apply(call.arguments().stream().map(Conditions::value).toArray(Value[]::new));
    };
  }

  /** Returns the literal of {@code value}, or null where none says it exactly. */
  private static @Nullable RexNode literal(Value value, RelDataType type, RexBuilder builder) {
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          value instanceof Value.Int(long whole)
              ? builder.makeExactLiteral(BigDecimal.valueOf(whole), type)
              : null;
      case DECIMAL ->
          value instanceof Value.Decimal(BigDecimal decimal)
              ? builder.makeExactLiteral(decimal, type)
              : null;
      case DATE ->
          value instanceof Value.Time(long micros)
              ? builder.makeDateLiteral(
                  DateString.fromDaysSinceEpoch((int) (micros / Times.MICROS_A_DAY)))
              : null;
      case TIMESTAMP ->
          value instanceof Value.Time(long micros)
              ? builder.makeTimestampLiteral(timestamp(micros), type.getPrecision())
              : null;
      default -> null;
    };
  }

  private static TimestampString timestamp(long micros) {
    long second = Math.floorDiv(micros, Times.MICROS_A_SECOND);
    long rest = Math.floorMod(micros, Times.MICROS_A_SECOND);
    return TimestampString.fromMillisSinceEpoch(second * MILLIS_A_SECOND)
        .withNanos((int) (rest * NANOS_A_MICRO));
  }
}
