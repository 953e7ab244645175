package bourn.datalog;

import bourn.engine.Functions;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads aggregates, and what functions make of them. */
final class FormulaParser {

  private final List<FindElement.Aggregate> aggregates = new ArrayList<>();

  private FormulaParser() {}

  /** Reads an aggregate, or a call with aggregates in it. */
  static FindElement element(Node node) {
    return aggregate(node.items().getFirst())
        ? aggregated(node)
        : new FindElement.Computed(formula(node));
  }

  /** Reads a call with aggregates in it. */
  static Formula formula(Node node) {
    FormulaParser parser = new FormulaParser();
    Call call = parser.call(node);
    return new Formula(call, parser.aggregates);
  }

  /** A name of the library is what the library says; any other is an aggregate of the host's. */
  private static boolean aggregate(Node head) {
    String name = head.toString();
    return FindAggregates.NAMES.contains(name) || Functions.lookup(name) == null;
  }

  private Call call(Node node) {
    TermParser.checkCall(node);
    Node head = node.items().getFirst();
    List<Term> arguments = new ArrayList<>();
    for (Node argument : node.items().subList(1, node.items().size())) {
      arguments.add(argument.call() ? nested(argument) : TermParser.term(argument));
    }
    return new Call(TermParser.named(head.toString()), arguments, head.place());
  }

  private Term nested(Node node) {
    if (!aggregate(node.items().getFirst())) {
      return new Term.Nested(call(node));
    }
    FindElement.Aggregate aggregate = aggregated(node);
    aggregates.add(aggregate);
    return new Term.Variable(aggregate.toString(), aggregate.place());
  }

  /** Reads an aggregate. */
  static FindElement.Aggregate aggregated(Node node) {
    TermParser.checkCall(node);
    Node head = node.items().getFirst();
    List<Node> arguments = node.items().subList(1, node.items().size());
    if (head.is("aggregate") && arguments.size() > 1) {
      return aggregated(arguments.getFirst(), arguments.subList(1, arguments.size()), node);
    }
    return aggregated(head, arguments, node);
  }

  private static FindElement.Aggregate aggregated(Node head, List<Node> arguments, Node node) {
    String name = head.toString();
    if (arguments.isEmpty()) {
      throw node.place().wrong("wrong-arity", "the aggregate " + name + " needs a variable");
    }
    List<Value> parameters =
        arguments.subList(0, arguments.size() - 1).stream().map(FormulaParser::parameter).toList();
    return new FindElement.Aggregate(name, parameters, argument(arguments.getLast()), node.place());
  }

  private static Term argument(Node node) {
    return node.call() ? new Term.Nested(TermParser.call(node)) : TermParser.variable(node);
  }

  private static Value parameter(Node node) {
    if (node.variable()) {
      throw node.place()
          .wrong(
              "wrong-arity",
              "an aggregate takes one variable, and " + node + " is one too many",
              "what else belongs to a row goes to :with");
    }
    return node.value();
  }
}
