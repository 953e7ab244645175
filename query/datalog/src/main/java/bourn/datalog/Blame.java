package bourn.datalog;

import bourn.engine.QueryException;
import java.util.ArrayList;
import java.util.List;

/** Finds the place in a query of what went wrong while it ran. */
final class Blame {

  private Blame() {}

  /** Returns {@code wrong} with the place of the call it is about, if that can be only one. */
  static QueryException placed(QueryException wrong, ParsedQuery query) {
    List<Place> suspects = new ArrayList<>();
    String message = String.valueOf(wrong.getMessage());
    if (wrong.query() == null) {
      collect(query.where(), message, suspects);
      collectFound(query, message, suspects);
    }
    if (suspects.size() != 1 || suspects.getFirst().text() == null) {
      return wrong;
    }
    Place place = suspects.getFirst();
    QueryException placed =
        new QueryException(wrong.code(), message, place.text(), place.position(), wrong.hint());
    placed.initCause(wrong.getCause() == null ? wrong : wrong.getCause());
    return placed;
  }

  private static void collect(List<Clause> clauses, String message, List<Place> suspects) {
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Predicate(Call call, Place place) -> collect(call, message, suspects);
        case Clause.Bind(Call call, Binding binding, Place place) ->
            collect(call, message, suspects);
        case Clause.Not not -> collect(not.body(), message, suspects);
        case Clause.Or or -> or.branches().forEach(branch -> collect(branch, message, suspects));
        case Clause.Pattern pattern -> {}
        case Clause.Invoke invoke -> {}
      }
    }
  }

  private static void collectFound(ParsedQuery query, String message, List<Place> suspects) {
    for (FindElement element : query.find()) {
      element.aggregates().forEach(aggregate -> collect(aggregate, message, suspects));
      if (element instanceof FindElement.Computed(Formula formula)) {
        collect(formula.call(), message, suspects);
      }
    }
    for (Formula having : query.having()) {
      having.aggregates().forEach(aggregate -> collect(aggregate, message, suspects));
      collect(having.call(), message, suspects);
    }
  }

  private static void collect(
      FindElement.Aggregate aggregate, String message, List<Place> suspects) {
    if (message.startsWith(aggregate.function() + " ")) {
      suspects.add(aggregate.place());
    }
    if (aggregate.argument() instanceof Term.Nested(Call call)) {
      collect(call, message, suspects);
    }
  }

  private static void collect(Call call, String message, List<Place> suspects) {
    if (message.startsWith(call.function() + " ")) {
      suspects.add(call.place());
    }
    for (Term argument : call.arguments()) {
      if (argument instanceof Term.Nested(Call nested)) {
        collect(nested, message, suspects);
      }
    }
  }
}
