package bourn.datalog;

import java.util.ArrayList;
import java.util.List;

/**
 * The variables by which a rule or an {@code or-join} is joined to what is around it.
 *
 * @param required those that must be bound before, which come first
 */
record Parameters(List<Term.Variable> required, List<Term.Variable> free) {

  /** Reads {@code ?x ?y} or {@code [?x] ?y}. */
  static Parameters of(List<Node> nodes) {
    if (nodes.isEmpty() || !nodes.getFirst().sequence()) {
      return new Parameters(List.of(), TermParser.variables(nodes));
    }
    return new Parameters(
        TermParser.variables(nodes.getFirst().items()),
        TermParser.variables(nodes.subList(1, nodes.size())));
  }

  /** Returns all, the required ones first. */
  List<Term.Variable> all() {
    List<Term.Variable> all = new ArrayList<>(required);
    all.addAll(free);
    return all;
  }
}
