package bourn.datalog;

import bourn.engine.Plan;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins the pairs that walks connect: all, or those of walks from what is known before. */
record ClosureStep(Clause.Invoke clause, ClosureRule rule, Scope scope) implements Step {

  /** Walks from known values are worth it if there are so many times fewer than pairs of steps. */
  private static final double FEWER = 4;

  /** Returns the rule of {@code invoke} if it can be walked, null otherwise. */
  static @Nullable ClosureRule rule(Clause.Invoke invoke, Scope scope) {
    ClosureRule rule = ClosureRule.of(invoke, scope);
    if (rule == null) {
      return null;
    }
    boolean walked = true;
    for (int at = 0; at < 2; at++) {
      Value constant = scope.constant(invoke.arguments().get(at));
      boolean named = constant instanceof Keyword || constant instanceof Value.Items;
      walked &= constant == null || (!named && rule.leadsFrom(at));
    }
    return walked ? rule : null;
  }

  @Override
  public String written() {
    return clause.toString();
  }

  @Override
  public Place place() {
    return clause.place();
  }

  @Override
  public Set<String> needs() {
    return Set.of();
  }

  @Override
  public Set<String> mentions() {
    Set<String> mentions = new HashSet<>();
    for (Term term : clause.arguments()) {
      if (term instanceof Term.Variable(String name, Place place) && scope.constant(term) == null) {
        mentions.add(name);
      }
    }
    return mentions;
  }

  @Override
  public boolean narrows() {
    return false;
  }

  @Override
  public double estimate(Tuples current) {
    Tuples rows = known();
    return current.unit() ? rows.estimate() : RowsStep.joined(current, rows);
  }

  @Override
  public double work() {
    return known().estimate();
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    if (current.unit()) {
      return known().only(wanted);
    }
    int at = led(current);
    Tuples outer = at < 0 ? current : Seeds.shared(current, scope.planning());
    Tuples rows = at < 0 ? known() : applied(rule.from(at, seeds(outer, at)));
    Set<String> useful = new HashSet<>(wanted);
    useful.addAll(outer.columns());
    return outer.join(rows.only(useful), wanted, RowsStep.joined(outer, rows));
  }

  private Plan seeds(Tuples outer, int at) {
    return Seeds.of(outer, Set.of(clause.arguments().get(at).toString())).plan();
  }

  /** Returns the parameter that few values are known of, or -1. */
  private int led(Tuples current) {
    if (scope.growing().isEmpty() && current.estimate() * FEWER < rule.steps().estimate()) {
      for (int at = 0; at < 2; at++) {
        if (clause.arguments().get(at) instanceof Term.Variable(String name, Place place)
            && current.has(name)
            && rule.leadsFrom(at)) {
          return at;
        }
      }
    }
    return -1;
  }

  /** Returns the pairs as far as constants among the arguments restrict them. */
  private Tuples known() {
    for (int at = 0; at < 2; at++) {
      Value constant = scope.constant(clause.arguments().get(at));
      if (constant != null) {
        return applied(rule.from(at, new Plan.Rows(1, List.of(List.of(constant)))));
      }
    }
    return applied(all());
  }

  private Tuples applied(Tuples pairs) {
    return RuleCalls.applied(pairs, clause.arguments(), scope);
  }

  /** Returns all pairs, once for the whole query. */
  private Tuples all() {
    RuleKey key = new RuleKey(clause.rule(), clause.source());
    Tuples known = scope.planning().relation(key);
    if (known == null) {
      known = Seeds.shared(rule.all(), scope.planning());
      scope.planning().relation(key, known);
    }
    return known;
  }
}
