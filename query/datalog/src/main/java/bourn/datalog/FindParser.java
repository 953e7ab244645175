package bourn.datalog;

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
    if (node.is(".") || node.is("...")) {
      throw node.place()
          .wrong(
              "malformed",
              node + " stands after one element only",
              "as :find ?x . for one value, :find [?x ...] for all as a list");
    }
    if (!node.call()) {
      throw node.place()
          .wrong(
              "malformed",
              "expected a variable, an aggregate or a pull to find, found " + node,
              node.plainSymbol() ? "variables begin with a question mark: ?" + node : null);
    }
    return node.items().getFirst().is("pull") ? pulled(node) : FormulaParser.element(node);
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
}
