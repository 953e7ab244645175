package bourn.engine;

import java.util.IdentityHashMap;

/** Guesses how many rows a plan gives, to choose how a join goes about it. */
final class Estimates {

  private final Execution execution;
  private final IdentityHashMap<Plan, Double> known = new IdentityHashMap<>();

  Estimates(Execution execution) {
    this.execution = execution;
  }

  double rows(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> kept(scan, () -> (double) scan.table().estimate(scan.restrictions()));
      case Plan.Rows rows -> rows.rows().size();
      case Plan.Filter filter -> rows(filter.input()) / 3;
      case Plan.Project project -> rows(project.input());
      case Plan.Unnest unnest -> 4 * rows(unnest.input());
      case Plan.Join join -> join(join);
      case Plan.Aggregate aggregate ->
          aggregate.keys().isEmpty() ? 1 : Math.max(1, rows(aggregate.input()) / 4);
      case Plan.Distinct distinct -> rows(distinct.input());
      case Plan.Union union -> union.inputs().stream().mapToDouble(this::rows).sum();
      case Plan.Sort sort -> Math.min(rows(sort.input()), (double) sort.limit());
      case Plan.Window window -> rows(window.input());
      case Plan.Iterate iterate -> 10 * rows(iterate.base());
      case Plan.Fixpoint fixpoint -> 1_000;
      case Plan.Closure closure -> 4 * rows(closure.ends());
      case Plan.GenericJoin join ->
          join.sides().stream().mapToDouble(side -> rows(side.pairs())).min().orElse(1);
      case Plan.Recursive(int id, int width) -> execution.view(id).count();
      case Plan.Shared shared -> rows(shared.input());
    };
  }

  /** A guess of what tables say, which does not change while the query runs. */
  private interface Guess {
    double rows();
  }

  private double kept(Plan plan, Guess guess) {
    Double rows = known.get(plan);
    if (rows == null) {
      rows = guess.rows();
      known.put(plan, rows);
    }
    return rows;
  }

  private double join(Plan.Join join) {
    double left = rows(join.left());
    if (join.type().onlyLeft()) {
      return left;
    }
    double right = rows(join.right());
    return join.leftKeys().isEmpty() ? left * right : Math.min(left, right);
  }
}
