package bourn.datalog;

import bourn.columns.Weight;
import bourn.engine.Guard;
import bourn.engine.HostFunction;
import bourn.engine.HostFunctions;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds what a query is given to what it takes. */
final class Inputs {

  private static final Recent<Map<String, List<Rule>>> RECENT = new Recent<>(128);

  private final Map<String, Matched> sources = new LinkedHashMap<>();
  private final Map<String, Value> constants = new HashMap<>();
  private final Map<String, List<Rule>> rules = new LinkedHashMap<>();
  private final List<Tuples> rows = new ArrayList<>();
  private final List<Object> given = new ArrayList<>();
  private final Guard guard;
  private HostFunctions functions;
  private boolean impossible;
  private boolean restricted;

  /** Rules that were read before. */
  record Known(Map<String, List<Rule>> rules) {}

  Inputs(ParsedQuery query, List<?> given, HostFunctions host, Guard guard) {
    this.guard = guard;
    this.functions = host;
    if (query.inputs().size() != given.size()) {
      given = nothingAsked(query, given);
    }
    rules.putAll(query.rules());
    for (int i = 0; i < given.size(); i++) {
      bind(query.inputs().get(i), given.get(i));
    }
    CausalRules.add(rules, sources);
    functions = CausalRules.functions(functions, sources);
  }

  /** Returns the scope of the query's clauses. */
  Scope scope(Planning planning) {
    return new Scope(sources, constants, rules, Map.of(), functions, planning);
  }

  /** Restricts variables to {@code more} rows than the query takes. */
  void restrict(Tuples more) {
    rows.add(more);
    restricted = true;
  }

  /** Returns whether variables were restricted. */
  boolean restricted() {
    return restricted;
  }

  /** Returns the rows of variables that were given several values. */
  List<Tuples> rows() {
    return rows;
  }

  /** Returns the rules and values that were given, null if there are functions besides. */
  @Nullable List<Object> given() {
    return functions.names().isEmpty() ? given : null;
  }

  /** Returns about how many bytes the values take that were given. */
  long givenBytes() {
    long bytes = 0;
    for (Object input : given) {
      bytes += input instanceof Value value ? Weight.of(value) : 0;
    }
    return bytes;
  }

  /** Returns whether two inputs contradict each other. */
  boolean impossible() {
    return impossible;
  }

  /** A query that takes a source and only computes may be given none. */
  private static List<?> nothingAsked(ParsedQuery query, List<?> given) {
    boolean takesSource =
        query.inputs().size() == 1 && query.inputs().getFirst() instanceof Input.Source;
    boolean computes =
        query.where().stream()
            .allMatch(
                clause -> clause instanceof Clause.Bind || clause instanceof Clause.Predicate);
    if (given.isEmpty() && takesSource && computes) {
      return List.of(List.of());
    }
    throw count(query, given);
  }

  private static RuntimeException count(ParsedQuery query, List<?> given) {
    return query
        .place()
        .wrong(
            "inputs",
            "the query takes "
                + RuleErrors.counted(query.inputs().size(), "input")
                + " "
                + query.inputs()
                + ", and was given "
                + given.size());
  }

  private void bind(Input input, @Nullable Object given) {
    switch (input) {
      case Input.Source(String name, Place place) -> bindSource(name, given, place);
      case Input.Rules(Place place) -> bindRules(given, place);
      case Input.Bound(Binding binding) when given instanceof HostFunction function ->
          bindFunction(binding, function);
      case Input.Bound(Binding binding) -> bindValue(binding, value(given, binding.place()));
    }
  }

  private void bindFunction(Binding binding, HostFunction function) {
    if (!(binding instanceof Binding.Scalar(Term.Variable variable))) {
      throw binding
          .place()
          .wrong("inputs", "a function is given for a variable, as ?f, and not for " + binding);
    }
    functions = functions.with(variable.name(), function);
  }

  private void bindSource(String name, @Nullable Object given, Place place) {
    Matched matched =
        switch (given) {
          case Source source -> new Matched.Facts(source);
          case Database database -> new Matched.Facts(Sources.of(database));
          case Matched known -> known;
          case null, default -> matched(listed(value(given, place), name, place), name, place);
        };
    if (sources.put(name, matched) != null) {
      throw place.wrong("malformed", "the source " + name + " occurs twice in :in");
    }
  }

  private static Matched matched(List<Value> items, String name, Place place) {
    List<Value.Entries> maps = new ArrayList<>();
    for (Value item : items) {
      if (item instanceof Value.Entries map) {
        maps.add(map);
      }
    }
    if (!maps.isEmpty() && maps.size() < items.size()) {
      throw place.wrong(
          "inputs", "a collection of tuples or of maps is needed for " + name + ", not of both");
    }
    return maps.isEmpty() ? new Matched.Listed(items) : new Matched.Facts(Sources.maps(maps));
  }

  private static List<Value> listed(Value value, String name, Place place) {
    return switch (value) {
      case Value.Items(List<Value> items) -> items;
      case Value.Members members -> List.copyOf(members.members());
      default ->
          throw place.wrong(
              "inputs",
              "a source or a collection of tuples is needed for "
                  + name
                  + ", found "
                  + Bindings.shown(value));
    };
  }

  private void bindRules(@Nullable Object given, Place place) {
    Map<String, List<Rule>> added =
        switch (given) {
          case Known known -> known.rules();
          case String text -> RECENT.get(text, () -> RuleParser.parse(Query.read(text)));
          case null, default -> RuleParser.parse(rulesValue(value(given, place)));
        };
    this.given.add(added);
    added.forEach((name, branches) -> rules.computeIfAbsent(name, n -> new ArrayList<>(branches)));
  }

  private static Value rulesValue(Value value) {
    return value instanceof Value.Text(String text) ? Query.read(text).value() : value;
  }

  private void bindValue(Binding binding, Value value) {
    given.add(value);
    Tuples bound = binding instanceof Binding.Scalar ? null : Bindings.rows(binding, value, guard);
    Map<String, Value> one = bound == null ? scalar(binding, value) : Simplified.single(bound);
    if (one == null) {
      rows.add(bound == null ? Tuples.UNIT : bound);
      return;
    }
    one.forEach(
        (name, constant) -> {
          Value before = constants.put(name, constant);
          impossible |= before != null && !before.equals(constant);
        });
  }

  private static Map<String, Value> scalar(Binding binding, Value value) {
    Map<String, Value> one = new HashMap<>();
    binding.variables(variable -> one.put(variable.name(), value));
    return one;
  }

  private static Value value(@Nullable Object given, Place place) {
    if (given instanceof QueryResult result) {
      return result.toValue();
    }
    if (given instanceof Source || given instanceof Database) {
      throw place.wrong("inputs", "a value is needed here, found a source");
    }
    if (given instanceof Collection<?> collection) {
      return Value.of(collection);
    }
    try {
      return Value.of(given);
    } catch (IllegalArgumentException e) {
      throw place.wrong("inputs", String.valueOf(e.getMessage()));
    }
  }
}
