package bourn.datalog;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads rules, as {@code [[(name ?a ?b) clause...] ...]}. */
final class RuleParser {

  private final ClauseParser clauses = new ClauseParser();
  private final Map<String, List<Rule>> rules = new LinkedHashMap<>();

  /** Returns the branches of each rule, by its name. */
  static Map<String, List<Rule>> parse(Node node) {
    RuleParser parser = new RuleParser();
    if (!node.sequence()) {
      throw node.place()
          .wrong(
              "malformed",
              "rules are a list of rules, found " + node,
              "as [[(name ?x) [?x :attribute]]]");
    }
    node.items().forEach(parser::rule);
    return parser.rules;
  }

  private void rule(Node node) {
    if (!node.sequence() || node.items().size() < 2) {
      throw node.place()
          .wrong(
              "malformed",
              "a rule is a head and at least one clause, found " + node,
              "as [(name ?x) [?x :attribute]]");
    }
    Rule rule = headed(node, node.items().getFirst());
    List<Rule> branches = rules.computeIfAbsent(rule.name(), name -> new ArrayList<>());
    if (!branches.isEmpty()) {
      checkAlike(branches.getFirst(), rule);
    }
    branches.add(rule);
  }

  private Rule headed(Node node, Node head) {
    if (!head.sequence() || head.items().isEmpty() || !head.items().getFirst().plainSymbol()) {
      throw head.place()
          .wrong("malformed", "a rule's head is its name and its parameters, found " + head);
    }
    HeadParser parsed = new HeadParser(head);
    Parameters parameters = parsed.parameters();
    checkDifferent(parameters.all());
    return new Rule(
        head.items().getFirst().toString(),
        parameters.required().size(),
        parameters.all(),
        parsed.folding(),
        clauses.clauses(node.items().subList(1, node.items().size()), "$"),
        head.place());
  }

  private static void checkDifferent(List<Term.Variable> parameters) {
    Set<String> names = new HashSet<>();
    for (Term.Variable parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw parameter
            .place()
            .wrong("malformed", "the parameter " + parameter + " occurs twice in a rule's head");
      }
    }
  }

  private static void checkAlike(Rule first, Rule rule) {
    if (first.parameters().size() != rule.parameters().size()
        || first.required() != rule.required()) {
      throw rule.place()
          .wrong(
              "wrong-arity",
              "all branches of rule "
                  + rule.name()
                  + " need the same parameters: one has "
                  + first.parameters().size()
                  + ", another "
                  + rule.parameters().size());
    }
    if (!first.folding().alike(rule.folding())) {
      throw rule.place()
          .wrong(
              "wrong-arity",
              "all branches of rule " + rule.name() + " need the same aggregates in their heads");
    }
  }

  /** Returns the form of rules given as a value. */
  static Map<String, List<Rule>> parse(Value rules) {
    return parse(Node.of(rules));
  }
}
