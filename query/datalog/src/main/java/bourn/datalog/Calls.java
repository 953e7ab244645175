package bourn.datalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which rules call which. */
final class Calls {

  private final Map<String, List<Rule>> rules;
  private final Map<String, Set<String>> reached = new HashMap<>();

  Calls(Map<String, List<Rule>> rules) {
    this.rules = rules;
  }

  /** Returns whether {@code rule} calls itself, directly or not. */
  boolean recursive(String rule) {
    return reachedFrom(rule).contains(rule);
  }

  /**
   * Returns {@code key} and every rule, on every source, that it calls and that is recursive
   * together with it.
   */
  Set<RuleKey> together(RuleKey key) {
    Set<RuleKey> found = new LinkedHashSet<>(Set.of(key));
    List<RuleKey> open = new ArrayList<>(found);
    while (!open.isEmpty()) {
      RuleKey caller = open.removeLast();
      for (Rule branch : rules.getOrDefault(caller.rule(), List.of())) {
        each(
            branch.body(),
            (invoke, negated) -> {
              RuleKey called = called(invoke, caller);
              if (reachedFrom(called.rule()).contains(key.rule()) && found.add(called)) {
                open.add(called);
              }
            });
      }
    }
    return found;
  }

  /** Returns the rule that {@code caller} invokes. */
  static RuleKey called(Clause.Invoke invoke, RuleKey caller) {
    return new RuleKey(
        invoke.rule(), invoke.source().equals("$") ? caller.source() : invoke.source());
  }

  private Set<String> reachedFrom(String rule) {
    Set<String> known = reached.get(rule);
    if (known != null) {
      return known;
    }
    Set<String> found = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(rule));
    while (!open.isEmpty()) {
      for (Rule branch : rules.getOrDefault(open.removeLast(), List.of())) {
        each(
            branch.body(),
            (invoke, negated) -> {
              if (found.add(invoke.rule())) {
                open.add(invoke.rule());
              }
            });
      }
    }
    reached.put(rule, found);
    return found;
  }

  /** Passes each invocation in {@code clauses}, and whether it stands within a negation. */
  static void each(List<Clause> clauses, BiConsumer<Clause.Invoke, Boolean> visitor) {
    each(clauses, false, visitor);
  }

  private static void each(
      List<Clause> clauses, boolean negated, BiConsumer<Clause.Invoke, Boolean> visitor) {
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Invoke invoke -> visitor.accept(invoke, negated);
        case Clause.Not not -> each(not.body(), true, visitor);
        case Clause.Or or -> or.branches().forEach(branch -> each(branch, negated, visitor));
        case Clause.Pattern pattern -> {}
        case Clause.Predicate predicate -> {}
        case Clause.Bind bind -> {}
      }
    }
  }
}
