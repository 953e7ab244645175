package bourn.datalog;

import bourn.engine.AggregateCall;
import bourn.engine.Expression;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Plans the invocation of a rule with aggregates in its head that does not call itself. */
final class FoldedRules {

  private static final String ALL = " all";

  private final Clause.Invoke invoke;
  private final List<Rule> branches;
  private final Scope scope;

  private FoldedRules(Clause.Invoke invoke, Scope scope) {
    this.invoke = invoke;
    this.branches = RuleCalls.branches(invoke, scope);
    this.scope = scope;
  }

  /** Returns the rows for which the rule holds, in the variables among its arguments. */
  static Tuples rows(Clause.Invoke invoke, Scope scope) {
    FoldedRules rules = new FoldedRules(invoke, scope);
    Map<Integer, Value> fixed = rules.fixed();
    RuleKey key = new RuleKey(invoke.rule() + " of " + fixed, invoke.source());
    Tuples known = scope.planning().relation(key);
    if (known == null) {
      Tuples folded = rules.folded(rules.solutions(fixed));
      known =
          new Tuples(
              new Plan.Shared(scope.planning().newId(), folded.plan()),
              folded.columns(),
              folded.estimate(),
              folded.key());
      scope.planning().relation(key, known);
    }
    return RuleCalls.applied(known, invoke.arguments(), scope);
  }

  /** What is constant among the parameters that tell groups apart is so within the rule as well. */
  private Map<Integer, Value> fixed() {
    Map<Integer, Value> fixed = new TreeMap<>();
    for (int i = 0; i < invoke.arguments().size(); i++) {
      Value constant = scope.constant(invoke.arguments().get(i));
      if (constant != null && !branches.getFirst().folding().at(i)) {
        fixed.put(i, constant);
      }
    }
    return fixed;
  }

  private Tuples solutions(Map<Integer, Value> fixed) {
    List<Tuples> parts = new ArrayList<>();
    List<String> columns = List.of();
    scope.planning().enter();
    for (Rule rule : branches) {
      List<Term.Variable> head = new ArrayList<>(rule.parameters());
      head.addAll(rule.folding().with());
      columns = RuleCalls.positions(head.size());
      parts.add(solutions(rule, head, fixed).named(columns));
    }
    scope.planning().leave();
    return Tuples.union(columns, parts).distinct();
  }

  private Tuples solutions(Rule rule, List<Term.Variable> head, Map<Integer, Value> fixed) {
    Substitution substitution = new Substitution(head, List.copyOf(head), invoke.source(), "");
    List<Clause> body = new ArrayList<>(substitution.clauses(rule.body()));
    fixed.forEach(
        (at, value) ->
            body.add(
                new Clause.Bind(
                    new Call(
                        "ground", List.of(new Term.Constant(value, rule.place())), rule.place()),
                    new Binding.Scalar(rule.parameters().get(at)),
                    rule.place())));
    List<String> order = head.stream().map(Term.Variable::name).toList();
    return Block.plan(body, Tuples.UNIT, new HashSet<>(order), scope.bare()).in(order);
  }

  private Tuples folded(Tuples solutions) {
    Tuples input = solutions.extend(ALL, new Expression.Constant(Value.of(true)));
    Folding folding = branches.getFirst().folding();
    int parameters = branches.getFirst().parameters().size();
    Set<String> keys = new LinkedHashSet<>(List.of(ALL));
    List<String> columns = new ArrayList<>();
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      FindElement.Aggregate aggregate = folding.aggregate(i);
      if (aggregate == null) {
        keys.add(" " + i);
      } else {
        columns.add(" " + i);
        calls.add(new AggregateCall(FindAggregates.of(aggregate, scope), List.of(i), false, -1));
      }
    }
    columns.addAll(0, keys);
    Plan grouped =
        new Plan.Aggregate(input.plan(), keys.stream().map(input::index).toList(), calls);
    return new Tuples(grouped, columns, solutions.estimate(), keys)
        .in(RuleCalls.positions(parameters));
  }
}
