package bourn.sql;

import bourn.columns.Restriction;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Makes scans of tables, with what filters and projections above them say moved into them. */
final class Scans {

  private Scans() {}

  /**
   * A scan of some columns of a table.
   *
   * @param columns those of the table, in the order of the plan's
   */
  record Source(Plan plan, List<Integer> columns) {

    /** Returns {@code expressions} over the table's columns as expressions over the plan's. */
    List<RexNode> rebase(List<RexNode> expressions) {
      return Scans.rebase(expressions, columns);
    }
  }

  static Plan all(TableScan scan) {
    List<Integer> columns = ImmutableBitSet.range(scan.getRowType().getFieldCount()).asList();
    return new Plan.Scan(table(scan).rows(), columns, List.of());
  }

  private static SqlTable table(TableScan scan) {
    return Objects.requireNonNull(scan.getTable().unwrap(CatalogTable.class)).table();
  }

  /**
   * Returns a scan that gives the columns {@code used} of {@code rel}, or null if {@code rel} is no
   * table, filtered or not.
   */
  static @Nullable Source source(RelNode rel, ImmutableBitSet used) {
    List<RexNode> conditions = new ArrayList<>();
    RelNode below = rel;
    while (below instanceof Filter filter) {
      RexNode expanded =
          RexUtil.expandSearch(filter.getCluster().getRexBuilder(), null, filter.getCondition());
      conditions.addAll(0, RelOptUtil.conjunctions(expanded));
      below = filter.getInput();
    }
    return below instanceof TableScan scan ? source(scan, conditions, used) : null;
  }

  private static Source source(TableScan scan, List<RexNode> conditions, ImmutableBitSet used) {
    SqlTable table = table(scan);
    List<Restriction> restrictions = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode condition : conditions) {
      Restriction restriction = restriction(condition, table);
      if (restriction == null) {
        rest.add(condition);
      } else {
        restrictions.add(restriction);
      }
    }
    List<Integer> columns = used.union(RelOptUtil.InputFinder.bits(rest, null)).asList();
    Plan plan = new Plan.Scan(table.rows(), columns, restrictions);
    if (!rest.isEmpty()) {
      RexNode all = RexUtil.composeConjunction(scan.getCluster().getRexBuilder(), rest);
      plan = RelCompiler.filtered(plan, rebase(List.of(all), columns).getFirst(), scan);
    }
    return new Source(plan, columns);
  }

  private static List<RexNode> rebase(List<RexNode> expressions, List<Integer> columns) {
    RexShuttle shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(columns.indexOf(ref.getIndex()), ref.getType());
          }
        };
    return shuttle.visitList(expressions);
  }

  /** Returns the restriction that says all of {@code condition}, or null if none does. */
  private static @Nullable Restriction restriction(RexNode condition, SqlTable table) {
    if (!(condition instanceof RexCall call)) {
      return condition instanceof RexInputRef ref
          ? Restriction.equal(ref.getIndex(), Value.of(true))
          : null;
    }
    if (call.getOperands().getFirst() instanceof RexInputRef ref) {
      if (call.getKind() == SqlKind.NOT) {
        return Restriction.equal(ref.getIndex(), Value.of(false));
      }
      if (call.getKind() == SqlKind.IS_NOT_NULL) {
        return new Restriction(ref.getIndex(), Value.Nil.NIL, false, null, false);
      }
    }
    return call.getOperands().size() == 2 ? comparison(call, table) : null;
  }

  private static @Nullable Restriction comparison(RexCall call, SqlTable table) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (left instanceof RexInputRef ref && right instanceof RexLiteral literal) {
      return comparison(ref, call.getKind(), literal, table);
    }
    return left instanceof RexLiteral literal && right instanceof RexInputRef ref
        ? comparison(ref, call.getKind().reverse(), literal, table)
        : null;
  }

  /** A real compares with a decimal as with the real nearest to it, so 0.1 is 0.1. */
  private static Value literal(RexLiteral literal, SqlType type) {
    Value value = Literals.value(literal);
    boolean real = type == SqlType.DOUBLE || type == SqlType.REAL;
    return real && value instanceof Value.Decimal ? Value.of(Numbers.real(value)) : value;
  }

  private static @Nullable Restriction comparison(
      RexInputRef ref, SqlKind kind, RexLiteral literal, SqlTable table) {
    SqlType type = table.columns().get(ref.getIndex()).type();
    if (literal.isNull() || type == SqlType.ANY || type == SqlType.BOOLEAN) {
      return null;
    }
    int column = ref.getIndex();
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
