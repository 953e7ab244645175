package bourn.sql;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** Leaves out constants where Calcite's rules go wrong with them. */
final class Constants {

  private Constants() {}

  /** One group of a constant, of rows that may be none, is the first of the rows. */
  static RelNode withoutGroups(RelNode rel) {
    return new RelHomogeneousShuttle() {
      @Override
      public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (!(visited instanceof Aggregate aggregate) || !isOneGroup(aggregate)) {
          return visited;
        }
        return aggregate.getAggCallList().isEmpty() ? first(aggregate) : counted(aggregate);
      }
    }.visit(rel);
  }

  private static boolean isOneGroup(Aggregate aggregate) {
    return aggregate.getInput() instanceof Project project
        && !aggregate.getGroupSet().isEmpty()
        && aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && aggregate.getGroupSet().asList().stream()
            .allMatch(key -> project.getProjects().get(key) instanceof RexLiteral)
        && aggregate.getAggCallList().stream()
            .allMatch(call -> call.getCollation().getFieldCollations().isEmpty())
        && RelOptUtil.getVariablesUsed(project).isEmpty();
  }

  private static RelNode first(Aggregate aggregate) {
    Project project = (Project) aggregate.getInput();
    RexBuilder builder = aggregate.getCluster().getRexBuilder();
    List<RexNode> keys =
        aggregate.getGroupSet().asList().stream().map(project.getProjects()::get).toList();
    List<String> names = aggregate.getRowType().getFieldNames();
    RelNode rows = LogicalProject.create(project.getInput(), List.of(), keys, names, Set.of());
    RexNode one = builder.makeExactLiteral(BigDecimal.ONE);
    return LogicalSort.create(rows, RelCollations.EMPTY, null, one);
  }

  /** One group of all rows, if there are any. */
  private static RelNode counted(Aggregate aggregate) {
    Project project = (Project) aggregate.getInput();
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(aggregate.getCluster(), null);
    builder.push(project);
    List<RelBuilder.AggCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      RelBuilder.AggCall same =
          builder
              .aggregateCall(call.getAggregation(), builder.fields(call.getArgList()))
              .distinct(call.isDistinct());
      calls.add(call.filterArg < 0 ? same : same.filter(builder.field(call.filterArg)));
    }
    calls.add(builder.countStar("rows"));
    builder.aggregate(builder.groupKey(), calls);
    RexNode rows = builder.field(calls.size() - 1);
    builder.filter(builder.call(SqlStdOperatorTable.GREATER_THAN, rows, builder.literal(0)));
    List<RexNode> kept = new ArrayList<>();
    aggregate.getGroupSet().forEachInt(key -> kept.add(project.getProjects().get(key)));
    RexBuilder rex = aggregate.getCluster().getRexBuilder();
    for (int c = 0; c < calls.size() - 1; c++) {
      RelDataType type = aggregate.getAggCallList().get(c).getType();
      kept.add(rex.makeAbstractCast(type, builder.field(c), false));
    }
    return builder.project(kept, aggregate.getRowType().getFieldNames(), true).build();
  }

  /** All rows are of one partition of a constant, and peers in the order of one. */
  static RelNode withoutWindowKeys(RelNode rel) {
    RexBuilder builder = rel.getCluster().getRexBuilder();
    RexShuttle shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            RexOver visited = (RexOver) super.visitOver(over);
            List<RexNode> partition =
                visited.getWindow().partitionKeys.stream()
                    .filter(key -> !(key instanceof RexLiteral))
                    .toList();
            List<RexFieldCollation> order =
                visited.getWindow().orderKeys.stream()
                    .filter(key -> !(key.left instanceof RexLiteral))
                    .toList();
            return partition.size() == visited.getWindow().partitionKeys.size()
                    && order.size() == visited.getWindow().orderKeys.size()
                ? visited
                : over(builder, visited, partition, order);
          }
        };
    return new RelHomogeneousShuttle() {
      @Override
      public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        RelNode without = visited instanceof Project ? visited.accept(shuttle) : visited;
        return without instanceof Project project && project.containsOver()
            ? apart(project)
            : without;
      }
    }.visit(rel);
  }

  /** Puts constants beside window functions into an operator of their own. */
  private static RelNode apart(Project project) {
    RexBuilder builder = project.getCluster().getRexBuilder();
    List<RexNode> others =
        project.getProjects().stream().filter(node -> !(node instanceof RexLiteral)).toList();
    boolean bare = RelOptUtil.InputFinder.bits(others, null).isEmpty();
    if (others.size() == project.getProjects().size() && !bare) {
      return project;
    }
    RelNode input = project.getInput();
    if (bare) {
      input = withColumn(input, builder);
      others = new ArrayList<>(others);
      others.add(builder.makeInputRef(input, 0));
    }
    RelNode inner = LogicalProject.create(input, List.of(), others, (List<String>) null, Set.of());
    List<RexNode> all = new ArrayList<>();
    int next = 0;
    for (RexNode node : project.getProjects()) {
      all.add(node instanceof RexLiteral ? node : builder.makeInputRef(inner, next++));
    }
    return LogicalProject.create(
        inner, List.of(), all, project.getRowType().getFieldNames(), Set.of());
  }

  /** The rules need a column that is read, whichever it is. */
  private static RelNode withColumn(RelNode input, RexBuilder builder) {
    RexNode one = builder.makeExactLiteral(BigDecimal.ONE);
    return input.getRowType().getFieldCount() > 0
        ? input
        : LogicalProject.create(input, List.of(), List.of(one), List.of("one"), Set.of());
  }

  private static RexNode over(
      RexBuilder builder, RexOver over, List<RexNode> partition, List<RexFieldCollation> order) {
    return builder.makeOver(
        over.getType(),
        over.getAggOperator(),
        over.getOperands(),
        partition,
        ImmutableList.copyOf(order),
        over.getWindow().getLowerBound(),
        over.getWindow().getUpperBound(),
        over.getWindow().getExclude(),
        over.getWindow().isRows(),
        true,
        false,
        over.isDistinct(),
        over.ignoreNulls());
  }
}
