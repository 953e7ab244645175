package bourn.datalog;

import bourn.engine.Plan;
import java.util.List;
import java.util.Set;

/** Hands bound variables to a nested block. */
final class Seeds {

  private Seeds() {}

  /** Returns the same rows, computed once however often they are used. */
  static Tuples shared(Tuples current, Planning planning) {
    if (current.plan() instanceof Plan.Shared || current.unit()) {
      return current;
    }
    return new Tuples(
        new Plan.Shared(planning.newId(), current.plan()),
        current.columns(),
        current.estimate(),
        current.key());
  }

  /** Returns the different values that {@code names} have. */
  static Tuples of(Tuples current, Set<String> names) {
    List<String> order = current.columns().stream().filter(names::contains).toList();
    return current.in(order).distinct();
  }
}
