package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.engine.Guard;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Queries within queries, as {@code [(q [:find ...] $ ?x) [[?y]]]}. */
final class Subqueries {

  /** The function that asks a query. */
  static final String NAME = "q";

  private Subqueries() {}

  /** Returns what {@code call} of {@code q} computes from a row of {@code tuples}. */
  static Expression expression(Call call, Tuples tuples, Scope scope) {
    scope.planning().notes().unkept();
    List<Expression> open = new ArrayList<>();
    for (Term argument : call.arguments()) {
      if (taken(argument)) {
        open.add(Expressions.of(argument, tuples, scope));
      }
    }
    return new Expression.Call(new Asked(call, query(call), scope, new HashMap<>()), open);
  }

  /** Refuses a call whose query is wrong, as far as that is known without running it. */
  static void check(Call call, Scope scope) {
    ParsedQuery query = query(call).parsed();
    int given = call.arguments().size() - 1;
    if (query.inputs().size() != given) {
      throw call.place()
          .wrong(
              "inputs",
              "the query takes "
                  + RuleErrors.counted(query.inputs().size(), "input")
                  + " "
                  + query.inputs()
                  + ", and q gives it "
                  + given,
              "what a query within a query sees is what it is given: (q [:find ...] $)");
    }
    for (Term argument : call.arguments()) {
      if (argument instanceof Term.SourceName(String name, Place place)) {
        scope.matched(name, place);
      }
    }
  }

  private static Query query(Call call) {
    if (call.arguments().isEmpty()
        || !(call.arguments().getFirst() instanceof Term.Subquery(Query query, Place place))) {
      throw call.place().wrong("wrong-arity", "q takes a query first", "as (q [:find ...] $)");
    }
    return query;
  }

  /** Returns whether an argument is a value that may differ from row to row. */
  private static boolean taken(Term argument) {
    return !(argument instanceof Term.Subquery)
        && !(argument instanceof Term.SourceName)
        && !(argument instanceof Term.RulesName);
  }

  /** The answer to a query, for each different list of inputs once. */
  private record Asked(Call call, Query query, Scope scope, Map<List<Value>, Value> known)
      implements Function {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Value apply(Value[] arguments) {
      List<Value> given = List.of(arguments);
      Value answer = known.get(given);
      if (answer == null) {
        answer = ask(arguments);
        scope.planning().held(answer);
        scope.planning().held(new Value.Items(given));
        known.put(given, answer);
      }
      return answer;
    }

    private Value ask(Value[] arguments) {
      Guard guard = Datalog.guard(query, scope.planning().guard().remaining());
      Inputs inputs = new Inputs(query.parsed(), inputs(arguments), scope.functions(), guard);
      return Datalog.asked(query, inputs, guard).toValue();
    }

    private List<Object> inputs(Value[] arguments) {
      List<Object> inputs = new ArrayList<>();
      int next = 0;
      for (Term argument : call.arguments().subList(1, call.arguments().size())) {
        inputs.add(
            switch (argument) {
              case Term.SourceName(String name, Place place) -> scope.matched(name, place);
              case Term.RulesName rules -> new Inputs.Known(scope.rules());
              default -> arguments[next++];
            });
      }
      return inputs;
    }
  }
}
