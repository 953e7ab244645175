package bourn.datalog;

import bourn.engine.AggregateCall;
import bourn.engine.Expression;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes a plan of a query and its inputs. */
final class Compiler {

  private final ParsedQuery query;
  private final Inputs inputs;
  private final Scope scope;

  Compiler(ParsedQuery query, Inputs inputs) {
    this.query = query;
    this.inputs = inputs;
    this.scope = inputs.scope();
  }

  /** Returns the scope that planning went on in. */
  Scope scope() {
    return scope;
  }

  /** Returns the plan, with a column for each element that the query finds. */
  Plan compile() {
    new Checks(query, scope).run();
    Set<String> wanted = new LinkedHashSet<>();
    query.find().forEach(element -> wanted.add(element.variable().name()));
    query.with().forEach(variable -> wanted.add(variable.name()));
    Tuples rows = Block.plan(query.where(), inputs.rows(), new HashSet<>(wanted), scope);
    if (inputs.impossible()) {
      rows = Tuples.none(wanted);
    }
    Tuples distinct = rows.in(List.copyOf(wanted)).distinct();
    return window(aggregates() ? aggregated(distinct) : found(distinct));
  }

  private boolean aggregates() {
    return query.find().stream().anyMatch(FindElement.Aggregate.class::isInstance);
  }

  private Plan found(Tuples rows) {
    List<Expression> columns = new ArrayList<>();
    for (FindElement element : query.find()) {
      columns.add(new Expression.Input(rows.index(element.variable().name())));
    }
    return projected(rows.plan(), columns);
  }

  /** Without a key there would be one group even of no rows; hence the constant key. */
  private Plan aggregated(Tuples rows) {
    Tuples keyed = rows.extend(" all", new Expression.Constant(Value.of(true)));
    List<Integer> keys = new ArrayList<>(List.of(keyed.index(" all")));
    List<AggregateCall> calls = new ArrayList<>();
    for (FindElement element : query.find()) {
      int column = keyed.index(element.variable().name());
      if (element instanceof FindElement.Aggregate aggregate) {
        calls.add(call(aggregate, column));
      } else if (!keys.contains(column)) {
        keys.add(column);
      }
    }
    Plan grouped = new Plan.Aggregate(keyed.plan(), keys, calls);
    List<Expression> columns = new ArrayList<>();
    int next = keys.size();
    for (FindElement element : query.find()) {
      int key = keys.indexOf(keyed.index(element.variable().name()));
      columns.add(new Expression.Input(element instanceof FindElement.Aggregate ? next++ : key));
    }
    return projected(grouped, columns);
  }

  private static AggregateCall call(FindElement.Aggregate aggregate, int column) {
    return new AggregateCall(FindAggregates.of(aggregate), List.of(column), false, -1);
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
