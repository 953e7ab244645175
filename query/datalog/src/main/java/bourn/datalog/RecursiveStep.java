package bourn.datalog;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins the rows of a recursive rule: all of them, or those that the values demand which are known
 * before.
 *
 * @param all all rows, in the variables among the arguments
 * @param asked whether the rule may be asked about values that come before
 */
record RecursiveStep(Clause.Invoke clause, Tuples all, boolean asked, Scope scope) implements Step {

  /** Demand is worth it if there are so many times fewer values than rows of the rule. */
  private static final double FEWER = 4;

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
    return all.columns().stream().filter(c -> !c.startsWith(" ")).collect(Collectors.toSet());
  }

  @Override
  public boolean narrows() {
    return false;
  }

  @Override
  public double estimate(Tuples current) {
    return current.unit() ? all.estimate() : RowsStep.joined(current, all);
  }

  @Override
  public double work() {
    return all.estimate();
  }

  @Override
  public Tuples apply(Tuples current, Set<String> wanted) {
    if (current.unit()) {
      return all.only(wanted);
    }
    Map<String, Integer> known = asked ? known(current) : Map.of();
    Tuples outer = known.isEmpty() ? current : Seeds.shared(current, scope.planning());
    Tuples answers = known.isEmpty() ? null : answers(outer, known);
    Tuples rows = answers == null ? all : answers;
    Set<String> useful = new HashSet<>(wanted);
    useful.addAll(outer.columns());
    return outer.join(rows.only(useful), wanted, RowsStep.joined(outer, rows));
  }

  /** Returns the variables known before, and where among the arguments; none where it is no use. */
  private Map<String, Integer> known(Tuples current) {
    Map<String, Integer> known = new LinkedHashMap<>();
    if (scope.growing().isEmpty() && current.estimate() * FEWER < all.estimate()) {
      for (int i = 0; i < clause.arguments().size(); i++) {
        if (clause.arguments().get(i) instanceof Term.Variable(String name, Place place)
            && current.has(name)) {
          known.putIfAbsent(name, i);
        }
      }
    }
    return known;
  }

  /** Returns what the rule answers for the values in {@code outer}; null if it cannot be asked. */
  private @Nullable Tuples answers(Tuples outer, Map<String, Integer> known) {
    String mark = scope.planning().newSuffix();
    String values = clause.rule() + " of" + mark;
    Tuples seeds = outer.in(List.copyOf(known.keySet())).distinct();
    scope
        .planning()
        .relation(
            new RuleKey(values, clause.source()), seeds.named(RuleCalls.positions(known.size())));
    Clause.Invoke answering =
        Demand.of(
            clause,
            new TreeSet<>(known.values()),
            mark,
            head -> List.of(new Clause.Invoke("$", values, List.copyOf(head), clause.place())),
            scope);
    return answering == null ? null : RuleCalls.rows(answering, scope);
  }
}
