package bourn.datalog;

import bourn.columns.Codes;
import bourn.engine.Functions;
import bourn.engine.Plan;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries in the plainest way there is, to compare with: each clause is tried on each row
 * that satisfies the clauses before it, and rules are applied to everything until nothing comes.
 */
final class Naive {

  private final Map<String, Source> sources;
  private final Map<String, List<Rule>> rules;
  private final Variables variables;
  private final Map<RuleKey, Set<List<Value>>> derived = new HashMap<>();
  private final Map<String, List<List<Value>>> scanned = new HashMap<>();

  /** Derives everything that {@code rules} say of {@code sources}. */
  Naive(Map<String, Source> sources, Map<String, List<Rule>> rules) {
    this.sources = sources;
    this.rules = rules;
    this.variables = new Variables(rules);
    derive();
  }

  /**
   * Returns the different rows of the variables that {@code query} finds, whatever it does to them.
   */
  Set<List<Value>> answer(ParsedQuery query) {
    Set<List<Value>> found = new HashSet<>();
    for (Map<String, Value> row : all(query.where(), Set.of(Map.of()), "$")) {
      found.add(
          query.find().stream()
              .map(e -> row.get(((FindElement.Plain) e).variable().name()))
              .toList());
    }
    return found;
  }

  /** Strata: what is negated is complete before, as negated rules never depend on their users. */
  private void derive() {
    Set<String> names = new TreeSet<>(rules.keySet());
    Calls calls = new Calls(rules);
    Set<String> done = new LinkedHashSet<>();
    while (done.size() < names.size()) {
      for (String name : names) {
        Set<String> together = new TreeSet<>();
        calls.together(new RuleKey(name, "$")).forEach(key -> together.add(key.rule()));
        if (!done.contains(name) && ready(together, done)) {
          saturate(together);
          done.addAll(together);
        }
      }
    }
  }

  private boolean ready(Set<String> together, Set<String> done) {
    boolean[] ready = {true};
    for (String name : together) {
      for (Rule rule : rules.get(name)) {
        Calls.each(
            rule.body(),
            (invoke, negated) ->
                ready[0] &= done.contains(invoke.rule()) || together.contains(invoke.rule()));
      }
    }
    return ready[0];
  }

  private void saturate(Set<String> together) {
    for (boolean grew = true; grew; ) {
      grew = false;
      for (String name : together) {
        for (String source : sources.keySet()) {
          for (Rule rule : rules.get(name)) {
            Set<List<Value>> facts =
                derived.computeIfAbsent(new RuleKey(name, source), key -> new HashSet<>());
            for (Map<String, Value> row : all(rule.body(), Set.of(Map.of()), source)) {
              grew |= facts.add(rule.parameters().stream().map(p -> row.get(p.name())).toList());
            }
          }
        }
      }
    }
  }

  private Set<Map<String, Value>> all(
      List<Clause> clauses, Set<Map<String, Value>> rows, String source) {
    List<Clause> open = new ArrayList<>(clauses);
    Set<Map<String, Value>> current = rows;
    Set<String> bound = new HashSet<>(rows.isEmpty() ? Set.of() : rows.iterator().next().keySet());
    while (!open.isEmpty()) {
      Clause next = next(open, bound);
      open.remove(next);
      Set<Map<String, Value>> after = new HashSet<>();
      for (Map<String, Value> row : current) {
        after.addAll(extended(next, row, source));
      }
      current = after;
      bound.addAll(variables.boundBy(next));
    }
    return current;
  }

  private Clause next(List<Clause> open, Set<String> bound) {
    Set<String> later = new HashSet<>(bound);
    later.addAll(variables.boundBy(open));
    for (Clause clause : open) {
      Set<String> needed = new HashSet<>(variables.neededBy(clause));
      if (clause instanceof Clause.Not) {
        needed = variables.mentionedBy(clause);
        needed.retainAll(later);
      }
      if (bound.containsAll(needed)) {
        return clause;
      }
    }
    throw new AssertionError("no order for " + open);
  }

  private Set<Map<String, Value>> extended(Clause clause, Map<String, Value> row, String source) {
    return switch (clause) {
      case Clause.Pattern pattern -> matches(pattern, row, source);
      case Clause.Predicate(Call call, Place place) ->
          Plumbing.truthy(value(call, row)) ? Set.of(row) : Set.of();
      case Clause.Bind(Call call, Binding binding, Place place) ->
          bound(binding, value(call, row), row);
      case Clause.Invoke invoke -> invoked(invoke, row, source);
      case Clause.Not not -> {
        Map<String, Value> seen = seen(not.joined(), row);
        yield all(not.body(), Set.of(seen), source).isEmpty() ? Set.of(row) : Set.of();
      }
      case Clause.Or or -> {
        Set<Map<String, Value>> rows = new HashSet<>();
        for (List<Clause> branch : or.branches()) {
          for (Map<String, Value> made : all(branch, Set.of(seen(or.joined(), row)), source)) {
            Map<String, Value> merged = new HashMap<>(row);
            merged.putAll(seen(or.joined(), made));
            rows.add(merged);
          }
        }
        yield rows;
      }
    };
  }

  private static Map<String, Value> seen(
      @Nullable List<Term.Variable> joined, Map<String, Value> row) {
    Map<String, Value> seen = new HashMap<>(row);
    if (joined != null) {
      seen.keySet().retainAll(Variables.names(joined));
    }
    return seen;
  }

  private Set<Map<String, Value>> matches(
      Clause.Pattern pattern, Map<String, Value> row, String source) {
    String name = pattern.source().equals("$") ? source : pattern.source();
    Source facts = sources.get(name);
    Set<Map<String, Value>> found = new HashSet<>();
    for (List<Value> datom : scanned.computeIfAbsent(name, n -> rows(facts))) {
      List<Term> terms = new ArrayList<>(pattern.terms());
      if (terms.size() > 1
          && terms.get(1) instanceof Term.Constant(Value value, Place place)
          && value instanceof Keyword ident) {
        Value attribute = facts.attribute(ident);
        terms.set(1, new Term.Constant(attribute == null ? Value.of("none") : attribute, place));
      }
      Map<String, Value> unified = unified(terms, datom, row);
      if (unified != null) {
        found.add(unified);
      }
    }
    return found;
  }

  private static List<List<Value>> rows(Source source) {
    Codes codes = new Codes();
    List<List<Value>> rows = new ArrayList<>();
    source
        .datoms()
        .scan(
            new int[] {0, 1, 2, 3, 4},
            List.of(),
            codes,
            batch -> {
              for (int i = 0; i < batch.count(); i++) {
                List<Value> row = new ArrayList<>();
                for (int c = 0; c < 5; c++) {
                  row.add(batch.columns()[c].value(batch.row(i), codes));
                }
                rows.add(row);
              }
              return true;
            });
    return rows;
  }

  private Set<Map<String, Value>> invoked(
      Clause.Invoke invoke, Map<String, Value> row, String source) {
    String name = invoke.source().equals("$") ? source : invoke.source();
    Set<Map<String, Value>> found = new HashSet<>();
    for (List<Value> fact : derived.getOrDefault(new RuleKey(invoke.rule(), name), Set.of())) {
      Map<String, Value> unified = unified(invoke.arguments(), fact, row);
      if (unified != null) {
        found.add(unified);
      }
    }
    return found;
  }

  private static @Nullable Map<String, Value> unified(
      List<Term> terms, List<Value> values, Map<String, Value> row) {
    Map<String, Value> unified = new HashMap<>(row);
    for (int i = 0; i < terms.size(); i++) {
      Value value = values.get(i);
      if (terms.get(i) instanceof Term.Constant(Value constant, Place place)
          && !constant.equals(value)) {
        return null;
      }
      if (terms.get(i) instanceof Term.Variable(String name, Place place)) {
        Value before = unified.put(name, value);
        if (before != null && !before.equals(value)) {
          return null;
        }
      }
    }
    return unified;
  }

  private static Set<Map<String, Value>> bound(
      Binding binding, Value value, Map<String, Value> row) {
    Set<Map<String, Value>> rows = new HashSet<>();
    Tuples made = Bindings.rows(binding, value);
    for (List<Value> values : ((Plan.Rows) made.plan()).rows()) {
      List<Term> terms = new ArrayList<>();
      made.columns()
          .forEach(
              c ->
                  terms.add(
                      c.startsWith(" ")
                          ? new Term.Blank(Place.NONE)
                          : new Term.Variable(c, Place.NONE)));
      Map<String, Value> unified = unified(terms, values, row);
      if (unified != null) {
        rows.add(unified);
      }
    }
    return rows;
  }

  private static Value value(Call call, Map<String, Value> row) {
    Value[] arguments = new Value[call.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          switch (call.arguments().get(i)) {
            case Term.Variable(String name, Place place) -> row.get(name);
            case Term.Constant(Value value, Place place) -> value;
            case Term.Nested(Call nested) -> value(nested, row);
            default -> Value.Nil.NIL;
          };
    }
    return Functions.lookup(call.function()).apply(arguments);
  }
}
