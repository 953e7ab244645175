package bourn.datalog;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a recursive rule for an invocation with constants, so that only what they reach is
 * found.
 */
final class Specialised {

  /*
   * Three forms are known. Where every recursive call passes a parameter on unchanged, its constant
   * holds throughout: the parameter goes, and the constant stands in the bodies. Where a branch
   * makes one call at its end that passes the other parameters on unchanged, the constants lead
   * from call to call: one rule finds all that is reached, and the branches without a call answer
   * for each of those. Else, by magic sets [1], one rule finds for which arguments answers are
   * demanded, by what the clauses that hang together with those lead to, and by answers to the calls
   * before; and every branch answers for those only.
   *
   * [1] Bancilhon, Maier, Sagiv, Ullman, Magic sets and other strange ways to implement logic
   *     programs, 1986
   */

  private final Clause.Invoke invoke;
  private final List<Rule> branches;
  private final Scope scope;

  private Specialised(Clause.Invoke invoke, Scope scope) {
    this.invoke = invoke;
    this.branches = RuleCalls.branches(invoke, scope);
    this.scope = scope;
  }

  /** Returns an invocation that gives the same rows sooner, or {@code invoke} itself. */
  static Clause.Invoke of(Clause.Invoke invoke, Scope scope) {
    RuleKey key = new RuleKey(invoke.rule(), invoke.source());
    if (scope.growing().containsKey(key) || new Calls(scope.rules()).together(key).size() > 1) {
      return invoke;
    }
    Specialised specialised = new Specialised(invoke, scope);
    for (Set<Integer> fixed : specialised.candidates()) {
      Clause.Invoke made = specialised.fixing(fixed);
      if (made != null) {
        return made;
      }
    }
    return invoke;
  }

  /** At least one parameter must stay, as a relation has at least one column. */
  private List<Set<Integer>> candidates() {
    Set<Integer> constant = new TreeSet<>();
    for (int i = 0; i < invoke.arguments().size(); i++) {
      if (scope.constant(invoke.arguments().get(i)) != null
          && !branches.getFirst().folding().at(i)) {
        constant.add(i);
      }
    }
    List<Set<Integer>> candidates = new ArrayList<>();
    if (!constant.isEmpty() && constant.size() < invoke.arguments().size()) {
      candidates.add(constant);
    }
    if (invoke.arguments().size() > 1) {
      constant.forEach(position -> candidates.add(Set.of(position)));
    }
    return candidates;
  }

  private Clause.@Nullable Invoke fixing(Set<Integer> fixed) {
    if (branches.stream().allMatch(rule -> passedOn(rule, fixed))) {
      return constantThroughout(fixed);
    }
    boolean leading =
        branches.stream().allMatch(rule -> rule.folding().none() && leading(rule, fixed));
    return leading ? reaching(fixed) : demanded(fixed);
  }

  private List<Clause.Invoke> calls(List<Clause> clauses) {
    List<Clause.Invoke> calls = new ArrayList<>();
    Calls.each(
        clauses,
        (call, negated) -> {
          if (call.rule().equals(invoke.rule())) {
            calls.add(call);
          }
        });
    return calls;
  }

  private boolean passedOn(Rule rule, Set<Integer> positions) {
    return calls(rule.body()).stream().allMatch(call -> passesOn(rule, call, positions));
  }

  private static boolean passesOn(Rule rule, Clause.Invoke call, Set<Integer> positions) {
    return positions.stream()
        .allMatch(
            i ->
                call.arguments().get(i) instanceof Term.Variable(String name, Place place)
                    && name.equals(rule.parameters().get(i).name()));
  }

  private boolean leading(Rule rule, Set<Integer> fixed) {
    List<Clause.Invoke> calls = calls(rule.body());
    if (calls.isEmpty()) {
      return true;
    }
    Clause.Invoke call = calls.getFirst();
    if (calls.size() > 1 || !rule.body().contains(call)) {
      return false;
    }
    Set<Integer> free = others(fixed);
    Set<String> elsewhere = new Variables(scope.rules()).mentionedBy(without(rule.body(), call));
    return passesOn(rule, call, free)
        && free.stream().noneMatch(i -> elsewhere.contains(rule.parameters().get(i).name()))
        && differentVariables(call, fixed);
  }

  private static boolean differentVariables(Clause.Invoke call, Set<Integer> positions) {
    Set<String> names = new HashSet<>();
    return positions.stream()
        .allMatch(
            i ->
                call.arguments().get(i) instanceof Term.Variable(String name, Place place)
                    && names.add(name));
  }

  private Set<Integer> others(Set<Integer> positions) {
    Set<Integer> others = new TreeSet<>();
    for (int i = 0; i < invoke.arguments().size(); i++) {
      if (!positions.contains(i)) {
        others.add(i);
      }
    }
    return others;
  }

  private static List<Clause> without(List<Clause> clauses, Clause left) {
    return clauses.stream().filter(clause -> !clause.equals(left)).toList();
  }

  private Clause.Invoke constantThroughout(Set<Integer> fixed) {
    String name = name("with", fixed);
    Set<Integer> kept = others(fixed);
    if (!scope.rules().containsKey(name)) {
      List<Rule> made = new ArrayList<>();
      for (Rule rule : branches) {
        List<Clause> body = constants(rule.parameters(), fixed);
        body.addAll(renamed(rule.body(), name, kept));
        made.add(
            new Rule(
                name,
                0,
                picked(rule.parameters(), kept),
                rule.folding().only(kept),
                body,
                rule.place()));
      }
      scope.rules().put(name, made);
    }
    return called(name, kept);
  }

  private List<Clause> renamed(List<Clause> clauses, String name, Set<Integer> kept) {
    return clauses.stream().map(clause -> renamed(clause, name, kept)).toList();
  }

  private Clause renamed(Clause clause, String name, Set<Integer> kept) {
    return switch (clause) {
      case Clause.Invoke call when call.rule().equals(invoke.rule()) ->
          new Clause.Invoke(call.source(), name, picked(call.arguments(), kept), call.place());
      case Clause.Or or ->
          new Clause.Or(
              or.required(),
              or.joined(),
              or.branches().stream().map(branch -> renamed(branch, name, kept)).toList(),
              or.place());
      default -> clause;
    };
  }

  private Clause.Invoke reaching(Set<Integer> fixed) {
    String reached = name("reached", fixed);
    String answer = name("from", fixed);
    if (!scope.rules().containsKey(answer)) {
      List<Rule> reaching = new ArrayList<>();
      List<Rule> answering = new ArrayList<>();
      Rule first = branches.getFirst();
      List<Term.Variable> start = picked(first.parameters(), fixed);
      reaching.add(new Rule(reached, start, constants(first.parameters(), fixed), first.place()));
      for (Rule rule : branches) {
        List<Clause.Invoke> calls = calls(rule.body());
        List<Clause> body = new ArrayList<>();
        body.add(
            new Clause.Invoke(
                "$", reached, List.copyOf(picked(rule.parameters(), fixed)), rule.place()));
        if (calls.isEmpty()) {
          body.addAll(rule.body());
          answering.add(
              new Rule(answer, picked(rule.parameters(), others(fixed)), body, rule.place()));
        } else {
          body.addAll(without(rule.body(), calls.getFirst()));
          reaching.add(new Rule(reached, led(calls.getFirst(), fixed), body, rule.place()));
        }
      }
      scope.rules().put(reached, reaching);
      scope.rules().put(answer, answering);
    }
    return called(answer, others(fixed));
  }

  private Clause.@Nullable Invoke demanded(Set<Integer> fixed) {
    if (branches.getFirst().required() > 0) {
      return null;
    }
    String answer = name("answer", fixed);
    if (!scope.rules().containsKey(answer)) {
      String demand = name("demand", fixed);
      Rule first = branches.getFirst();
      List<Rule> demanding = new ArrayList<>();
      List<Rule> answering = new ArrayList<>();
      demanding.add(
          new Rule(
              demand,
              picked(first.parameters(), fixed),
              constants(first.parameters(), fixed),
              first.place()));
      for (Rule rule : branches) {
        Clause asked =
            new Clause.Invoke(
                "$", demand, List.copyOf(picked(rule.parameters(), fixed)), rule.place());
        if (!rule.folding().none() || !demand(rule, asked, fixed, demand, answer, demanding)) {
          return null;
        }
        List<Clause> body = new ArrayList<>(List.of(asked));
        body.addAll(renamed(rule.body(), answer, all()));
        answering.add(new Rule(answer, rule.parameters(), body, rule.place()));
      }
      scope.rules().put(demand, demanding);
      scope.rules().put(answer, answering);
    }
    return called(answer, all());
  }

  /** Adds what the calls of one branch demand; returns false if that cannot be told before. */
  private boolean demand(
      Rule rule,
      Clause asked,
      Set<Integer> fixed,
      String demand,
      String answer,
      List<Rule> demanding) {
    List<Clause.Invoke> left = new ArrayList<>(calls(rule.body()));
    if (!rule.body().containsAll(left)) {
      return false;
    }
    Set<String> known = new HashSet<>(Variables.names(picked(rule.parameters(), fixed)));
    List<Clause> before = new ArrayList<>(List.of(asked));
    before.addAll(connected(rule.body(), left, known));
    while (!left.isEmpty()) {
      Clause.Invoke next = null;
      for (Clause.Invoke call : left) {
        if (next == null && differentVariables(call, fixed)) {
          next = known.containsAll(Variables.names(led(call, fixed))) ? call : null;
        }
      }
      if (next == null) {
        return false;
      }
      demanding.add(new Rule(demand, led(next, fixed), List.copyOf(before), rule.place()));
      before.add(renamed(next, answer, all()));
      next.arguments().stream()
          .filter(Term.Variable.class::isInstance)
          .forEach(argument -> known.add(argument.toString()));
      left.remove(next);
    }
    return true;
  }

  /** Takes the clauses, but calls, that hang together with what is known; adds what they bind. */
  private List<Clause> connected(List<Clause> body, List<Clause.Invoke> calls, Set<String> known) {
    Variables variables = new Variables(scope.rules());
    List<Clause> left = new ArrayList<>(body);
    left.removeAll(calls);
    List<Clause> connected = new ArrayList<>();
    for (boolean more = true; more; ) {
      more = false;
      for (Clause clause : List.copyOf(left)) {
        Set<String> mentioned = variables.mentionedBy(clause);
        boolean joins =
            clause instanceof Clause.Pattern && mentioned.stream().anyMatch(known::contains);
        if (joins || known.containsAll(mentioned)) {
          known.addAll(mentioned);
          connected.add(clause);
          left.remove(clause);
          more = true;
        }
      }
    }
    return connected;
  }

  private Set<Integer> all() {
    return others(Set.of());
  }

  private static List<Term.Variable> led(Clause.Invoke call, Set<Integer> fixed) {
    return picked(call.arguments(), fixed).stream().map(Term.Variable.class::cast).toList();
  }

  private List<Clause> constants(List<Term.Variable> parameters, Set<Integer> fixed) {
    List<Clause> constants = new ArrayList<>();
    for (int i : fixed) {
      Term.Variable parameter = parameters.get(i);
      Term constant = new Term.Constant(value(i), parameter.place());
      constants.add(
          new Clause.Bind(
              new Call("ground", List.of(constant), parameter.place()),
              new Binding.Scalar(parameter),
              parameter.place()));
    }
    return constants;
  }

  private Value value(int position) {
    Value value = scope.constant(invoke.arguments().get(position));
    return value == null ? Value.Nil.NIL : value;
  }

  private Clause.Invoke called(String name, Set<Integer> kept) {
    return new Clause.Invoke(
        invoke.source(), name, picked(invoke.arguments(), kept), invoke.place());
  }

  /** The blank keeps these names apart from those that can be written. */
  private String name(String how, Set<Integer> fixed) {
    StringBuilder name = new StringBuilder(invoke.rule()).append(' ').append(how);
    fixed.forEach(i -> name.append(' ').append(i).append('=').append(value(i)));
    return name.toString();
  }

  private static <T> List<T> picked(List<T> items, Set<Integer> positions) {
    List<T> picked = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (positions.contains(i)) {
        picked.add(items.get(i));
      }
    }
    return picked;
  }
}
