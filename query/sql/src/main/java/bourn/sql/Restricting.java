package bourn.sql;

import bourn.columns.Restriction;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Moves what filters say of the values of one column into the scan below, where an index or a zone
 * map may serve it, and where it counts for how many rows are expected.
 */
final class Restricting extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof Filter filter && filter.getInput() instanceof BournScan scan
        ? restricted(filter, scan)
        : visited;
  }

  private static RelNode restricted(Filter filter, BournScan scan) {
    RexBuilder builder = filter.getCluster().getRexBuilder();
    List<Restriction> restrictions = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode condition : conditions(filter, builder)) {
      Restriction restriction = restriction(condition, scan);
      if (restriction == null) {
        rest.add(condition);
      } else {
        restrictions.add(restriction);
      }
    }
    BournScan less = scan.restricted(restrictions).tested(tests(rest, scan));
    if (less.width() == scan.width()) {
      return filter;
    }
    return rest.isEmpty()
        ? less
        : LogicalFilter.create(
            less,
            RexUtil.removeNullabilityCast(
                builder.getTypeFactory(), RexUtil.composeConjunction(builder, rest)));
  }

  /**
   * Takes from {@code conditions} those of one column whose values the table tests better. One that
   * can fail is only taken with all others, and comes after them.
   */
  private static List<RexNode> tests(List<RexNode> conditions, BournScan scan) {
    List<RexNode> tests = new ArrayList<>();
    List<RexNode> failing = new ArrayList<>();
    for (RexNode condition : conditions) {
      if (isTest(condition, scan)) {
        (Failing.canFail(condition) ? failing : tests).add(condition);
      }
    }
    if (tests.size() + failing.size() == conditions.size()) {
      tests.addAll(failing);
    }
    conditions.removeAll(tests);
    return tests;
  }

  private static boolean isTest(RexNode condition, BournScan scan) {
    ImmutableBitSet inputs = RelOptUtil.InputFinder.bits(condition);
    return inputs.cardinality() == 1
        && !RexUtil.containsCorrelation(condition)
        && scan.testsValues(inputs.nth(0));
  }

  /** Ranges are two conditions; lists stay one. */
  private static List<RexNode> conditions(Filter filter, RexBuilder builder) {
    List<RexNode> all = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      if (conjunct.getKind() == SqlKind.SEARCH && OneOf.of(conjunct, builder) == null) {
        all.addAll(RelOptUtil.conjunctions(RexUtil.expandSearch(builder, null, conjunct)));
      } else {
        all.add(conjunct);
      }
    }
    return all;
  }

  /** Returns the restriction that says all of {@code condition}, or null if none does. */
  private static @Nullable Restriction restriction(RexNode condition, BournScan scan) {
    if (!(condition instanceof RexCall call)) {
      return condition instanceof RexInputRef ref
          ? Restriction.equal(scan.column(ref.getIndex()), Value.of(true))
          : null;
    }
    if (call.getOperands().getFirst() instanceof RexInputRef ref) {
      if (call.getKind() == SqlKind.NOT) {
        return Restriction.equal(scan.column(ref.getIndex()), Value.of(false));
      }
      if (call.getKind() == SqlKind.IS_NOT_NULL) {
        return new Restriction(scan.column(ref.getIndex()), Value.Nil.NIL, false, null, false);
      }
    }
    return SqlKind.COMPARISON.contains(call.getKind()) ? comparison(call, scan) : null;
  }

  private static @Nullable Restriction comparison(RexCall call, BournScan scan) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (left instanceof RexInputRef ref && right instanceof RexLiteral literal) {
      return comparison(ref, call.getKind(), literal, scan);
    }
    return left instanceof RexLiteral literal && right instanceof RexInputRef ref
        ? comparison(ref, call.getKind().reverse(), literal, scan)
        : null;
  }

  /** A real compares with a decimal as with the real nearest to it, so 0.1 is 0.1. */
  private static Value literal(RexLiteral literal, SqlType type) {
    Value value = Literals.value(literal);
    boolean real = type == SqlType.DOUBLE || type == SqlType.REAL;
    return real && value instanceof Value.Decimal ? Value.of(Numbers.real(value)) : value;
  }

  private static @Nullable Restriction comparison(
      RexInputRef ref, SqlKind kind, RexLiteral literal, BournScan scan) {
    int column = scan.column(ref.getIndex());
    SqlType type = scan.type(column);
    if (literal.isNull() || type == SqlType.ANY || type == SqlType.BOOLEAN) {
      return null;
    }
    Value value = literal(literal, type);
    return switch (kind) {
      case EQUALS -> new Restriction(column, value, true, value, true);
      case GREATER_THAN -> new Restriction(column, value, false, null, false);
      case GREATER_THAN_OR_EQUAL -> new Restriction(column, value, true, null, false);
      case LESS_THAN -> new Restriction(column, Value.Nil.NIL, false, value, false);
      case LESS_THAN_OR_EQUAL -> new Restriction(column, Value.Nil.NIL, false, value, true);
      default -> null;
    };
  }
}
