package bourn.datalog;

import bourn.engine.AggregateCall;
import bourn.engine.Expression;
import bourn.engine.Guard;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a plan of a query and its inputs. */
final class Compiler {

  /** The key of the only group, where no variable tells groups apart. */
  private static final String ALL = " all";

  private final ParsedQuery query;
  private final Inputs inputs;
  private final Scope scope;
  private double estimate;

  Compiler(ParsedQuery query, Inputs inputs, Guard guard) {
    this(query, inputs, new Planning(guard));
  }

  Compiler(ParsedQuery query, Inputs inputs, Planning planning) {
    this.query = query;
    this.inputs = inputs;
    this.scope = inputs.scope(planning);
  }

  /** Returns the scope that planning went on in. */
  Scope scope() {
    return scope;
  }

  /** Returns what was given. */
  Inputs inputs() {
    return inputs;
  }

  /** Returns about how many rows the plan made gives. */
  double estimate() {
    return estimate;
  }

  /** Returns the plan, with a column for each element that the query finds. */
  Plan compile() {
    new Checks(query, scope).run();
    List<String> wanted = wanted();
    Tuples rows = Block.plan(query.where(), inputs.rows(), new HashSet<>(wanted), scope);
    if (inputs.impossible()) {
      rows = Tuples.none(wanted);
    }
    Tuples groups = groups(rows.in(wanted).distinct());
    for (Formula having : query.having()) {
      Expression condition = Expressions.of(having.call(), groups, scope);
      groups = groups.filter(Plumbing.TRUTH.of(condition), 1.0 / 3);
    }
    estimate = groups.estimate();
    return window(found(groups));
  }

  private List<String> wanted() {
    Set<String> wanted = new LinkedHashSet<>();
    query.find().forEach(element -> element.variables(variable -> wanted.add(variable.name())));
    for (FindElement.Aggregate aggregate : aggregates()) {
      aggregate.variables(variable -> wanted.add(variable.name()));
    }
    query.with().forEach(variable -> wanted.add(variable.name()));
    return List.copyOf(wanted);
  }

  private List<FindElement.Aggregate> aggregates() {
    Map<String, FindElement.Aggregate> different = new LinkedHashMap<>();
    query.find().forEach(e -> e.aggregates().forEach(a -> different.put(a.toString(), a)));
    query.having().forEach(f -> f.aggregates().forEach(a -> different.put(a.toString(), a)));
    return List.copyOf(different.values());
  }

  /** Without a key there would be one group even of no rows; hence the constant key. */
  private Tuples groups(Tuples rows) {
    List<FindElement.Aggregate> aggregates = aggregates();
    if (aggregates.isEmpty()) {
      return rows;
    }
    Set<String> keys = new LinkedHashSet<>(List.of(ALL));
    query.find().forEach(element -> element.keys(variable -> keys.add(variable.name())));
    Tuples input = rows.extend(ALL, new Expression.Constant(Value.of(true)));
    List<String> columns = new ArrayList<>(keys);
    List<AggregateCall> calls = new ArrayList<>();
    for (FindElement.Aggregate aggregate : aggregates) {
      String argument = aggregate.argument().toString();
      if (!input.has(argument)) {
        input = input.extend(argument, Expressions.of(aggregate.argument(), input, scope));
      }
      columns.add(aggregate.toString());
      calls.add(
          new AggregateCall(
              FindAggregates.of(aggregate, scope), List.of(input.index(argument)), false, -1));
    }
    Plan grouped =
        new Plan.Aggregate(input.plan(), keys.stream().map(input::index).toList(), calls);
    return new Tuples(grouped, columns, rows.estimate(), keys);
  }

  private Plan found(Tuples groups) {
    List<Expression> columns = new ArrayList<>();
    boolean computed = false;
    for (FindElement element : query.find()) {
      columns.add(
          switch (element) {
            case FindElement.Plain(Term.Variable variable) -> input(groups, variable.name());
            case FindElement.Pulled pulled -> input(groups, pulled.variable().name());
            case FindElement.Aggregate aggregate -> input(groups, aggregate.toString());
            case FindElement.Computed(Formula formula) ->
                Expressions.of(formula.call(), groups, scope);
          });
      computed |= element instanceof FindElement.Computed;
    }
    Plan found = projected(groups.plan(), columns);
    return computed ? new Plan.Distinct(found) : found;
  }

  private static Expression input(Tuples tuples, String column) {
    return new Expression.Input(tuples.index(column));
  }

  private static Plan projected(Plan plan, List<Expression> columns) {
    boolean same = columns.size() == plan.width();
    for (int i = 0; same && i < columns.size(); i++) {
      same = columns.get(i).equals(new Expression.Input(i));
    }
    return same ? plan : new Plan.Project(plan, columns);
  }

  private Plan window(Plan plan) {
    Window window = query.window();
    boolean one = query.shape() == FindShape.SCALAR || query.shape() == FindShape.TUPLE;
    long limit = one ? Math.min(1, window.limit()) : window.limit();
    if (!window.narrows() && !one) {
      return plan;
    }
    List<Plan.SortKey> keys =
        window.order().stream()
            .map(key -> new Plan.SortKey(key.column(), key.descending(), false))
            .toList();
    return new Plan.Sort(plan, keys, window.offset(), limit);
  }
}
