package bourn.datalog;

import bourn.kernel.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what stands after the name in the head of a rule. */
final class HeadParser {

  private static final Keyword WITH = Keyword.of("with");

  private final Parameters parameters;
  private final Folding folding;

  HeadParser(Node head) {
    List<Node> nodes = head.items().subList(1, head.items().size());
    int end = with(nodes);
    List<Node> plain = new ArrayList<>();
    Map<Integer, FindElement.Aggregate> aggregates = new LinkedHashMap<>();
    for (Node node : nodes.subList(0, end)) {
      if (node.call()) {
        FindElement.Aggregate aggregate = FormulaParser.aggregated(node);
        aggregates.put(plain.size(), aggregate);
        plain.add(variable(node));
      } else {
        plain.add(node);
      }
    }
    this.parameters = Parameters.of(plain);
    List<Node> more = nodes.subList(Math.min(end + 1, nodes.size()), nodes.size());
    this.folding = new Folding(aggregates, TermParser.variables(more));
    check(head);
  }

  private static int with(List<Node> nodes) {
    int at = 0;
    while (at < nodes.size() && !WITH.equals(nodes.get(at).keyword())) {
      at++;
    }
    return at;
  }

  /** The argument of an aggregate in a head is a parameter of the rule. */
  private static Node variable(Node aggregate) {
    Node argument = aggregate.items().getLast();
    TermParser.variable(argument);
    return argument;
  }

  private void check(Node head) {
    if (folding.none() && !folding.with().isEmpty()) {
      throw head.place().wrong("malformed", ":with in the head of a rule needs an aggregate");
    }
    if (!folding.none() && !parameters.required().isEmpty()) {
      throw head.place()
          .wrong("malformed", "a rule with aggregates takes no variables that must be bound");
    }
  }

  Parameters parameters() {
    return parameters;
  }

  Folding folding() {
    return folding;
  }
}
