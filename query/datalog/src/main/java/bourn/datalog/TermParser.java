package bourn.datalog;

import bourn.engine.Function;
import bourn.engine.Functions;
import java.util.ArrayList;
import java.util.List;

/** Reads terms, calls, bindings and lists of variables. */
final class TermParser {

  private TermParser() {}

  static Term term(Node node) {
    String symbol = node.symbol();
    if (node.variable()) {
      return variable(node);
    }
    if (node.source()) {
      return new Term.SourceName(node.toString(), node.place());
    }
    if (node.is("%")) {
      throw node.place().wrong("malformed", "the rules % are given in :in, and passed on to q");
    }
    return "_".equals(symbol)
        ? new Term.Blank(node.place())
        : new Term.Constant(node.value(), node.place());
  }

  static Term.Variable variable(Node node) {
    if (!node.variable()) {
      throw node.place()
          .wrong(
              "malformed",
              "expected a variable, found " + node,
              node.plainSymbol() ? "variables begin with a question mark: ?" + node : null);
    }
    return new Term.Variable(String.valueOf(node.symbol()), node.place());
  }

  static List<Term.Variable> variables(List<Node> nodes) {
    return nodes.stream().map(TermParser::variable).toList();
  }

  static Call call(Node node) {
    checkCall(node);
    Node head = node.items().getFirst();
    List<Term> arguments = new ArrayList<>();
    boolean asks = head.is(Subqueries.NAME);
    for (Node argument : Node.few("a call", node.items()).subList(1, node.items().size())) {
      arguments.add(asks ? asked(argument, arguments.isEmpty()) : argument(argument));
    }
    return new Call(named(head.toString()), arguments, head.place());
  }

  /** Returns the name of a function as the library has it: without a namespace of Clojure's. */
  static String named(String written) {
    Function function = written.startsWith("clojure.") ? Functions.lookup(written) : null;
    return function == null ? written : function.name();
  }

  private static Term argument(Node node) {
    return node.call() ? new Term.Nested(call(node)) : term(node);
  }

  /** An argument of {@code q}: first the query, which may be quoted, then what it takes. */
  private static Term asked(Node node, boolean first) {
    if (node.is("%")) {
      return new Term.RulesName(node.place());
    }
    if (!first) {
      return argument(node);
    }
    boolean quoted = node.call() && node.items().size() == 2 && node.items().getFirst().is("quote");
    Node query = quoted ? node.items().get(1) : node;
    return new Term.Subquery(Query.within(query), query.place());
  }

  /** Refuses what is no call. */
  static void checkCall(Node node) {
    boolean called =
        node.sequence()
            && !node.items().isEmpty()
            && (node.items().getFirst().plainSymbol() || node.items().getFirst().variable());
    if (!called) {
      throw node.place()
          .wrong("malformed", "expected a function with its arguments, found " + node);
    }
  }

  static Binding binding(Node node) {
    if (node.is("_")) {
      return new Binding.Ignore(node.place());
    }
    if (node.variable()) {
      return new Binding.Scalar(variable(node));
    }
    if (!node.sequence() || node.items().isEmpty()) {
      throw node.place()
          .wrong(
              "malformed",
              "expected a binding, found " + node,
              "a binding is ?x, [?x ...], [?x ?y], [[?x ?y]] or _");
    }
    return collection(node);
  }

  private static Binding collection(Node node) {
    List<Node> items = Node.few("a binding", node.items());
    if (items.size() == 2 && items.get(1).is("...")) {
      return new Binding.Each(binding(items.getFirst()), node.place());
    }
    if (items.size() == 1 && items.getFirst().sequence()) {
      return new Binding.Each(binding(items.getFirst()), node.place());
    }
    return new Binding.Tuple(items.stream().map(TermParser::binding).toList(), node.place());
  }
}
