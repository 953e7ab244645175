package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that holds of what a walk connects: over any number of steps and one pair at its end.
 *
 * @param steps pairs
 * @param ends pairs
 * @param backward whether all pairs are the other way round, and walks go from the second parameter
 *     to the first
 */
record ClosureRule(Tuples steps, Tuples ends, boolean backward) {

  /*
   * Three forms: (r x y) where a step leads from x to some t and (r t y); where (r x t) and a step
   * leads from t to y, which is the same walked backward; and where (r x t) and (r t y), whose steps
   * are its ends. Patterns must bind both ends of a step, so that steps are found without the walk.
   */

  private static final List<String> COLUMNS = List.of(" 0", " 1");

  /** Returns the rule that {@code invoke} names as such, or null if it is something else. */
  static @Nullable ClosureRule of(Clause.Invoke invoke, Scope scope) {
    RuleKey key = new RuleKey(invoke.rule(), invoke.source());
    List<Rule> branches = RuleCalls.branches(invoke, scope);
    if (branches.getFirst().parameters().size() != 2
        || branches.getFirst().required() > 0
        || !branches.getFirst().folding().none()
        || scope.growing().containsKey(key)
        || new Calls(scope.rules()).together(key).size() > 1) {
      return null;
    }
    return new Reader(key, scope).read(branches);
  }

  /** Returns whether walks are the same in both directions, but for their direction. */
  private boolean symmetric() {
    return steps.plan().equals(ends.plan());
  }

  /** Returns whether the pairs of one value of parameter {@code at} can be walked alone. */
  boolean leadsFrom(int at) {
    return symmetric() || (at == 0) != backward;
  }

  /** Returns all pairs. */
  Tuples all() {
    return pairs(backward, null);
  }

  /** Returns the pairs in which parameter {@code at} has one of the values of {@code from}. */
  Tuples from(int at, Plan from) {
    return pairs(at == 1, from);
  }

  private Tuples pairs(boolean turned, @Nullable Plan from) {
    Plan closure = new Plan.Closure(turn(steps.plan(), turned), turn(ends.plan(), turned), from);
    double estimate = Math.max(1, (from == null ? 4 : 0.5) * ends.estimate());
    return new Tuples(turn(closure, turned), COLUMNS, estimate, Set.copyOf(COLUMNS));
  }

  private static Plan turn(Plan pairs, boolean turned) {
    return turned
        ? new Plan.Project(pairs, List.of(new Expression.Input(1), new Expression.Input(0)))
        : pairs;
  }

  /** What a branch adds to the walks. */
  private enum Form {
    END,
    STEP_FIRST,
    STEP_LAST,
    TWICE,
    OTHER
  }

  /** Reads the branches of one rule. */
  private static final class Reader {

    private final RuleKey key;
    private final Scope scope;
    private final Variables variables;
    private final List<Tuples> steps = new ArrayList<>();
    private final List<Tuples> ends = new ArrayList<>();
    private @Nullable Form form;

    Reader(RuleKey key, Scope scope) {
      this.key = key;
      this.scope = scope.bare();
      this.variables = new Variables(scope.rules());
    }

    @Nullable ClosureRule read(List<Rule> branches) {
      for (Rule rule : branches) {
        Form next = form(rule);
        if (next == Form.OTHER || (next != Form.END && form != null && form != next)) {
          return null;
        }
        form = next == Form.END ? form : next;
      }
      if (form == null) {
        return null;
      }
      scope.planning().enter();
      branches.forEach(this::plan);
      scope.planning().leave();
      Tuples ending = Tuples.union(COLUMNS, ends);
      Tuples stepping = form == Form.TWICE ? ending : Tuples.union(COLUMNS, steps);
      return new ClosureRule(stepping, ending, form == Form.STEP_LAST);
    }

    private Form form(Rule rule) {
      List<Clause.Invoke> calls = calls(rule.body());
      String x = rule.parameters().get(0).name();
      String y = rule.parameters().get(1).name();
      if (x.equals(y)) {
        return Form.OTHER;
      }
      return switch (calls.size()) {
        case 0 -> Form.END;
        case 1 -> linear(rule, calls.getFirst(), x, y);
        case 2 -> twice(rule, calls, x, y) ? Form.TWICE : Form.OTHER;
        default -> Form.OTHER;
      };
    }

    private Form linear(Rule rule, Clause.Invoke call, String x, String y) {
      List<Clause> rest = without(rule.body(), call);
      String first = name(call.arguments().get(0));
      String last = name(call.arguments().get(1));
      if (first == null || last == null || !rule.body().contains(call)) {
        return Form.OTHER;
      }
      if (last.equals(y) && !Set.of(x, y).contains(first) && steps(rest, x, first, y)) {
        return Form.STEP_FIRST;
      }
      return first.equals(x) && !Set.of(x, y).contains(last) && steps(rest, last, y, x)
          ? Form.STEP_LAST
          : Form.OTHER;
    }

    /** Returns whether patterns of {@code rest} bind both ends of a step, and nothing is else. */
    private boolean steps(List<Clause> rest, String from, String to, String elsewhere) {
      Set<String> bound = new HashSet<>();
      rest.stream()
          .filter(Clause.Pattern.class::isInstance)
          .forEach(pattern -> bound.addAll(variables.boundBy(pattern)));
      return bound.containsAll(Set.of(from, to))
          && !variables.mentionedBy(rest).contains(elsewhere);
    }

    private static boolean twice(Rule rule, List<Clause.Invoke> calls, String x, String y) {
      String first = name(calls.get(0).arguments().get(0));
      String middle = name(calls.get(0).arguments().get(1));
      return rule.body().size() == 2
          && rule.body().containsAll(calls)
          && middle != null
          && !Set.of(x, y).contains(middle)
          && x.equals(first)
          && middle.equals(name(calls.get(1).arguments().get(0)))
          && y.equals(name(calls.get(1).arguments().get(1)));
    }

    private List<Clause.Invoke> calls(List<Clause> clauses) {
      List<Clause.Invoke> calls = new ArrayList<>();
      Calls.each(
          clauses,
          (call, negated) -> {
            if (call.rule().equals(key.rule())) {
              calls.add(call);
            }
          });
      return calls;
    }

    private static @Nullable String name(Term term) {
      return term instanceof Term.Variable(String name, Place place) ? name : null;
    }

    private static List<Clause> without(List<Clause> clauses, Clause left) {
      return clauses.stream().filter(clause -> !clause.equals(left)).toList();
    }

    private void plan(Rule rule) {
      List<Clause.Invoke> calls = calls(rule.body());
      String x = rule.parameters().get(0).name();
      String y = rule.parameters().get(1).name();
      if (calls.isEmpty()) {
        ends.add(planned(rule, rule.body(), x, y));
      } else if (form != Form.TWICE) {
        Clause.Invoke call = calls.getFirst();
        List<Clause> rest = without(rule.body(), call);
        boolean first = form == Form.STEP_FIRST;
        String middle = String.valueOf(name(call.arguments().get(first ? 0 : 1)));
        steps.add(first ? planned(rule, rest, x, middle) : planned(rule, rest, middle, y));
      }
    }

    private Tuples planned(Rule rule, List<Clause> body, String from, String to) {
      List<Term> same = List.copyOf(rule.parameters());
      Substitution substitution = new Substitution(rule.parameters(), same, key.source(), "");
      List<String> pair = List.of(from, to);
      return Block.plan(substitution.clauses(body), Tuples.UNIT, new HashSet<>(pair), scope)
          .in(pair)
          .named(COLUMNS);
    }
  }
}
