package bourn.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where in a plan relations of enclosing fixpoints stand. */
final class Recursion {

  private Recursion() {}

  /** Returns the inputs of {@code plan}. */
  static List<Plan> inputs(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> List.of();
      case Plan.Rows rows -> List.of();
      case Plan.Recursive recursive -> List.of();
      case Plan.Filter filter -> List.of(filter.input());
      case Plan.Project project -> List.of(project.input());
      case Plan.Unnest unnest -> List.of(unnest.input());
      case Plan.Join join -> List.of(join.left(), join.right());
      case Plan.Aggregate aggregate -> List.of(aggregate.input());
      case Plan.Distinct distinct -> List.of(distinct.input());
      case Plan.Union union -> union.inputs();
      case Plan.Sort sort -> List.of(sort.input());
      case Plan.Window window -> List.of(window.input());
      case Plan.Iterate iterate -> List.of(iterate.base(), iterate.step());
      case Plan.Shared shared -> List.of(shared.input());
      case Plan.GenericJoin join -> join.sides().stream().map(Plan.Side::pairs).toList();
      case Plan.Closure closure ->
          closure.from() == null
              ? List.of(closure.steps(), closure.ends())
              : List.of(closure.steps(), closure.ends(), closure.from());
      case Plan.Fixpoint fixpoint -> {
        List<Plan> inputs = new ArrayList<>();
        fixpoint.relations().forEach(r -> inputs.addAll(List.of(r.base(), r.step())));
        inputs.add(fixpoint.result());
        yield inputs;
      }
    };
  }

  /** Returns whether one of {@code ids} stands in {@code plan}. */
  static boolean in(Plan plan, Set<Integer> ids) {
    return (plan instanceof Plan.Recursive(int id, int width) && ids.contains(id))
        || inputs(plan).stream().anyMatch(input -> in(input, ids));
  }

  /** Returns how often one of {@code ids} stands in {@code plan}. */
  static int count(Plan plan, Set<Integer> ids) {
    return plan instanceof Plan.Recursive(int id, int width)
        ? ids.contains(id) ? 1 : 0
        : inputs(plan).stream().mapToInt(input -> count(input, ids)).sum();
  }

  /**
   * Returns whether new rows of {@code ids} can only add rows to {@code plan}, each of which comes
   * from a new row: then a round of a fixpoint need look at new rows only.
   */
  static boolean additive(Plan plan, Set<Integer> ids) {
    return switch (plan) {
      case Plan.Join join -> {
        Set<Plan.JoinType> right =
            Set.of(Plan.JoinType.INNER, Plan.JoinType.SEMI, Plan.JoinType.RIGHT);
        boolean leftAdds = join.type() != Plan.JoinType.RIGHT && join.type() != Plan.JoinType.FULL;
        yield additive(join.left(), ids)
            && additive(join.right(), ids)
            && (leftAdds || !in(join.left(), ids))
            && (right.contains(join.type()) || !in(join.right(), ids));
      }
      case Plan.Aggregate aggregate -> !in(plan, ids);
      case Plan.Sort sort -> !in(plan, ids);
      case Plan.Window window -> !in(plan, ids);
      case Plan.Iterate iterate -> !in(plan, ids);
      case Plan.Fixpoint fixpoint -> !in(plan, ids);
      case Plan.Closure closure -> !in(plan, ids);
      case Plan.GenericJoin join -> !in(plan, ids);
      default -> inputs(plan).stream().allMatch(input -> additive(input, ids));
    };
  }

  /** Returns the ids in {@code relations}. */
  static Set<Integer> ids(List<Plan.Relation> relations) {
    Set<Integer> ids = new HashSet<>();
    relations.forEach(relation -> ids.add(relation.id()));
    return ids;
  }
}
