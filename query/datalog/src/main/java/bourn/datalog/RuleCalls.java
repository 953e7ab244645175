package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Plans the invocation of a rule. */
final class RuleCalls {

  private static final double GROWING_ESTIMATE = 50;
  private static final double LEAST_ESTIMATE = 1_000;

  private RuleCalls() {}

  /** Returns the branches of the rule that {@code invoke} names. */
  static List<Rule> branches(Clause.Invoke invoke, Scope scope) {
    List<Rule> branches = scope.rules().get(invoke.rule());
    if (branches == null) {
      throw RuleErrors.unknown(invoke, scope.rules().keySet());
    }
    if (branches.getFirst().parameters().size() != invoke.arguments().size()) {
      throw RuleErrors.arity(invoke, branches.getFirst());
    }
    return branches;
  }

  /** Returns whether the rule calls itself, directly or not. */
  static boolean recursive(String rule, Scope scope) {
    return new Calls(scope.rules()).recursive(rule);
  }

  /** Returns the clauses of each branch, with the arguments in place of the parameters. */
  static List<List<Clause>> inlined(Clause.Invoke invoke, Scope scope) {
    List<List<Clause>> inlined = new ArrayList<>();
    for (Rule rule : branches(invoke, scope)) {
      scope.planning().inline(rule.body().size(), invoke.place());
      Substitution substitution =
          new Substitution(
              rule.parameters(), invoke.arguments(), invoke.source(), scope.planning().newSuffix());
      List<Clause> clauses =
          new ArrayList<>(
              substitution.equalities(rule.parameters(), invoke.arguments(), invoke.place()));
      clauses.addAll(substitution.clauses(rule.body()));
      inlined.add(clauses);
    }
    return inlined;
  }

  /** Returns the branches of a rule that is not recursive as alternatives. */
  static Clause.Or alternatives(Clause.Invoke invoke, Scope scope) {
    int required = branches(invoke, scope).getFirst().required();
    return new Clause.Or(
        variables(invoke.arguments().subList(0, required)),
        variables(invoke.arguments()),
        inlined(invoke, scope),
        invoke.place());
  }

  private static List<Term.Variable> variables(List<Term> terms) {
    Map<String, Term.Variable> variables = new LinkedHashMap<>();
    for (Term term : terms) {
      if (term instanceof Term.Variable variable) {
        variables.putIfAbsent(variable.name(), variable);
      }
    }
    return List.copyOf(variables.values());
  }

  /** Returns the rows for which a recursive rule holds, in the variables among its arguments. */
  static Tuples rows(Clause.Invoke invoke, Scope scope) {
    Rule first = branches(invoke, scope).getFirst();
    RuleKey key = new RuleKey(invoke.rule(), invoke.source());
    Integer growing = scope.growing().get(key);
    List<String> parameters = positions(first.parameters().size());
    Tuples all =
        growing == null
            ? closed(key, parameters, scope)
            : new Tuples(
                new Plan.Recursive(growing, parameters.size()),
                parameters,
                GROWING_ESTIMATE,
                Set.copyOf(parameters));
    return applied(all, invoke.arguments(), scope);
  }

  private static List<String> positions(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(" " + i);
    }
    return names;
  }

  /** Returns the rows of a rule in the variables among {@code arguments} that they allow. */
  static Tuples applied(Tuples all, List<Term> arguments, Scope scope) {
    Tuples rows = all;
    List<String> names = new ArrayList<>(all.columns());
    for (int i = 0; i < arguments.size(); i++) {
      Value constant = scope.constant(arguments.get(i));
      Expression column = new Expression.Input(i);
      if (constant != null) {
        rows = rows.filter(Plumbing.SAME.of(column, new Expression.Constant(constant)), 0.01);
      } else if (arguments.get(i) instanceof Term.Variable(String name, Place place)) {
        int before = names.indexOf(name);
        if (before >= 0) {
          rows = rows.filter(Plumbing.SAME.of(column, new Expression.Input(before)), 0.1);
        } else {
          names.set(i, name);
        }
      }
    }
    List<String> kept = names.stream().filter(name -> !name.startsWith(" ")).toList();
    Tuples named = rows.named(names);
    return kept.isEmpty() ? named.in(List.of(names.getFirst())) : named.in(kept);
  }

  private static Tuples closed(RuleKey key, List<String> columns, Scope scope) {
    Tuples known = scope.planning().relation(key);
    if (known != null) {
      return known;
    }
    Map<RuleKey, Integer> ids = new LinkedHashMap<>();
    for (RuleKey member : new Calls(scope.rules()).together(key)) {
      ids.put(member, scope.planning().newId());
    }
    Scope inner = scope.bare().growing(ids);
    List<Plan.Relation> relations = new ArrayList<>();
    double estimate = LEAST_ESTIMATE;
    scope.planning().enter();
    for (Map.Entry<RuleKey, Integer> member : ids.entrySet()) {
      Members members = new Members(member.getKey(), ids.keySet(), inner);
      relations.add(new Plan.Relation(member.getValue(), members.base(), members.step()));
      estimate = Math.max(estimate, 4 * members.estimate());
    }
    scope.planning().leave();
    Plan result = new Plan.Recursive(Objects.requireNonNull(ids.get(key)), columns.size());
    Tuples rows =
        new Tuples(
            new Plan.Shared(scope.planning().newId(), new Plan.Fixpoint(relations, result)),
            columns,
            estimate,
            new LinkedHashSet<>(columns));
    scope.planning().relation(key, rows);
    return rows;
  }
}
