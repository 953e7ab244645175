package bourn.sql;

import bourn.engine.AggregateCall;
import bourn.engine.Expression;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Makes a plan of optimised relational operators. */
final class RelCompiler {

  Plan compile(RelNode rel) {
    return switch (rel) {
      case TableScan scan -> Scans.all(scan);
      case Project project -> project(project);
      case Filter filter -> filter(filter);
      case Join join -> join(join);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> sort(sort);
      case Union union -> union(union);
      case Values values -> values(values);
      case Correlate correlate ->
          throw SqlErrors.unsupported("a sub-query that refers to the query around it in this way");
      case Window window -> throw SqlErrors.unsupported("a window function (OVER)");
      default -> throw SqlErrors.unsupported(rel.getRelTypeName().replace("Logical", ""));
    };
  }

  private Plan project(Project project) {
    List<RexNode> expressions = project.getProjects();
    Scans.@Nullable Source source = Scans.source(project.getInput(), used(expressions));
    if (source != null) {
      return new Plan.Project(source.plan(), compileAll(source.rebase(expressions), project));
    }
    return new Plan.Project(compile(project.getInput()), compileAll(expressions, project));
  }

  private static ImmutableBitSet used(List<RexNode> expressions) {
    return RelOptUtil.InputFinder.bits(expressions, null);
  }

  private static List<Expression> compileAll(List<RexNode> expressions, RelNode rel) {
    RexCompiler compiler = new RexCompiler(rel.getCluster().getRexBuilder());
    return expressions.stream().map(compiler::compile).toList();
  }

  private Plan filter(Filter filter) {
    Scans.@Nullable Source source =
        Scans.source(filter, ImmutableBitSet.range(filter.getRowType().getFieldCount()));
    return source != null
        ? source.plan()
        : filtered(compile(filter.getInput()), filter.getCondition(), filter);
  }

  /** Conditions that can fail look only at rows that satisfy those that cannot. */
  static Plan filtered(Plan input, RexNode condition, RelNode rel) {
    List<RexNode> safe = new ArrayList<>();
    List<RexNode> failing = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      (Failing.canFail(conjunct) ? failing : safe).add(conjunct);
    }
    Plan plan = input;
    for (List<RexNode> part : List.of(safe, failing)) {
      if (!part.isEmpty()) {
        RexNode all = RexUtil.composeConjunction(rel.getCluster().getRexBuilder(), part);
        plan = new Plan.Filter(plan, compileAll(List.of(all), rel).getFirst());
      }
    }
    return plan;
  }

  private Plan join(Join join) {
    JoinInfo info =
        JoinInfo.createWithStrictEquality(join.getLeft(), join.getRight(), join.getCondition());
    List<Integer> leftKeys = new ArrayList<>();
    List<Integer> rightKeys = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>(info.nonEquiConditions);
    for (int i = 0; i < info.leftKeys.size(); i++) {
      int left = info.leftKeys.get(i);
      int right = info.rightKeys.get(i);
      if (sameWords(type(join.getLeft(), left), type(join.getRight(), right))) {
        leftKeys.add(left);
        rightKeys.add(right);
      } else {
        rest.add(
            RelOptUtil.createEquiJoinCondition(
                join.getLeft(),
                List.of(left),
                join.getRight(),
                List.of(right),
                join.getCluster().getRexBuilder()));
      }
    }
    RexNode residual = RexUtil.composeConjunction(join.getCluster().getRexBuilder(), rest);
    return new Plan.Join(
        compile(join.getLeft()),
        compile(join.getRight()),
        leftKeys,
        rightKeys,
        type(join.getJoinType()),
        residual.isAlwaysTrue() ? null : compileAll(List.of(residual), join).getFirst());
  }

  private static RelDataType type(RelNode rel, int field) {
    return rel.getRowType().getFieldList().get(field).getType();
  }

  /** Whether equal values of both types always have equal words. */
  private static boolean sameWords(RelDataType left, RelDataType right) {
    SqlType one = CalciteTypes.type(left);
    return (CalciteTypes.isWhole(left) && CalciteTypes.isWhole(right))
        || (CalciteTypes.isReal(left) && CalciteTypes.isReal(right))
        || (one != SqlType.ANY && one == CalciteTypes.type(right));
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

  private Plan aggregate(Aggregate aggregate) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw SqlErrors.unsupported("GROUPING SETS, ROLLUP or CUBE with these aggregates");
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
      if (!call.getCollation().getFieldCollations().isEmpty() || call.distinctKeys != null) {
        throw SqlErrors.unsupported("WITHIN GROUP or WITHIN DISTINCT");
      }
      calls.add(
          new AggregateCall(
              Aggregates.of(call, aggregate),
              call.getArgList(),
              call.isDistinct() && !call.getArgList().isEmpty(),
              call.filterArg));
    }
    return new Plan.Aggregate(
        compile(aggregate.getInput()), aggregate.getGroupSet().asList(), calls);
  }

  private Plan sort(Sort sort) {
    List<Plan.SortKey> keys = new ArrayList<>();
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      boolean descending = key.getDirection().isDescending();
      boolean nullsLast =
          key.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
              ? !descending
              : key.nullDirection == RelFieldCollation.NullDirection.LAST;
      keys.add(new Plan.SortKey(key.getFieldIndex(), descending, nullsLast));
    }
    return new Plan.Sort(
        compile(sort.getInput()), keys, rows(sort.offset, 0), rows(sort.fetch, Long.MAX_VALUE));
  }

  private static long rows(@Nullable RexNode count, long otherwise) {
    if (count == null) {
      return otherwise;
    }
    if (count instanceof RexLiteral literal) {
      return RexLiteral.bigDecimalValue(literal).longValueExact();
    }
    throw SqlErrors.unsupported("LIMIT or OFFSET by an expression");
  }

  private Plan union(Union union) {
    Plan all = new Plan.Union(union.getInputs().stream().map(this::compile).toList());
    return union.all ? all : new Plan.Distinct(all);
  }

  private static Plan values(Values values) {
    List<List<Value>> rows = new ArrayList<>();
    for (List<RexLiteral> tuple : values.getTuples()) {
      rows.add(tuple.stream().map(Literals::value).toList());
    }
    return new Plan.Rows(values.getRowType().getFieldCount(), rows);
  }
}
