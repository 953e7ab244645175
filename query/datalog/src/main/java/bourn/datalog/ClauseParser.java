package bourn.datalog;

import bourn.engine.Functions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads clauses. */
final class ClauseParser {

  private static final int MOST_CLAUSES = 1_000;

  private int read;

  List<Clause> clauses(List<Node> nodes, String source) {
    List<Clause> clauses = new ArrayList<>();
    for (Node node : nodes) {
      if (and(node) && node.items().size() > 1) {
        clauses.addAll(clauses(rest(node, 1), source));
      } else {
        clauses.add(clause(node, source));
      }
    }
    return clauses;
  }

  private Clause clause(Node node, String source) {
    if (++read > MOST_CLAUSES) {
      throw node.place()
          .wrong("too-large", "a query may have " + MOST_CLAUSES + " clauses, and this has more");
    }
    if (!node.sequence() || node.items().isEmpty()) {
      throw node.place()
          .wrong(
              "malformed",
              "expected a clause, found " + node,
              node.variable() ? "a clause stands in brackets: [?e :attribute ?v]" : null);
    }
    return node.items().getFirst().source()
        ? onSource(node, node.items().getFirst().toString())
        : unprefixed(node, node.items(), source);
  }

  private Clause onSource(Node node, String source) {
    List<Node> items = rest(node, 1);
    if (items.isEmpty()) {
      throw malformed(node, "a clause needs more than its source, found " + node);
    }
    return items.getFirst().plainSymbol()
        ? named(node, items, source)
        : pattern(node, items, source);
  }

  private Clause unprefixed(Node node, List<Node> items, String source) {
    Node head = items.getFirst();
    if (head.plainSymbol()) {
      return named(node, items, source);
    }
    if (head.sequence() && !head.items().isEmpty() && head.items().getFirst().symbol() != null) {
      return function(node, items);
    }
    return pattern(node, items, source);
  }

  private Clause pattern(Node node, List<Node> items, String source) {
    if (node.round()) {
      throw node.place().wrong("malformed", "a pattern stands in square brackets, found " + node);
    }
    return new Clause.Pattern(
        source,
        Node.few("a pattern", items).stream().map(ClauseParser::term).toList(),
        node.place());
  }

  private static Term term(Node node) {
    if (node.round()) {
      throw node.place()
          .wrong(
              "malformed",
              "a pattern is of variables and values, found " + node,
              "a function's value is bound first: [" + node + " ?value]");
    }
    return TermParser.term(node);
  }

  private Clause function(Node node, List<Node> items) {
    if (items.size() > 2) {
      throw node.place()
          .wrong(
              "malformed",
              "a function clause has one call and at most one binding, found "
                  + items.size()
                  + " forms",
              "several variables are bound as [(f ?x) [?a ?b]]");
    }
    Node head = items.getFirst();
    if (head.place().text() != null && !head.round()) {
      throw node.place()
          .wrong(
              "malformed",
              "expected a clause, found " + node,
              "a clause stands in one pair of brackets, a call in parentheses: [(f ?x)]");
    }
    Call call = TermParser.call(head);
    return items.size() == 1
        ? new Clause.Predicate(call, node.place())
        : new Clause.Bind(call, TermParser.binding(items.get(1)), node.place());
  }

  private Clause named(Node node, List<Node> items, String source) {
    String name = items.getFirst().toString();
    List<Node> rest = items.subList(1, items.size());
    Clause clause =
        switch (name) {
          case "and" -> throw malformed(node, "and needs at least one clause");
          case "not" -> new Clause.Not(null, body(node, rest, source), node.place());
          case "not-join" -> notJoin(node, rest, source);
          case "or" -> new Clause.Or(List.of(), null, branches(node, rest, source), node.place());
          case "or-join" -> orJoin(node, rest, source);
          default -> null;
        };
    return clause == null ? invoke(node, name, rest, source) : clause;
  }

  private Clause invoke(Node node, String name, List<Node> arguments, String source) {
    if (node.place().text() != null && !node.round()) {
      throw node.place()
          .wrong(
              "malformed",
              "a pattern cannot begin with " + name,
              Functions.names().contains(name)
                  ? "a function stands in parentheses: [(" + name + " ...)]"
                  : "variables begin with a question mark, ?"
                      + name
                      + "; rules stand in parentheses, ("
                      + name
                      + " ...)");
    }
    return new Clause.Invoke(
        source,
        name,
        Node.few("a call", arguments).stream().map(TermParser::term).toList(),
        node.place());
  }

  private Clause notJoin(Node node, List<Node> rest, String source) {
    if (rest.isEmpty() || !rest.getFirst().sequence()) {
      throw malformed(node, "not-join begins with the variables it joins on, as [?x ?y]");
    }
    return new Clause.Not(
        TermParser.variables(rest.getFirst().items()),
        body(node, rest.subList(1, rest.size()), source),
        node.place());
  }

  private Clause orJoin(Node node, List<Node> rest, String source) {
    if (rest.isEmpty() || !rest.getFirst().sequence() || rest.getFirst().items().isEmpty()) {
      throw malformed(node, "or-join begins with the variables it joins on, as [?x ?y]");
    }
    Parameters parameters = Parameters.of(rest.getFirst().items());
    return new Clause.Or(
        parameters.required(),
        parameters.all(),
        branches(node, rest.subList(1, rest.size()), source),
        node.place());
  }

  private List<Clause> body(Node node, List<Node> nodes, String source) {
    if (nodes.isEmpty()) {
      throw malformed(node, node.items().getFirst() + " needs at least one clause");
    }
    return clauses(nodes, source);
  }

  private List<List<Clause>> branches(Node node, List<Node> nodes, String source) {
    if (nodes.isEmpty()) {
      throw malformed(node, node.items().getFirst() + " needs at least one branch");
    }
    List<List<Clause>> branches = new ArrayList<>();
    for (Node branch : nodes) {
      branches.add(
          and(branch) ? body(branch, rest(branch, 1), source) : List.of(clause(branch, source)));
    }
    return branches;
  }

  private static boolean and(Node node) {
    return node.sequence() && !node.items().isEmpty() && node.items().getFirst().is("and");
  }

  private static List<Node> rest(Node node, int from) {
    return node.items().subList(from, node.items().size());
  }

  private static RuntimeException malformed(Node node, String message) {
    return node.place().wrong("malformed", message, (@Nullable String) null);
  }
}
