package bourn.datalog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is wrong with a query whatever its sources hold. */
final class Checks {

  private final ParsedQuery query;
  private final Scope scope;
  private final Variables variables;

  Checks(ParsedQuery query, Scope scope) {
    this.query = query;
    this.scope = scope;
    this.variables = new Variables(scope.rules());
  }

  void run() {
    Set<String> bound = new HashSet<>();
    for (Input input : query.inputs()) {
      if (input instanceof Input.Bound(Binding binding)) {
        binding.variables(variable -> bound.add(variable.name()));
      }
    }
    check(query.where(), bound);
    bound.addAll(variables.boundBy(query.where()));
    for (FindElement element : query.find()) {
      element.variables(variable -> require(variable, bound, ":find"));
      element.aggregates().forEach(this::check);
    }
    query.having().forEach(formula -> check(formula, bound));
    boolean[] some = {false};
    query.find().forEach(element -> element.variables(variable -> some[0] = true));
    if (!some[0]) {
      throw query.find().getFirst().place().wrong("malformed", ":find needs at least one variable");
    }
    query.with().forEach(variable -> require(variable, bound, ":with"));
    for (Map.Entry<String, List<Rule>> rule : scope.rules().entrySet()) {
      rule.getValue().forEach(this::check);
    }
    Types.check(query, scope);
  }

  private static void require(Term.Variable variable, Set<String> bound, String where) {
    if (!bound.contains(variable.name())) {
      throw Safety.unbound(variable.name(), where, variable.place(), bound);
    }
  }

  private void check(FindElement.Aggregate aggregate) {
    FindAggregates.of(aggregate, scope);
    if (aggregate.argument() instanceof Term.Nested(Call call)) {
      call.functions(nested -> Expressions.function(nested, scope.functions()));
    }
  }

  private void check(Formula having, Set<String> bound) {
    having.aggregates().forEach(this::check);
    having.aggregates().forEach(a -> a.variables(v -> require(v, bound, ":having")));
    Set<String> keys = new HashSet<>();
    query.find().forEach(element -> element.keys(variable -> keys.add(variable.name())));
    having.keys(
        variable -> {
          require(variable, bound, ":having");
          if (!keys.contains(variable.name())) {
            throw variable
                .place()
                .wrong(
                    "unbound",
                    ":having sees what is found, and " + variable + " is not",
                    "aggregates may be of any variable: (count " + variable + ")");
          }
        });
  }

  private void check(Rule rule) {
    Set<String> parameters = Variables.names(rule.parameters());
    if (parameters.isEmpty()) {
      throw rule.place().wrong("malformed", "the rule " + rule.name() + " has no parameters");
    }
    Set<String> used = variables.mentionedBy(rule.body());
    for (Term.Variable parameter : rule.parameters()) {
      require(parameter, used, "the body of the rule " + rule.name());
    }
    rule.folding().with().forEach(v -> require(v, used, "the body of the rule " + rule.name()));
    rule.folding().aggregates().values().forEach(this::check);
    check(rule.body(), parameters);
  }

  private void check(List<Clause> clauses, Set<String> outside) {
    Set<String> bound = new HashSet<>(outside);
    bound.addAll(variables.boundBy(clauses));
    clauses.forEach(clause -> check(clause, bound));
  }

  private void check(Clause clause, Set<String> bound) {
    switch (clause) {
      case Clause.Pattern pattern -> scope.matched(pattern.source(), pattern.place());
      case Clause.Predicate(Call call, Place place) -> {
        if (call.function().equals(SqlStatements.NAME)) {
          throw SqlStatements.unbound(call);
        }
        check(call, bound);
      }
      case Clause.Bind(Call call, Binding binding, Place place) -> check(call, bound);
      case Clause.Invoke invoke -> check(invoke, bound);
      case Clause.Not not -> check(not, bound);
      case Clause.Or or -> check(or, bound);
    }
  }

  private void check(Call call, Set<String> bound) {
    if (call.function().equals(Subqueries.NAME)) {
      Subqueries.check(call, scope);
    } else if (call.function().equals(SqlStatements.NAME)) {
      SqlStatements.check(call, scope);
    } else if (!SourceFunctions.NAMES.contains(call.function())) {
      Expressions.function(call, scope.functions());
    }
    for (Term argument : call.arguments()) {
      if (argument instanceof Term.Nested(Call nested)) {
        check(nested, bound);
      } else {
        argument.variables(variable -> require(variable, bound, "[" + call + "]"));
      }
    }
  }

  private void check(Clause.Invoke invoke, Set<String> bound) {
    RuleCalls.branches(invoke, scope);
    for (Term argument : invoke.arguments()) {
      if (argument instanceof Term.Variable variable) {
        require(variable, bound, invoke.toString());
      }
    }
  }

  private void check(Clause.Not not, Set<String> bound) {
    List<Term.Variable> joined = not.joined();
    if (joined != null) {
      joined.forEach(variable -> require(variable, bound, not.toString()));
    }
    Set<String> mentioned = variables.mentionedBy(not);
    boolean shares = mentioned.isEmpty() || mentioned.stream().anyMatch(bound::contains);
    if (!shares) {
      throw Safety.unbound(mentioned.iterator().next(), not + ", nor outside", not.place(), bound);
    }
    check(not.body(), joined == null ? bound : Variables.names(joined));
  }

  private void check(Clause.Or or, Set<String> bound) {
    List<Term.Variable> joined = or.joined();
    if (joined == null) {
      checkAlike(or);
    }
    or.required().forEach(variable -> require(variable, bound, or.toString()));
    Set<String> inside = joined == null ? bound : Variables.names(joined);
    or.branches().forEach(branch -> check(branch, inside));
  }

  private void checkAlike(Clause.Or or) {
    Set<String> first = variables.mentionedBy(or.branches().getFirst());
    for (List<Clause> branch : or.branches()) {
      Set<String> different = new HashSet<>(variables.mentionedBy(branch));
      different.addAll(first);
      Set<String> common = new HashSet<>(variables.mentionedBy(branch));
      common.retainAll(first);
      different.removeAll(common);
      if (!different.isEmpty()) {
        throw or.place()
            .wrong(
                "unbound",
                "all branches of or need the same variables, and "
                    + different.stream().sorted().findFirst().orElseThrow()
                    + " is not in all of them",
                "or-join names the variables that matter outside");
      }
    }
  }
}
