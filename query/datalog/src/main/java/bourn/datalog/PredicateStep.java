package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Functions;
import java.util.Set;

/** Keeps the rows for which a function gives a true value. */
record PredicateStep(Clause.Predicate clause, Set<String> needs, Scope scope) implements Step {

  private static final Set<String> LOGICAL =
      Set.of("=", "not=", "!=", "==", "not==", "<", "<=", ">", ">=");

  @Override
  public String written() {
    return clause.toString();
  }

  @Override
  public Place place() {
    return clause.place();
  }

  @Override
  public Set<String> mentions() {
    return needs;
  }

  @Override
  public boolean narrows() {
    return true;
  }

  @Override
  public double estimate(Tuples current) {
    return current.estimate() / 3;
  }

  @Override
  public double work() {
    return 0;
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    Expression value = Expressions.of(clause.call(), current, scope);
    Expression condition = logical() ? value : Plumbing.TRUTH.of(value);
    return current.filter(condition, 1.0 / 3).only(wanted);
  }

  /** Returns whether the function gives truth values only. */
  private boolean logical() {
    String function = clause.call().function();
    return LOGICAL.contains(function)
        || (function.endsWith("?") && Functions.lookup(function) != null);
  }
}
