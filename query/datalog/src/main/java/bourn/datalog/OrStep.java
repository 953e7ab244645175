package bourn.datalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Joins the rows for which at least one branch holds, where a branch needs variables bound before.
 *
 * @param needs the variables that must be bound before
 * @param mentions the variables that all branches share with what is around them
 * @param scope of the branches
 */
record OrStep(Clause.Or clause, Set<String> needs, Set<String> mentions, Scope scope)
    implements Step {

  @Override
  public String written() {
    return clause.toString();
  }

  @Override
  public Place place() {
    return clause.place();
  }

  @Override
  public boolean narrows() {
    return false;
  }

  @Override
  public double estimate(Tuples current) {
    return current.estimate();
  }

  @Override
  public double work() {
    return 0;
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    Tuples outer = Seeds.shared(current, scope.planning());
    Tuples branches = branches(clause, Seeds.of(outer, needs), mentions, scope);
    return outer.join(branches, wanted, current.estimate());
  }

  /** Returns the rows for which at least one branch holds. */
  static Tuples branches(Clause.Or clause, Tuples seed, Set<String> mentions, Scope scope) {
    List<String> columns = List.copyOf(mentions);
    List<Tuples> parts = new ArrayList<>();
    scope.planning().enter();
    for (List<Clause> branch : clause.branches()) {
      Tuples part = Block.plan(branch, seed, new HashSet<>(mentions), scope);
      parts.add(
          columns.isEmpty() ? part.in(part.columns().subList(0, 1)).named(List.of(" ")) : part);
    }
    scope.planning().leave();
    return Tuples.union(columns.isEmpty() ? List.of(" ") : columns, parts).distinct();
  }
}
