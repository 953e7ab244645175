package bourn.datalog;

import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites rules that call each other, or themselves, so that they answer only for the arguments
 * that are asked about: magic sets.
 */
final class Demand {

  /*
   * A version of a rule is the rule with some of its parameters known. For each version there are
   * two rules. One finds for which values of the known parameters answers are demanded: those that
   * the query begins with, and those of every call, by the clauses that hang together with what is
   * known where it stands, and by the answers to the calls before it. The other has the branches of
   * the rule, each for demanded values only, and calls versions instead of rules.
   *
   * Nothing but calls moves, so what the rules find is what they found before, but less of it.
   *
   * Bancilhon, Maier, Sagiv, Ullman, Magic sets and other strange ways to implement logic programs,
   * 1986
   */

  /** More than so many are hardly worth their planning. */
  private static final int MOST_VERSIONS = 32;

  /** A rule, and the positions of the parameters that are known. */
  private record Version(String rule, Set<Integer> known) {}

  private final Scope scope;
  private final String mark;
  private final Set<String> together = new HashSet<>();
  private final Set<Version> versions = new LinkedHashSet<>();
  private final Deque<Version> open = new ArrayDeque<>();
  private final Map<String, List<Rule>> made = new LinkedHashMap<>();

  private Demand(Clause.Invoke invoke, Set<Integer> known, String mark, Scope scope) {
    this.scope = scope;
    this.mark = mark + " for " + invoke.rule() + known;
    new Calls(scope.rules())
        .together(new RuleKey(invoke.rule(), "$"))
        .forEach(key -> together.add(key.rule()));
  }

  /**
   * Returns an invocation that gives the same rows where the parameters at {@code known} have the
   * values that {@code start} binds them to, or null where demand cannot be told.
   *
   * @param mark what makes the names of these rules their own; the same for the same start
   * @param start the clauses that bind such parameters
   */
  static Clause.@Nullable Invoke of(
      Clause.Invoke invoke,
      Set<Integer> known,
      String mark,
      Function<List<Term.Variable>, List<Clause>> start,
      Scope scope) {
    Demand demand = new Demand(invoke, known, mark, scope);
    Version first = new Version(invoke.rule(), known);
    Clause.Invoke answered =
        new Clause.Invoke(
            invoke.source(), demand.answer(first), invoke.arguments(), invoke.place());
    if (scope.rules().containsKey(answered.rule())) {
      return answered;
    }
    Rule rule = RuleCalls.branches(invoke, scope).getFirst();
    List<Term.Variable> head = picked(rule.parameters(), known);
    demand
        .demanding(first)
        .add(new Rule(demand.demand(first), head, start.apply(head), rule.place()));
    if (!demand.all()) {
      return null;
    }
    scope.rules().putAll(demand.made);
    return answered;
  }

  /** Returns the items at {@code positions}. */
  static <T> List<T> picked(List<T> items, Set<Integer> positions) {
    List<T> picked = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (positions.contains(i)) {
        picked.add(items.get(i));
      }
    }
    return picked;
  }

  private boolean all() {
    while (!open.isEmpty()) {
      Version version = open.poll();
      for (Rule branch : scope.rules().getOrDefault(version.rule(), List.of())) {
        scope.planning().guard().check();
        if (branch.required() > 0 || !branch.folding().none() || !answer(version, branch)) {
          return false;
        }
      }
    }
    return versions.size() <= MOST_VERSIONS;
  }

  /** The blanks keep these names apart from those that can be written. */
  private String demand(Version version) {
    return version.rule() + " demanded " + version.known() + mark;
  }

  private String answer(Version version) {
    return version.rule() + " answering " + version.known() + mark;
  }

  /** Returns the rules of what is demanded of {@code version}, which is worked on later if new. */
  private List<Rule> demanding(Version version) {
    if (versions.add(version) && versions.size() <= MOST_VERSIONS) {
      open.add(version);
    }
    return made.computeIfAbsent(demand(version), name -> new ArrayList<>());
  }

  /** Adds a branch that answers for what is demanded; returns false if that cannot be told. */
  private boolean answer(Version version, Rule branch) {
    List<Term.Variable> head = picked(branch.parameters(), version.known());
    Clause asked = new Clause.Invoke("$", demand(version), List.copyOf(head), branch.place());
    Map<Clause, Clause> calls = calls(version, branch, asked);
    if (calls == null) {
      return false;
    }
    List<Clause> body = new ArrayList<>(List.of(asked));
    branch.body().forEach(clause -> body.add(calls.getOrDefault(clause, clause)));
    made.computeIfAbsent(answer(version), name -> new ArrayList<>())
        .add(new Rule(answer(version), branch.parameters(), body, branch.place()));
    return true;
  }

  /** Returns what each call of a branch becomes, and adds what it demands; null if it cannot be. */
  private @Nullable Map<Clause, Clause> calls(Version version, Rule branch, Clause asked) {
    List<Clause.Invoke> left = calls(branch.body());
    if (!branch.body().containsAll(left)
        || left.stream().anyMatch(call -> !call.source().equals("$"))) {
      return null;
    }
    List<Clause> rest = new ArrayList<>(branch.body());
    rest.removeAll(left);
    Set<String> known = Variables.names(picked(branch.parameters(), version.known()));
    List<Clause> before = new ArrayList<>(List.of(asked));
    before.addAll(connected(rest, known));
    Map<Clause, Clause> become = new LinkedHashMap<>();
    while (!left.isEmpty()) {
      Clause.Invoke next = next(left, version, known);
      if (next == null) {
        return null;
      }
      Version called = called(next, version, known);
      demanding(called).add(demanded(called, next, before));
      Clause answered = new Clause.Invoke("$", answer(called), next.arguments(), next.place());
      become.put(next, answered);
      before.add(answered);
      next.arguments().stream()
          .filter(Term.Variable.class::isInstance)
          .forEach(argument -> known.add(argument.toString()));
      before.addAll(connected(rest, known));
      left.removeIf(next::equals);
    }
    return become;
  }

  private List<Clause.Invoke> calls(List<Clause> clauses) {
    List<Clause.Invoke> calls = new ArrayList<>();
    Calls.each(
        clauses,
        (call, negated) -> {
          if (together.contains(call.rule())) {
            calls.add(call);
          }
        });
    return calls;
  }

  /** Returns the call that is asked next: one of the same version if there is one. */
  private Clause.@Nullable Invoke next(
      List<Clause.Invoke> calls, Version version, Set<String> known) {
    Clause.Invoke first = null;
    for (Clause.Invoke call : calls) {
      Set<Integer> positions = known(call, known);
      if (call.rule().equals(version.rule()) && positions.containsAll(version.known())) {
        return call;
      }
      first = first == null && !positions.isEmpty() ? call : first;
    }
    return first;
  }

  private Set<Integer> known(Clause.Invoke call, Set<String> known) {
    Set<Integer> positions = new TreeSet<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Term argument = call.arguments().get(i);
      boolean bound = argument instanceof Term.Variable && known.contains(argument.toString());
      if (bound || (argument instanceof Term.Constant constant && plain(constant.value()))) {
        positions.add(i);
      }
    }
    return positions;
  }

  /** Idents and lookup refs are other values once they are resolved. */
  private static boolean plain(Value value) {
    return !(value instanceof Keyword) && !(value instanceof Value.Items);
  }

  /** Fewer versions find more in common, so one that knows less is taken if it is there. */
  private Version called(Clause.Invoke call, Version caller, Set<String> known) {
    Set<Integer> positions = known(call, known);
    if (call.rule().equals(caller.rule()) && positions.containsAll(caller.known())) {
      return caller;
    }
    return versions.stream()
        .filter(v -> v.rule().equals(call.rule()) && positions.containsAll(v.known()))
        .findFirst()
        .orElseGet(() -> new Version(call.rule(), positions));
  }

  /**
   * Returns the rule that {@code call}, after the clauses {@code before}, demands what it knows.
   */
  private Rule demanded(Version called, Clause.Invoke call, List<Clause> before) {
    List<Clause> body = new ArrayList<>(before);
    List<Term.Variable> head = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Term argument : picked(call.arguments(), called.known())) {
      if (argument instanceof Term.Variable variable && names.add(variable.name())) {
        head.add(variable);
      } else {
        Term.Variable own = new Term.Variable("?" + scope.planning().newSuffix(), argument.place());
        body.add(
            new Clause.Bind(
                new Call("identity", List.of(argument), argument.place()),
                new Binding.Scalar(own),
                argument.place()));
        head.add(own);
      }
    }
    return new Rule(demand(called), head, body, call.place());
  }

  /** Takes the clauses that hang together with what is known; adds what they bind. */
  private List<Clause> connected(List<Clause> rest, Set<String> known) {
    Variables variables = new Variables(scope.rules());
    List<Clause> connected = new ArrayList<>();
    for (boolean more = true; more; ) {
      more = false;
      for (Clause clause : List.copyOf(rest)) {
        Set<String> mentioned = variables.mentionedBy(clause);
        boolean joins =
            clause instanceof Clause.Pattern && mentioned.stream().anyMatch(known::contains);
        if (joins || known.containsAll(mentioned)) {
          known.addAll(mentioned);
          connected.add(clause);
          rest.remove(clause);
          more = true;
        }
      }
    }
    return connected;
  }
}
