package bourn.datalog;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
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
   * Three forms are known of rules that call only themselves. Where every recursive call passes a parameter on unchanged, its constant
   * holds throughout: the parameter goes, and the constant stands in the bodies. Where a branch
   * makes one call at its end that passes the other parameters on unchanged, the constants lead
   * from call to call: one rule finds all that is reached, and the branches without a call answer
   * for each of those. Else, and of rules that call each other, answers are found for what is
   * demanded only.
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
    if (scope.growing().containsKey(key)) {
      return invoke;
    }
    boolean alone = new Calls(scope.rules()).together(key).size() == 1;
    Specialised specialised = new Specialised(invoke, scope);
    for (Set<Integer> fixed : specialised.candidates()) {
      Clause.Invoke made = alone ? specialised.fixing(fixed) : specialised.demanded(fixed);
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
                Demand.picked(rule.parameters(), kept),
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
          new Clause.Invoke(
              call.source(), name, Demand.picked(call.arguments(), kept), call.place());
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
      List<Term.Variable> start = Demand.picked(first.parameters(), fixed);
      reaching.add(new Rule(reached, start, constants(first.parameters(), fixed), first.place()));
      for (Rule rule : branches) {
        List<Clause.Invoke> calls = calls(rule.body());
        List<Clause> body = new ArrayList<>();
        body.add(
            new Clause.Invoke(
                "$", reached, List.copyOf(Demand.picked(rule.parameters(), fixed)), rule.place()));
        if (calls.isEmpty()) {
          body.addAll(rule.body());
          answering.add(
              new Rule(
                  answer, Demand.picked(rule.parameters(), others(fixed)), body, rule.place()));
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
    String mark = name("", fixed).substring(invoke.rule().length());
    return Demand.of(invoke, fixed, mark, head -> grounded(head, fixed), scope);
  }

  private static List<Term.Variable> led(Clause.Invoke call, Set<Integer> fixed) {
    return Demand.picked(call.arguments(), fixed).stream().map(Term.Variable.class::cast).toList();
  }

  private List<Clause> constants(List<Term.Variable> parameters, Set<Integer> fixed) {
    return grounded(Demand.picked(parameters, fixed), fixed);
  }

  private List<Clause> grounded(List<Term.Variable> variables, Set<Integer> fixed) {
    List<Clause> constants = new ArrayList<>();
    Iterator<Integer> positions = fixed.iterator();
    for (Term.Variable variable : variables) {
      Term constant = new Term.Constant(value(positions.next()), variable.place());
      constants.add(
          new Clause.Bind(
              new Call("ground", List.of(constant), variable.place()),
              new Binding.Scalar(variable),
              variable.place()));
    }
    return constants;
  }

  private Value value(int position) {
    Value value = scope.constant(invoke.arguments().get(position));
    return value == null ? Value.Nil.NIL : value;
  }

  private Clause.Invoke called(String name, Set<Integer> kept) {
    return new Clause.Invoke(
        invoke.source(), name, Demand.picked(invoke.arguments(), kept), invoke.place());
  }

  /** The blank keeps these names apart from those that can be written. */
  private String name(String how, Set<Integer> fixed) {
    StringBuilder name = new StringBuilder(invoke.rule()).append(' ').append(how);
    fixed.forEach(i -> name.append(' ').append(i).append('=').append(value(i)));
    return name.toString();
  }
}
