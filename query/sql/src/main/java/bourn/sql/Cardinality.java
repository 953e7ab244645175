package bourn.sql;

import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** How many rows operators are expected to give. */
final class Cardinality {

  /*
   * Tables know how many rows they have, and guess how many a restriction leaves; of columns no more
   * is known than which are keys. Columns that are joined are taken to hold the same values, as many
   * as the domain of the pair: that of a key, if one of them is, and else the rows of the smaller
   * table, as it is most likely the one that is referred to.
   */

  private static final double EQUAL = 0.1;
  private static final double OTHER = 1.0 / 3;
  private static final double ROWS_A_GROUP = 4;

  private final IdentityHashMap<RelNode, Double> known = new IdentityHashMap<>();

  /**
   * How many values a column can have.
   *
   * @param key whether each of its rows has another one
   */
  record Domain(double values, boolean key) {

    /** Returns the domain of two columns of which each row of one is paired with its equals. */
    Domain joined(Domain other) {
      if (key == other.key) {
        return new Domain(
            key ? Math.max(values, other.values) : Math.min(values, other.values), key);
      }
      return key ? this : other;
    }
  }

  double rows(RelNode rel) {
    RelNode stripped = rel.stripped();
    Double rows = known.get(stripped);
    if (rows == null) {
      rows = Math.max(1, count(stripped));
      known.put(stripped, rows);
    }
    return rows;
  }

  private double count(RelNode rel) {
    return switch (rel) {
      case BournScan scan -> scan.rows();
      case BournDatalog datalog -> datalog.rows();
      case Values values -> values.getTuples().size();
      case Filter filter -> rows(filter.getInput()) * selectivity(filter.getCondition());
      case Join join -> join(join);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> Math.min(rows(sort.getInput()), limit(sort.fetch));
      case Union union -> union.getInputs().stream().mapToDouble(this::rows).sum();
      default -> rel.getInputs().isEmpty() ? 1 : rows(rel.getInput(0));
    };
  }

  /** Returns which part of rows satisfies {@code condition}. */
  static double selectivity(RexNode condition) {
    double part = 1;
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      part *=
          switch (conjunct.getKind()) {
            case EQUALS, IS_NULL, LIKE -> EQUAL;
            default -> OTHER;
          };
    }
    return part;
  }

  private double join(Join join) {
    double left = rows(join.getLeft());
    double right = rows(join.getRight());
    JoinInfo info = join.analyzeCondition();
    double pairs = left * right;
    for (int i = 0; i < info.leftKeys.size(); i++) {
      Domain one = domain(join.getLeft(), info.leftKeys.get(i));
      pairs /= Math.max(1, one.joined(domain(join.getRight(), info.rightKeys.get(i))).values);
    }
    for (RexNode condition : info.nonEquiConditions) {
      pairs *= selectivity(condition);
    }
    return kept(join.getJoinType(), left, right, pairs);
  }

  /** Returns how many rows of a join of {@code pairs} pairs are kept. */
  static double kept(JoinRelType type, double left, double right, double pairs) {
    return switch (type) {
      case SEMI -> Math.min(left, pairs);
      case ANTI -> Math.max(left - pairs, left * EQUAL);
      case LEFT -> Math.max(left, pairs);
      case RIGHT -> Math.max(right, pairs);
      case FULL -> Math.max(left, pairs) + Math.max(right, pairs) - pairs;
      default -> pairs;
    };
  }

  private double aggregate(Aggregate aggregate) {
    double rows = rows(aggregate.getInput());
    if (aggregate.getGroupSet().isEmpty()) {
      return 1;
    }
    for (int key : aggregate.getGroupSet()) {
      if (domain(aggregate.getInput(), key).key) {
        return rows;
      }
    }
    return rows / ROWS_A_GROUP;
  }

  private static double limit(@Nullable RexNode fetch) {
    return fetch instanceof RexLiteral literal
        ? RexLiteral.bigDecimalValue(literal).doubleValue()
        : Double.POSITIVE_INFINITY;
  }

  /** Returns how many values column {@code index} can have before anything is left out. */
  Domain domain(RelNode rel, int index) {
    RelNode stripped = rel.stripped();
    return switch (stripped) {
      case BournScan scan -> new Domain(scan.different(index), scan.unique(index));
      case Filter filter -> domain(filter.getInput(), index);
      case Sort sort -> domain(sort.getInput(), index);
      case Project project ->
          project.getProjects().get(index) instanceof RexInputRef ref
              ? domain(project.getInput(), ref.getIndex())
              : new Domain(rows(stripped), false);
      case Join join -> joined(join, index);
      case Aggregate aggregate when index < aggregate.getGroupCount() -> group(aggregate, index);
      default -> new Domain(rows(stripped), false);
    };
  }

  private Domain joined(Join join, int index) {
    int width = join.getLeft().getRowType().getFieldCount();
    Domain below =
        index < width ? domain(join.getLeft(), index) : domain(join.getRight(), index - width);
    return new Domain(below.values, false);
  }

  private Domain group(Aggregate aggregate, int index) {
    List<Integer> keys = aggregate.getGroupSet().asList();
    Domain below = domain(aggregate.getInput(), keys.get(index));
    return keys.size() == 1 ? new Domain(Math.min(below.values, rows(aggregate)), true) : below;
  }
}
