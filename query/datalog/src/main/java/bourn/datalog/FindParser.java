package bourn.datalog;

import bourn.engine.Nearest;
import bourn.kernel.Value;
import java.util.List;

/** Reads what a query finds. */
final class FindParser {

  private FindParser() {}

  /** What {@code :find} says. */
  record Find(FindShape shape, List<FindElement> elements) {}

  static Find parse(List<Node> nodes, Place place) {
    if (nodes.isEmpty()) {
      throw place.wrong("malformed", ":find needs at least one variable, aggregate or pull");
    }
    Node first = nodes.getFirst();
    if (nodes.size() == 2 && nodes.get(1).is(".")) {
      return new Find(FindShape.SCALAR, List.of(element(first)));
    }
    if (nodes.size() > 1 || !first.sequence() || first.call()) {
      return new Find(FindShape.RELATION, nodes.stream().map(FindParser::element).toList());
    }
    return bracketed(first);
  }

  private static Find bracketed(Node node) {
    List<Node> items = node.items();
    if (items.size() == 2 && items.get(1).is("...")) {
      return new Find(FindShape.COLLECTION, List.of(element(items.getFirst())));
    }
    if (items.isEmpty()) {
      throw node.place().wrong("malformed", ":find [] finds nothing");
    }
    return new Find(FindShape.TUPLE, items.stream().map(FindParser::element).toList());
  }

  private static FindElement element(Node node) {
    if (node.variable()) {
      return new FindElement.Plain(TermParser.variable(node));
    }
    if (!node.sequence() || node.items().isEmpty() || !node.items().getFirst().plainSymbol()) {
      throw node.place()
          .wrong(
              "malformed",
              "expected a variable, an aggregate or a pull to find, found " + node,
              node.plainSymbol() ? "variables begin with a question mark: ?" + node : null);
    }
    return node.items().getFirst().is("pull") ? pulled(node) : aggregate(node);
  }

  private static FindElement pulled(Node node) {
    List<Node> items = node.items();
    boolean named = items.size() > 1 && items.get(1).source();
    int at = named ? 2 : 1;
    if (items.size() != at + 2) {
      throw node.place()
          .wrong("malformed", "a pull in :find is (pull ?entity pattern), found " + node);
    }
    return new FindElement.Pulled(
        named ? items.get(1).toString() : "$",
        TermParser.variable(items.get(at)),
        items.get(at + 1),
        node.place());
  }

  private static FindElement aggregate(Node node) {
    Node head = node.items().getFirst();
    String name = head.toString();
    if (!FindAggregates.NAMES.contains(name)) {
      throw head.place()
          .wrong(
              "unknown-aggregate",
              "there is no aggregate " + name,
              Nearest.hint(name, FindAggregates.NAMES));
    }
    List<Node> arguments = node.items().subList(1, node.items().size());
    if (arguments.isEmpty()) {
      throw node.place().wrong("wrong-arity", "the aggregate " + name + " needs a variable");
    }
    List<Value> parameters =
        arguments.subList(0, arguments.size() - 1).stream().map(FindParser::parameter).toList();
    FindElement.Aggregate aggregate =
        new FindElement.Aggregate(
            name, parameters, TermParser.variable(arguments.getLast()), node.place());
    FindAggregates.of(aggregate);
    return aggregate;
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
