package bourn.datalog;

import bourn.engine.Expression;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans a conjunction of clauses, in the order that promises the fewest rows. */
final class Block {

  /*
   * Whatever only narrows what is there comes as soon as its variables are bound. A few joins come
   * in the order that makes the fewest rows on the way; of many, the one next that leaves the fewest
   * rows; those without a common variable last. Constants, ranges and
   * rows that are known have been carried into the patterns before, so estimates are of what will
   * really be scanned.
   */

  private static final double WORK_WEIGHT = 0.05;

  private final Simplified simplified;
  private final Scope scope;
  private final Variables variables;
  private final Set<String> bindable = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();
  private boolean impossible;

  private Block(Simplified simplified, Set<String> seeded) {
    this.simplified = simplified;
    this.scope = simplified.scope();
    this.variables = new Variables(scope.rules());
    this.impossible = simplified.impossible();
    bindable.addAll(seeded);
    bindable.addAll(variables.boundBy(simplified.clauses()));
    simplified.given().forEach(rows -> bindable.addAll(rows.columns()));
    bindable.removeAll(scope.constants().keySet());
  }

  /**
   * Returns the rows for which all of {@code clauses} hold.
   *
   * @param seed rows of variables that have values from outside
   * @param wanted the variables to have in the result
   */
  static Tuples plan(List<Clause> clauses, Tuples seed, Set<String> wanted, Scope scope) {
    Set<String> seeded =
        seed.columns().stream().filter(c -> !c.startsWith(" ")).collect(Collectors.toSet());
    Block block = new Block(new Simplified(clauses, seeded, scope), seeded);
    return block.plan(clauses, seed, wanted);
  }

  /**
   * Returns the rows for which all of {@code clauses} hold.
   *
   * @param given rows that variables have from outside, to be joined when it is best
   * @param wanted the variables to have in the result
   */
  static Tuples plan(List<Clause> clauses, List<Tuples> given, Set<String> wanted, Scope scope) {
    Set<String> seeded = new HashSet<>();
    given.forEach(rows -> seeded.addAll(rows.columns()));
    Block block = new Block(new Simplified(clauses, seeded, scope), seeded);
    given.forEach(block::addGiven);
    return block.plan(clauses, Tuples.UNIT, wanted);
  }

  private Tuples plan(List<Clause> clauses, Tuples seed, Set<String> wanted) {
    makeSteps();
    Tuples rows = join(seed, wanted);
    return finish(rows, wanted, clauses);
  }

  /** A variable may have one value in one place and be given several in another. */
  private void addGiven(Tuples rows) {
    steps.add(new RowsStep(agreeing(rows), "given " + rows.columns(), Place.NONE));
  }

  private Tuples agreeing(Tuples rows) {
    Tuples agreeing = rows;
    for (String column : rows.columns()) {
      Value constant = scope.constants().get(column);
      if (constant != null) {
        Expression input = new Expression.Input(rows.index(column));
        agreeing = agreeing.filter(Plumbing.SAME.of(input, new Expression.Constant(constant)), 0.1);
      }
    }
    return agreeing;
  }

  private void makeSteps() {
    simplified.given().forEach(this::addGiven);
    List<Clause.Pattern> patterns = new ArrayList<>();
    for (Clause clause : simplified.clauses()) {
      scope.planning().guard().check();
      switch (clause) {
        case Clause.Pattern pattern -> patterns.add(pattern);
        case Clause.Predicate predicate -> steps.add(predicate(predicate));
        case Clause.Bind bind -> steps.add(bind(bind));
        case Clause.Not not -> steps.add(not(not));
        case Clause.Or or -> steps.add(or(or));
        case Clause.Invoke invoke -> steps.add(invoke(invoke));
      }
    }
    match(patterns);
  }

  private Step predicate(Clause.Predicate clause) {
    return new PredicateStep(clause, open(variables.neededBy(clause)), scope);
  }

  private Step bind(Clause.Bind clause) {
    Tuples rows = SqlStatements.rows(clause, scope);
    if (rows != null) {
      return new RowsStep(agreeing(rows), clause.toString(), clause.place());
    }
    return new BindStep(clause, open(variables.neededBy(clause)), scope);
  }

  private Step not(Clause.Not clause) {
    Set<String> shared = variables.mentionedBy(clause);
    shared.retainAll(bindable);
    Set<String> given = variables.neededBy(clause);
    given.retainAll(bindable);
    return new NotStep(clause, shared, given, inner(clause.joined()));
  }

  private Step or(Clause.Or clause) {
    Set<String> mentions = open(variables.boundBy(clause));
    Set<String> needs = open(variables.neededBy(clause));
    mentions.addAll(needs);
    Scope inner = inner(clause.joined());
    return needs.isEmpty()
        ? new RowsStep(
            OrStep.branches(clause, Tuples.UNIT, mentions, inner),
            clause.toString(),
            clause.place())
        : new OrStep(clause, needs, mentions, inner);
  }

  private Step invoke(Clause.Invoke written) {
    Clause.Invoke clause = LookupRefs.resolved(written, scope);
    boolean recursive = RuleCalls.recursive(clause.rule(), scope);
    if (!recursive && !RuleCalls.branches(clause, scope).getFirst().folding().none()) {
      return new RowsStep(FoldedRules.rows(clause, scope), clause.toString(), clause.place());
    }
    ClosureRule closure = recursive ? ClosureStep.rule(clause, scope) : null;
    if (closure != null) {
      return new ClosureStep(clause, closure, scope);
    }
    Clause.Invoke invoke = recursive ? Specialised.of(clause, scope) : clause;
    if (!recursive || !RuleCalls.recursive(invoke.rule(), scope)) {
      return or(RuleCalls.alternatives(invoke, scope));
    }
    return new RecursiveStep(clause, RuleCalls.rows(invoke, scope), invoke.equals(clause), scope);
  }

  /** Returns the scope of a body that sees only the variables it is joined on. */
  private Scope inner(@Nullable List<Term.Variable> joined) {
    if (joined == null) {
      return scope;
    }
    Map<String, Value> seen = new LinkedHashMap<>(scope.constants());
    seen.keySet().retainAll(Variables.names(joined));
    return scope.bare().with(seen);
  }

  private Set<String> open(Set<String> names) {
    Set<String> open = new HashSet<>(names);
    open.removeAll(scope.constants().keySet());
    return open;
  }

  private void match(List<Clause.Pattern> patterns) {
    Matching matching = new Matching(scope, simplified.ranges());
    Map<String, List<Clause.Pattern>> stars = new LinkedHashMap<>();
    for (Clause.Pattern pattern : patterns) {
      switch (scope.matched(pattern.source(), pattern.place())) {
        case Matched.Listed(List<Value> tuples) ->
            steps.add(
                new RowsStep(
                    matching.listed(pattern, tuples), pattern.toString(), pattern.place()));
        case Matched.Facts(Source source) -> {
          Keyword attribute = matching.starAttribute(pattern, source);
          if (attribute == null) {
            add(matching.datoms(pattern, source), List.of(pattern));
          } else {
            String star = pattern.source() + " " + pattern.terms().getFirst();
            stars.computeIfAbsent(star, s -> new ArrayList<>()).add(pattern);
          }
        }
      }
    }
    stars.values().forEach(star -> addStar(matching, star));
    GenericJoins.take(steps);
  }

  private void addStar(Matching matching, List<Clause.Pattern> star) {
    Clause.Pattern first = star.getFirst();
    add(matching.star(star, scope.facts(first.source(), first.place())), star);
  }

  private void add(@Nullable Match match, List<Clause.Pattern> patterns) {
    String written =
        patterns.stream().map(Clause.Pattern::toString).collect(Collectors.joining(" "));
    if (match != null) {
      steps.add(new MatchStep(match, written, patterns.getFirst().place()));
      return;
    }
    impossible = true;
    Set<String> bound = open(variables.boundBy(List.<Clause>copyOf(patterns)));
    steps.add(new RowsStep(Tuples.none(bound), written, patterns.getFirst().place()));
  }

  private Tuples join(Tuples seed, Set<String> wanted) {
    Tuples current = seed;
    List<Step> order = JoinOrder.of(steps, seed, scope.planning());
    while (!steps.isEmpty()) {
      int done = order == null ? 0 : order.size() - steps.size();
      Step next = order == null ? next(current) : order.get(done);
      steps.remove(next);
      Set<String> useful = new HashSet<>(wanted);
      steps.forEach(step -> useful.addAll(step.mentions()));
      steps.forEach(step -> useful.addAll(step.needs()));
      double estimate = next.estimate(current);
      current = next.apply(current, useful);
      scope.planning().next(next.written(), estimate, current.plan());
    }
    return current;
  }

  private Step next(Tuples current) {
    Set<String> bound = new HashSet<>(current.columns());
    Step best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Step step : steps) {
      scope.planning().guard().check();
      if (bound.containsAll(step.needs())) {
        double cost = cost(step, current, bound);
        if (best == null || cost < least) {
          best = step;
          least = cost;
        }
      }
    }
    if (best == null) {
      throw unbound(bound);
    }
    return best;
  }

  /** Estimates what {@code step} costs next, where those variables are bound. */
  static double cost(Step step, Tuples current, Set<String> bound) {
    if (step.narrows()) {
      return step instanceof NotStep ? -1 : -2;
    }
    double rows = step.estimate(current);
    boolean connected =
        current.unit()
            || current.estimate() <= 1
            || step.mentions().isEmpty()
            || step.mentions().stream().anyMatch(bound::contains);
    double work = Math.min(step.work(), 10 * current.estimate());
    return (connected ? 0 : 1e18) + rows + WORK_WEIGHT * work;
  }

  private RuntimeException unbound(Set<String> bound) {
    Step stuck = steps.getFirst();
    String missing =
        stuck.needs().stream().filter(name -> !bound.contains(name)).findFirst().orElseThrow();
    return Safety.unbound(missing, stuck.written(), stuck.place(), bindable);
  }

  private Tuples finish(Tuples rows, Set<String> wanted, List<Clause> clauses) {
    Tuples finished = rows;
    for (String name : wanted) {
      Value constant = scope.constants().get(name);
      if (constant != null && !finished.has(name)) {
        finished = finished.extend(name, new Expression.Constant(constant));
      }
    }
    Set<String> missing = new HashSet<>(wanted);
    missing.removeAll(finished.columns());
    if (!missing.isEmpty()) {
      Place place = clauses.isEmpty() ? Place.NONE : clauses.getFirst().place();
      throw Safety.unbound(missing.iterator().next(), "these clauses", place, bindable);
    }
    return impossible ? Tuples.none(finished.only(wanted).columns()) : finished.only(wanted);
  }
}
