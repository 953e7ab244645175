package bourn.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/** The phases that come before {@link Physical}: what they do is better whatever it costs. */
final class Phases {

  private static final List<RelOptRule> SUB_QUERIES =
      List.of(
          CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
          CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE,
          CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

  private static final List<RelOptRule> SETS =
      List.of(
          CoreRules.UNION_TO_DISTINCT,
          CoreRules.INTERSECT_TO_DISTINCT,
          CoreRules.MINUS_TO_DISTINCT,
          CoreRules.AGGREGATE_GROUPING_SETS_TO_UNION,
          CoreRules.AGGREGATE_REMOVE);

  private static final List<RelOptRule> FILTERS =
      List.of(
          CoreRules.FILTER_REDUCE_EXPRESSIONS,
          CoreRules.PROJECT_REDUCE_EXPRESSIONS,
          CoreRules.JOIN_REDUCE_EXPRESSIONS,
          CoreRules.FILTER_MERGE,
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          CoreRules.JOIN_PUSH_EXPRESSIONS,
          CoreRules.FILTER_PROJECT_TRANSPOSE,
          CoreRules.FILTER_AGGREGATE_TRANSPOSE,
          CoreRules.FILTER_SET_OP_TRANSPOSE,
          CoreRules.PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE);

  private static final List<RelOptRule> WINDOWS =
      List.of(CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW);

  private static final List<RelOptRule> TIDY =
      List.of(
          CoreRules.PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE,
          CoreRules.FILTER_MERGE,
          CoreRules.SORT_REMOVE_CONSTANT_KEYS,
          CoreRules.UNION_MERGE);

  private static final HepMatchOrder BOTTOM_UP = HepMatchOrder.BOTTOM_UP;

  private Phases() {}

  static RelNode optimise(RelNode statement) {
    RelNode rel = new Windowing().visit(new Unspooled().visit(statement));
    rel = run(new SemiJoins().visit(rel), SUB_QUERIES, HepMatchOrder.ARBITRARY);
    rel = decorrelated(new Unnesting().visit(rel));
    rel = run(new SetCounts().visit(rel), SETS, BOTTOM_UP);
    rel = run(new Conditions().visit(rel), FILTERS, HepMatchOrder.TOP_DOWN);
    rel = new Restricting().visit(rel);
    rel = new RelFieldTrimmer(null, builder(rel)).trim(rel);
    rel = new JoinOrder().visit(rel);
    rel = run(Constants.withoutWindowKeys(rel), WINDOWS, BOTTOM_UP);
    return run(rel, TIDY, HepMatchOrder.TOP_DOWN);
  }

  /** Makes joins of sub-queries that refer to the rows around them. */
  private static RelNode decorrelated(RelNode rel) {
    if (!Uncorrelated.isNeeded(rel)) {
      return rel;
    }
    RelNode reduced = run(rel, List.of(CoreRules.FILTER_REDUCE_EXPRESSIONS), BOTTOM_UP);
    RelNode prepared =
        Constants.withoutGroups(new OneRow().visit(new Uncorrelated().visit(reduced)));
    RelNode joined = RelDecorrelator.decorrelateQuery(prepared, builder(prepared));
    return new Counted().visit(new Uncorrelated().visit(joined));
  }

  private static RelBuilder builder(RelNode rel) {
    return RelFactories.LOGICAL_BUILDER.create(rel.getCluster(), null);
  }

  private static RelNode run(RelNode rel, List<RelOptRule> rules, HepMatchOrder order) {
    HepProgramBuilder program = HepProgram.builder().addMatchOrder(order);
    program.addRuleCollection(rules);
    HepPlanner planner =
        new HepPlanner(program.build(), rel.getCluster().getPlanner().getContext());
    planner.setRoot(rel);
    return planner.findBestExp();
  }
}
