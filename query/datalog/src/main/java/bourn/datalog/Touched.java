package bourn.datalog;

import bourn.datoms.Datom;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values of a query's variables datoms can have changed something for. */
final class Touched {

  private final ParsedQuery query;
  private final Scope scope;
  private final Set<String> live;
  private final Set<String> top;
  private final List<Seen> patterns = new ArrayList<>();
  private boolean unclear;

  /** A pattern over the stream, and the variables of it that are the query's own. */
  private record Seen(Clause.Pattern pattern, Set<String> variables) {}

  /**
   * @param live the sources that the datoms go to
   */
  Touched(ParsedQuery query, Scope scope, Set<String> live) {
    this.query = query;
    this.scope = scope;
    this.live = live;
    this.top = new LinkedHashSet<>(new Variables(scope.rules()).boundBy(query.where()));
    top.removeAll(scope.constants().keySet());
  }

  /**
   * Returns, for each pattern that some of {@code datoms} match, the values of its variables in
   * them; null when the whole query has to be asked again.
   */
  @Nullable List<Tuples> by(List<Datom> datoms) {
    collect(query.where(), top);
    if (unclear || whole()) {
      return null;
    }
    List<Tuples> touched = new ArrayList<>();
    for (Seen seen : patterns) {
      List<String> names = List.copyOf(seen.variables());
      Set<List<Value>> rows = new LinkedHashSet<>();
      for (Datom datom : datoms) {
        scope.planning().guard().check();
        Map<String, Value> row = matched(seen.pattern(), datom);
        if (row != null && names.isEmpty()) {
          return null;
        }
        if (row != null) {
          rows.add(names.stream().map(row::get).toList());
        }
      }
      if (!rows.isEmpty()) {
        touched.add(Tuples.rows(names, List.copyOf(rows)));
      }
    }
    return touched;
  }

  /**
   * Rows beyond a limit, and facts that a pull finds, change without a pattern's doing; and where a
   * column is computed, rows of other keys may be equal.
   */
  private boolean whole() {
    Window window = query.window();
    return window.offset() > 0
        || window.limit() < Long.MAX_VALUE
        || query.shape() == FindShape.SCALAR
        || query.shape() == FindShape.TUPLE
        || query.find().stream().anyMatch(Touched::hides);
  }

  private static boolean hides(FindElement element) {
    boolean[] keys = {false};
    element.keys(variable -> keys[0] = true);
    return element instanceof FindElement.Pulled
        || (element instanceof FindElement.Computed && keys[0]);
  }

  private void collect(List<Clause> clauses, Set<String> visible) {
    for (Clause clause : clauses) {
      List<Clause> rewritten = SourceFunctions.rewrite(clause, scope);
      if (rewritten != null) {
        collect(rewritten, visible);
      } else {
        collect(clause, visible);
      }
    }
  }

  private void collect(Clause clause, Set<String> visible) {
    switch (clause) {
      case Clause.Pattern pattern -> collect(pattern, visible);
      case Clause.Predicate(Call call, Place place) -> collect(call);
      case Clause.Bind(Call call, Binding binding, Place place) -> collect(call);
      case Clause.Not not -> collect(not.body(), inner(visible, not.joined()));
      case Clause.Or or ->
          or.branches().forEach(branch -> collect(branch, inner(visible, or.joined())));
      case Clause.Invoke invoke -> collect(invoke, visible);
    }
  }

  private void collect(Clause.Pattern pattern, Set<String> visible) {
    if (!live.contains(pattern.source())) {
      return;
    }
    Set<String> variables = new LinkedHashSet<>();
    for (Term term : pattern.terms().subList(0, Math.min(3, pattern.terms().size()))) {
      if (term instanceof Term.Variable(String name, Place place) && visible.contains(name)) {
        variables.add(name);
      }
    }
    Value entity = scope.constant(pattern.terms().getFirst());
    unclear |= entity instanceof Value.Items || entity instanceof Keyword;
    unclear |=
        pattern.terms().size() > Source.VALUE
            && scope.constant(pattern.terms().get(Source.VALUE)) instanceof Value.Items;
    patterns.add(new Seen(pattern, variables));
  }

  private void collect(Clause.Invoke invoke, Set<String> visible) {
    List<Rule> branches = RuleCalls.branches(invoke, scope);
    if (RuleCalls.recursive(invoke.rule(), scope) || !branches.getFirst().folding().none()) {
      unclear = true;
      return;
    }
    Set<String> arguments = new LinkedHashSet<>();
    invoke.arguments().forEach(term -> term.variables(v -> arguments.add(v.name())));
    arguments.retainAll(visible);
    RuleCalls.inlined(invoke, scope).forEach(clauses -> collect(clauses, arguments));
  }

  private void collect(Call call) {
    call.functions(
        called ->
            unclear |=
                called.function().equals(Subqueries.NAME)
                    || called.function().equals(SqlStatements.NAME));
  }

  private static Set<String> inner(Set<String> visible, @Nullable List<Term.Variable> joined) {
    if (joined == null) {
      return visible;
    }
    Set<String> inner = new LinkedHashSet<>(visible);
    inner.retainAll(Variables.names(joined));
    return inner;
  }

  /** Returns the variables' values in a datom that the pattern may match, or null if it cannot. */
  private @Nullable Map<String, Value> matched(Clause.Pattern pattern, Datom datom) {
    Source source = scope.facts(pattern.source(), pattern.place());
    Value[] parts = {Value.of(datom.entity()), Value.of(datom.attribute()), datom.value()};
    Map<String, Value> row = new HashMap<>();
    for (int i = 0; i < Math.min(parts.length, pattern.terms().size()); i++) {
      Term term = pattern.terms().get(i);
      Value constant = scope.constant(term);
      if (constant != null && !same(constant, parts[i], i, source)) {
        return null;
      }
      if (constant == null && term instanceof Term.Variable(String name, Place place)) {
        Value before = row.put(name, parts[i]);
        if (before != null && !before.equals(parts[i])) {
          return null;
        }
      }
    }
    return row;
  }

  /** A keyword among the values may name an entity: that is left open. */
  private static boolean same(Value constant, Value part, int at, Source source) {
    if (!(constant instanceof Keyword ident)) {
      return constant.equals(part);
    }
    return at != Source.ATTRIBUTE || part.equals(source.attribute(ident));
  }
}
