package bourn.datalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the rows for which a body has no match.
 *
 * @param needs the variables that the body shares with what is around it
 * @param given those among them that the body does not bind itself
 * @param scope of the body
 */
record NotStep(Clause.Not clause, Set<String> needs, Set<String> given, Scope scope)
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
  public Set<String> mentions() {
    return needs;
  }

  @Override
  public boolean narrows() {
    return true;
  }

  @Override
  public double estimate(Tuples current) {
    return current.estimate() * 0.7;
  }

  @Override
  public double work() {
    return 0;
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    Tuples outer = current;
    Tuples seed = Tuples.UNIT;
    if (!given.isEmpty()) {
      outer = Seeds.shared(current, scope.planning());
      seed = Seeds.of(outer, given);
    }
    scope.planning().enter();
    Tuples body = Block.plan(clause.body(), seed, new HashSet<>(needs), scope);
    scope.planning().leave();
    List<String> missing = needs.stream().filter(name -> !body.has(name)).toList();
    if (!missing.isEmpty()) {
      throw clause
          .place()
          .wrong("unbound", "the variable " + missing.getFirst() + " is never bound in " + clause);
    }
    return outer.without(body).only(wanted);
  }
}
