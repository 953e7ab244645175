package bourn.datalog;

import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a block after everything that can be done without looking at a source: rules that
 * are one conjunction written out, constants carried everywhere, comparisons with constants made
 * ranges.
 */
final class Simplified {

  private final Set<String> seeded;
  private final List<Clause> clauses = new ArrayList<>();
  private final List<Tuples> given = new ArrayList<>();
  private final Map<String, Range> ranges = new HashMap<>();
  private Scope scope;
  private boolean impossible;

  /**
   * Simplifies {@code written}.
   *
   * @param seeded the variables that have values from outside already
   */
  Simplified(List<Clause> written, Set<String> seeded, Scope scope) {
    this.seeded = seeded;
    this.scope = scope;
    writeOut(written);
    while (foldOnce()) {
      scope.planning().guard().check();
    }
    takeRanges();
  }

  List<Clause> clauses() {
    return clauses;
  }

  /** Returns rows that are known already. */
  List<Tuples> given() {
    return given;
  }

  Map<String, Range> ranges() {
    return ranges;
  }

  /** Returns the scope with the constants found. */
  Scope scope() {
    return scope;
  }

  /** Returns whether the clauses contradict each other. */
  boolean impossible() {
    return impossible;
  }

  private void writeOut(List<Clause> written) {
    for (Clause clause : written) {
      scope.planning().guard().check();
      if (clause instanceof Clause.Invoke invoke && seeds(invoke)) {
        continue;
      }
      List<Clause> rewritten = Conjunctions.rewrite(clause);
      if (rewritten == null) {
        rewritten = SourceFunctions.rewrite(clause, scope);
      }
      if (rewritten != null) {
        writeOut(rewritten);
      } else if (clause instanceof Clause.Invoke invoke && conjunction(invoke)) {
        writeOut(RuleCalls.inlined(invoke, scope).getFirst());
      } else if (clause instanceof Clause.Or or
          && or.joined() == null
          && or.branches().size() == 1) {
        writeOut(or.branches().getFirst());
      } else {
        clauses.add(clause);
      }
    }
  }

  /** Takes the rows that stand for a rule, if {@code invoke} names no rule but such rows. */
  private boolean seeds(Clause.Invoke invoke) {
    Tuples rows =
        scope.rules().containsKey(invoke.rule())
            ? null
            : scope.planning().relation(new RuleKey(invoke.rule(), invoke.source()));
    if (rows != null) {
      given.add(RuleCalls.applied(rows, invoke.arguments(), scope));
    }
    return rows != null;
  }

  private boolean conjunction(Clause.Invoke invoke) {
    List<Rule> branches = RuleCalls.branches(invoke, scope);
    return branches.size() == 1
        && branches.getFirst().folding().none()
        && !RuleCalls.recursive(invoke.rule(), scope);
  }

  private boolean foldOnce() {
    for (int i = 0; i < clauses.size(); i++) {
      boolean folded =
          switch (clauses.get(i)) {
            case Clause.Predicate predicate -> fold(predicate);
            case Clause.Bind bind -> fold(bind);
            default -> false;
          };
      if (folded) {
        clauses.remove(i);
        return true;
      }
    }
    return false;
  }

  private boolean fold(Clause.Predicate predicate) {
    Call call = predicate.call();
    Value value = Expressions.constant(call, scope);
    if (value != null) {
      impossible |= !Plumbing.truthy(value);
      return true;
    }
    return call.function().equals("=") && call.arguments().size() == 2 && equated(call);
  }

  private boolean equated(Call call) {
    return equated(call.arguments().get(0), call.arguments().get(1))
        || equated(call.arguments().get(1), call.arguments().get(0));
  }

  private boolean equated(Term variable, Term constant) {
    Value value = scope.constant(constant);
    if (value == null
        || value instanceof Value.Nil
        || !(variable instanceof Term.Variable(String name, Place place))
        || seeded.contains(name)) {
      return false;
    }
    scope = scope.with(Map.of(name, value));
    return true;
  }

  private boolean fold(Clause.Bind bind) {
    Value value = Expressions.constant(bind.call(), scope);
    if (value == null || bindsSeeded(bind.binding())) {
      return false;
    }
    scope.planning().held(value);
    give(Bindings.rows(bind.binding(), value, scope.planning().guard()));
    return true;
  }

  private boolean bindsSeeded(Binding binding) {
    boolean[] binds = {false};
    binding.variables(variable -> binds[0] |= seeded.contains(variable.name()));
    return binds[0];
  }

  private void give(Tuples tuples) {
    Map<String, Value> one = single(tuples);
    if (one == null) {
      given.add(tuples);
      return;
    }
    for (Map.Entry<String, Value> entry : one.entrySet()) {
      Value before = scope.constants().get(entry.getKey());
      impossible |= before != null && !before.equals(entry.getValue());
    }
    scope = scope.with(one);
  }

  /** Returns the variables of the only row, or null if there is not exactly one. */
  static @Nullable Map<String, Value> single(Tuples tuples) {
    if (!(tuples.plan() instanceof Plan.Rows(int width, List<List<Value>> rows))
        || rows.size() != 1) {
      return null;
    }
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < width; i++) {
      if (!tuples.columns().get(i).startsWith(" ")) {
        values.put(tuples.columns().get(i), rows.getFirst().get(i));
      }
    }
    return values;
  }

  private void takeRanges() {
    for (int i = clauses.size() - 1; i >= 0; i--) {
      if (clauses.get(i) instanceof Clause.Predicate predicate) {
        Range.Of found = Range.of(predicate.call(), scope);
        if (found != null && matched(found.variable())) {
          ranges.merge(found.variable(), found.range(), Range::and);
          clauses.remove(i);
        }
      }
    }
  }

  /** Returns whether a pattern over facts gives the variable its values. */
  private boolean matched(String variable) {
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Pattern pattern
          && scope.matched(pattern.source(), pattern.place()) instanceof Matched.Facts
          && pattern.terms().stream()
              .anyMatch(
                  term ->
                      term instanceof Term.Variable(String name, Place place)
                          && name.equals(variable))) {
        return true;
      }
    }
    return false;
  }
}
