package bourn.datalog;

import java.util.List;

/**
 * One branch of a rule.
 *
 * @param name the name, which the branches of a rule share
 * @param required how many of the parameters, counted from the first, must be bound by the caller
 * @param parameters the parameters
 * @param folding the aggregates among the parameters, if any
 * @param body what must hold; its default source is the one the rule is invoked on
 */
record Rule(
    String name,
    int required,
    List<Term.Variable> parameters,
    Folding folding,
    List<Clause> body,
    Place place) {

  /** Makes a branch of a rule without required parameters and without aggregates. */
  Rule(String name, List<Term.Variable> parameters, List<Clause> body, Place place) {
    this(name, 0, parameters, Folding.NONE, body, place);
  }

  Rule {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }
}
