package bourn.datalog;

import bourn.engine.Nearest;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code :order-by}, as {@code ?x :desc (count ?y)} or {@code [?x :desc] [?y :asc]}. */
final class OrderParser {

  private OrderParser() {}

  static List<Window.Key> parse(List<Node> nodes, List<FindElement> find) {
    List<Window.Key> keys = new ArrayList<>();
    List<Node> flat = flatten(nodes);
    for (int i = 0; i < flat.size(); i++) {
      boolean directed = i + 1 < flat.size() && flat.get(i + 1).keyword() != null;
      boolean descending = directed && flat.get(i + 1).toString().equals(":desc");
      keys.add(new Window.Key(column(flat.get(i), find), descending));
      if (directed) {
        checkDirection(flat.get(++i));
      }
    }
    return keys;
  }

  private static List<Node> flatten(List<Node> nodes) {
    List<Node> flat = new ArrayList<>();
    for (Node node : nodes) {
      if (node.sequence() && !node.call()) {
        flat.addAll(flatten(node.items()));
      } else {
        flat.add(node);
      }
    }
    return flat;
  }

  private static void checkDirection(Node node) {
    if (!node.toString().equals(":asc") && !node.toString().equals(":desc")) {
      throw node.place().wrong("malformed", "an order is :asc or :desc, found " + node);
    }
  }

  private static int column(Node node, List<FindElement> find) {
    String wanted = node.call() ? TermParser.call(node).toString() : node.toString();
    for (int i = 0; i < find.size(); i++) {
      if (find.get(i).toString().equals(wanted)) {
        return i;
      }
    }
    List<String> found = find.stream().map(FindElement::toString).toList();
    throw node.place()
        .wrong(
            "unbound",
            ":order-by names " + node + ", which :find does not find",
            Nearest.hint(node.toString(), found));
  }
}
