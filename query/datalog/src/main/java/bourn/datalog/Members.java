package bourn.datalog;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The branches of one recursive rule, planned: those that begin it and those that continue it. */
final class Members {

  private final List<Tuples> base = new ArrayList<>();
  private final List<Tuples> step = new ArrayList<>();
  private final int width;
  private final Folding folding;

  /**
   * Plans the branches of rule {@code key}.
   *
   * @param growing the rules that are recursive together with it, and it itself
   */
  Members(RuleKey key, Set<RuleKey> growing, Scope scope) {
    List<Rule> branches = scope.rules().getOrDefault(key.rule(), List.of());
    this.width = branches.getFirst().parameters().size();
    this.folding = branches.getFirst().folding();
    for (Rule rule : branches) {
      boolean continues = continues(rule, key, growing);
      (continues ? step : base).add(planned(rule, key, scope));
    }
  }

  Plan base() {
    return union(base);
  }

  Plan step() {
    return union(step);
  }

  /** Returns which of the rows count, or null when all do. */
  Plan.@Nullable Extreme extreme() {
    return folding.aggregates().entrySet().stream()
        .map(e -> new Plan.Extreme(e.getKey(), e.getValue().function().equals("max")))
        .findFirst()
        .orElse(null);
  }

  double estimate() {
    return base.stream().mapToDouble(Tuples::estimate).sum();
  }

  private Plan union(List<Tuples> parts) {
    List<Plan> plans = parts.stream().filter(part -> !part.empty()).map(Tuples::plan).toList();
    return switch (plans.size()) {
      case 0 -> new Plan.Rows(width, List.of());
      case 1 -> plans.getFirst();
      default -> new Plan.Union(plans);
    };
  }

  private static boolean continues(Rule rule, RuleKey key, Set<RuleKey> growing) {
    boolean[] continues = {false};
    Calls.each(
        rule.body(),
        (invoke, negated) -> {
          if (growing.contains(Calls.called(invoke, key))) {
            continues[0] = true;
            if (!rule.folding().none() && !rule.folding().monotone()) {
              throw RuleErrors.cyclicAggregate(invoke, rule);
            }
            if (negated) {
              throw RuleErrors.cyclicNegation(invoke, rule);
            }
          }
        });
    return continues[0];
  }

  private static Tuples planned(Rule rule, RuleKey key, Scope scope) {
    Substitution substitution =
        new Substitution(rule.parameters(), List.copyOf(rule.parameters()), key.source(), "");
    List<Clause> body = substitution.clauses(rule.body());
    List<String> order = rule.parameters().stream().map(Term.Variable::name).toList();
    return Block.plan(body, Tuples.UNIT, new HashSet<>(order), scope).in(order);
  }
}
