package bourn.datalog;

import bourn.columns.Codes;
import bourn.engine.Budget;
import bourn.engine.Functions;
import bourn.engine.Guard;
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

  /** Returns the different rows that {@code query} finds, of all of them and in no order. */
  Set<List<Value>> answer(ParsedQuery query) {
    return answer(query, Map.of());
  }

  private Set<List<Value>> answer(ParsedQuery query, Map<String, Value> given) {
    Set<String> wanted = new LinkedHashSet<>();
    query.find().forEach(e -> e.variables(v -> wanted.add(v.name())));
    query.with().forEach(v -> wanted.add(v.name()));
    query
        .having()
        .forEach(f -> f.aggregates().forEach(a -> a.variables(v -> wanted.add(v.name()))));
    Set<Map<String, Value>> rows = new HashSet<>();
    for (Map<String, Value> row : all(query.where(), Set.of(given), "$")) {
      Map<String, Value> kept = new HashMap<>(row);
      kept.keySet().retainAll(wanted);
      rows.add(kept);
    }
    return found(query, aggregated(query, rows));
  }

  private static Set<List<Value>> found(ParsedQuery query, Set<Map<String, Value>> groups) {
    Set<List<Value>> found = new HashSet<>();
    for (Map<String, Value> group : groups) {
      if (query.having().stream().allMatch(f -> Plumbing.truthy(plain(f.call(), group)))) {
        found.add(query.find().stream().map(element -> element(element, group)).toList());
      }
    }
    return found;
  }

  private static Value element(FindElement element, Map<String, Value> group) {
    return element instanceof FindElement.Computed(Formula formula)
        ? plain(formula.call(), group)
        : group.get(element.toString());
  }

  /** Adds to each group the aggregates under the names that they print as. */
  private static Set<Map<String, Value>> aggregated(
      ParsedQuery query, Set<Map<String, Value>> rows) {
    List<FindElement.Aggregate> aggregates = new ArrayList<>();
    query.find().forEach(element -> aggregates.addAll(element.aggregates()));
    query.having().forEach(formula -> aggregates.addAll(formula.aggregates()));
    if (aggregates.isEmpty()) {
      return rows;
    }
    Set<String> keys = new HashSet<>();
    query.find().forEach(element -> element.keys(v -> keys.add(v.name())));
    Map<Map<String, Value>, List<Map<String, Value>>> groups = new HashMap<>();
    for (Map<String, Value> row : rows) {
      Map<String, Value> key = new HashMap<>(row);
      key.keySet().retainAll(keys);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    Set<Map<String, Value>> found = new HashSet<>();
    groups.forEach(
        (key, members) -> {
          Map<String, Value> group = new HashMap<>(key);
          for (FindElement.Aggregate aggregate : aggregates) {
            List<Value> values =
                members.stream().map(row -> term(aggregate.argument(), row)).toList();
            group.put(aggregate.toString(), fold(aggregate.function(), values));
          }
          found.add(group);
        });
    return found;
  }

  private static Value term(Term term, Map<String, Value> row) {
    return term instanceof Term.Nested(Call call) ? plain(call, row) : row.get(term.toString());
  }

  private static Value fold(String function, List<Value> values) {
    return switch (function) {
      case "count" -> Value.of(values.size());
      case "count-distinct" -> Value.of(new HashSet<>(values).size());
      case "distinct" -> new Value.Members(new LinkedHashSet<>(values));
      case "min" -> values.stream().min(Value::compareTo).orElseThrow();
      case "max" -> values.stream().max(Value::compareTo).orElseThrow();
      case "sum" -> sum(values);
      case "avg" ->
          Functions.lookup("/")
              .apply(
                  new Value[] {
                    Functions.lookup("double").apply(new Value[] {sum(values)}),
                    Value.of(values.size())
                  });
      default -> throw new AssertionError(function);
    };
  }

  private static Value sum(List<Value> values) {
    return Functions.lookup("+").apply(values.toArray(Value[]::new));
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
          Set<List<Value>> facts =
              derived.computeIfAbsent(new RuleKey(name, source), key -> new HashSet<>());
          Set<List<Value>> heads = new HashSet<>();
          rules.get(name).forEach(rule -> heads.addAll(heads(rule, source)));
          Folding folding = rules.get(name).getFirst().folding();
          if (folding.none()) {
            grew |= facts.addAll(heads);
          } else {
            int parameters = rules.get(name).getFirst().parameters().size();
            Set<List<Value>> folded = folded(folding, parameters, heads);
            grew |= !folded.equals(facts);
            facts.clear();
            facts.addAll(folded);
          }
        }
      }
    }
  }

  /** Returns the rows of the parameters of a branch, and of what it folds with. */
  private Set<List<Value>> heads(Rule rule, String source) {
    List<Term.Variable> head = new ArrayList<>(rule.parameters());
    head.addAll(rule.folding().with());
    Set<List<Value>> heads = new HashSet<>();
    for (Map<String, Value> row : all(rule.body(), Set.of(Map.of()), source)) {
      heads.add(head.stream().map(p -> row.get(p.name())).toList());
    }
    return heads;
  }

  private static Set<List<Value>> folded(Folding folding, int parameters, Set<List<Value>> heads) {
    Map<List<Value>, List<List<Value>>> groups = new HashMap<>();
    for (List<Value> head : heads) {
      List<Value> key = new ArrayList<>();
      for (int i = 0; i < parameters; i++) {
        key.add(folding.at(i) ? Value.Nil.NIL : head.get(i));
      }
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(head);
    }
    Set<List<Value>> folded = new HashSet<>();
    groups.forEach(
        (key, members) -> {
          List<Value> fact = new ArrayList<>(key);
          folding
              .aggregates()
              .forEach(
                  (at, aggregate) ->
                      fact.set(
                          at,
                          fold(
                              aggregate.function(),
                              members.stream().map(m -> m.get(at)).toList())));
          folded.add(List.copyOf(fact));
        });
    return folded;
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
    Tuples made = Bindings.rows(binding, value, new Guard(Budget.DEFAULT));
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

  private Value value(Call call, Map<String, Value> row) {
    return call.function().equals(Subqueries.NAME) ? asked(call, row) : plain(call, row);
  }

  /** What a query within finds: of the same sources, with the values that the row has. */
  private Value asked(Call call, Map<String, Value> row) {
    ParsedQuery query = ((Term.Subquery) call.arguments().getFirst()).query().parsed();
    Map<String, Value> given = new HashMap<>();
    for (int i = 0; i < query.inputs().size(); i++) {
      if (query.inputs().get(i) instanceof Input.Bound(Binding binding)) {
        Value value = term(call.arguments().get(i + 1), row);
        binding.variables(variable -> given.put(variable.name(), value));
      }
    }
    Set<List<Value>> found = answer(query, given);
    List<Value> tuples = found.stream().map(r -> (Value) new Value.Items(r)).toList();
    return switch (query.shape()) {
      case RELATION -> new Value.Members(new LinkedHashSet<>(tuples));
      case COLLECTION -> new Value.Items(found.stream().map(List::getFirst).toList());
      case SCALAR -> found.isEmpty() ? Value.Nil.NIL : found.iterator().next().getFirst();
      case TUPLE -> throw new AssertionError("any row of several");
    };
  }

  private static Value plain(Call call, Map<String, Value> row) {
    Value[] arguments = new Value[call.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] =
          switch (call.arguments().get(i)) {
            case Term.Variable(String name, Place place) -> row.get(name);
            case Term.Constant(Value value, Place place) -> value;
            case Term.Nested(Call nested) -> plain(nested, row);
            default -> Value.Nil.NIL;
          };
    }
    return Functions.lookup(call.function()).apply(arguments);
  }
}
