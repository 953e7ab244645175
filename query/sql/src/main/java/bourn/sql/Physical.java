package bourn.sql;

import java.util.List;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCostImpl;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.JoinCommuteRule;

/** The last phase: of the ways to run a statement, takes the one that costs least. */
final class Physical {

  /** A full join indexes its right input. */
  private static final RelOptRule SWAP_FULL =
      JoinCommuteRule.Config.DEFAULT
          .withSwapOuter(true)
          .withOperandSupplier(
              operand ->
                  operand
                      .operand(LogicalJoin.class)
                      .predicate(join -> join.getJoinType() == JoinRelType.FULL)
                      .anyInputs())
          .toRule();

  /** What can be done in more ways than one. */
  private static final List<RelOptRule> CHOICES =
      List.of(
          SWAP_FULL,
          CoreRules.PROJECT_TO_SEMI_JOIN,
          CoreRules.AGGREGATE_TO_SEMI_JOIN,
          CoreRules.SORT_PROJECT_TRANSPOSE,
          CoreRules.PROJECT_MERGE);

  private Physical() {}

  /** Returns the planner of one statement, which costs operators of {@link BournRel#BOURN} only. */
  static RelOptPlanner planner(Context context) {
    VolcanoPlanner planner = new VolcanoPlanner(RelOptCostImpl.FACTORY, context);
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    return planner;
  }

  /** Returns the cheapest operators that give what {@code rel} does. */
  static BournRel of(RelNode rel) {
    if (rel instanceof BournRel known && BournRel.BOURN.equals(rel.getConvention())) {
      return known;
    }
    check(rel);
    RelOptPlanner planner = rel.getCluster().getPlanner();
    Conversion.ALL.forEach(planner::addRule);
    CHOICES.forEach(planner::addRule);
    planner.setRoot(planner.changeTraits(rel, rel.getTraitSet().replace(BournRel.BOURN)));
    return (BournRel) planner.findBestExp();
  }

  private static void check(RelNode rel) {
    if (!(rel instanceof BournRel)
        && Conversion.ALL.stream().noneMatch(rule -> rule.getOperand().matches(rel))) {
      throw SqlErrors.unsupported(name(rel));
    }
    rel.getInputs().forEach(Physical::check);
  }

  private static String name(RelNode rel) {
    return switch (rel) {
      case Correlate correlate -> "a sub-query that refers to the query around it in this way";
      case Window window -> "a window function (OVER)";
      case RepeatUnion union -> "WITH RECURSIVE";
      case Intersect intersect -> "INTERSECT ALL";
      case Minus minus -> "EXCEPT ALL";
      case Match match -> "MATCH_RECOGNIZE";
      case Uncollect uncollect -> "UNNEST";
      case TableFunctionScan function -> "a function that gives a table";
      default -> rel.getRelTypeName().replace("Logical", "");
    };
  }
}
