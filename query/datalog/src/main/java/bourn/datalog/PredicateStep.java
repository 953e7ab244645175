package bourn.datalog;

import java.util.Set;

/** Keeps the rows for which a function gives a true value. */
record PredicateStep(Clause.Predicate clause, Set<String> needs, Scope scope) implements Step {

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
    return current
        .filter(
            Plumbing.TRUTH.of(Expressions.of(clause.call(), current, scope)), 1.0 / 3)
        .only(wanted);
  }
}
