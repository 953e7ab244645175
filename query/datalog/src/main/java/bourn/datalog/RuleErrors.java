package bourn.datalog;

import bourn.engine.Functions;
import bourn.engine.Nearest;
import bourn.engine.QueryException;
import java.util.Set;

/** What can be wrong with rules and their invocations. */
final class RuleErrors {

  private RuleErrors() {}

  static QueryException unknown(Clause.Invoke invoke, Set<String> known) {
    String name = invoke.rule();
    String hint = Nearest.hint(name, known);
    if (Functions.lookup(name) != null || SourceFunctions.NAMES.contains(name)) {
      hint = "a function stands in a vector: [" + invoke + "]";
    } else if (CausalRules.NAMES.contains(name)) {
      hint = name + " is of the events of streams: give some as sources";
    } else if (hint == null && known.isEmpty()) {
      hint = "rules are given for % in :in";
    }
    return invoke.place().wrong("unknown-rule", "there is no rule " + name, hint);
  }

  static QueryException arity(Clause.Invoke invoke, Rule rule) {
    return invoke
        .place()
        .wrong(
            "wrong-arity",
            "the rule "
                + rule.name()
                + " has "
                + counted(rule.parameters().size(), "parameter")
                + ", and is invoked with "
                + counted(invoke.arguments().size(), "argument"));
  }

  static QueryException cyclicNegation(Clause.Invoke invoke, Rule rule) {
    return invoke
        .place()
        .wrong(
            "cyclic-negation",
            "the rule "
                + rule.name()
                + " holds where "
                + invoke.rule()
                + " does not, and vice versa",
            "a rule may negate only rules that do not depend on it");
  }

  static QueryException cyclicAggregate(Clause.Invoke invoke, Rule rule) {
    return invoke
        .place()
        .wrong(
            "cyclic-aggregate",
            "the aggregates of the rule " + rule.name() + " depend on what they give",
            "a rule that calls itself may keep one (min ?x) or one (max ?x); others are taken by a"
                + " rule above it");
  }

  static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
