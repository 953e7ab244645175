package bourn.engine;

/** Guesses how many rows a plan gives, to choose what a join indexes. */
final class Estimates {

  private Estimates() {}

  static double rows(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> (double) scan.table().estimate(scan.restrictions());
      case Plan.Rows rows -> rows.rows().size();
      case Plan.Filter filter -> rows(filter.input()) / 3;
      case Plan.Project project -> rows(project.input());
      case Plan.Unnest unnest -> 4 * rows(unnest.input());
      case Plan.Join join -> join(join);
      case Plan.Aggregate aggregate ->
          aggregate.keys().isEmpty() ? 1 : Math.max(1, rows(aggregate.input()) / 4);
      case Plan.Distinct distinct -> rows(distinct.input());
      case Plan.Union union -> union.inputs().stream().mapToDouble(Estimates::rows).sum();
      case Plan.Sort sort -> Math.min(rows(sort.input()), (double) sort.limit());
      case Plan.Fixpoint fixpoint -> rows(fixpoint.result());
      case Plan.Recursive recursive -> 1_000;
      case Plan.Shared shared -> rows(shared.input());
    };
  }

  private static double join(Plan.Join join) {
    double left = rows(join.left());
    if (join.type().onlyLeft()) {
      return left;
    }
    double right = rows(join.right());
    return join.leftKeys().isEmpty() ? left * right : Math.max(left, right);
  }
}
