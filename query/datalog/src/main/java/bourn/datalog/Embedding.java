package bourn.datalog;

import bourn.datalog.EmbeddedQuery.Column;
import bourn.datalog.EmbeddedQuery.Holds;
import bourn.engine.Guard;
import bourn.engine.HostFunctions;
import bourn.engine.Plan;
import bourn.engine.Source;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** Makes a query a part of another plan. */
final class Embedding {

  private static final Set<String> COUNTS = Set.of("count", "count-distinct");
  private static final Set<String> SPREADS =
      Set.of("avg", "median", "variance", "stddev", "variance-sample", "stddev-sample");
  private static final Set<String> SAME = Set.of("sum", "min", "max");

  private final ParsedQuery query;
  private final Scope scope;
  private final Map<String, Holds> variables = new HashMap<>();

  private Embedding(ParsedQuery query, Scope scope) {
    this.query = query;
    this.scope = scope;
    query.where().forEach(this::learn);
  }

  static EmbeddedQuery of(Query query, List<?> inputs, Guard guard, IntSupplier ids) {
    ParsedQuery parsed = query.parsed();
    for (FindElement element : parsed.find()) {
      if (element instanceof FindElement.Pulled pulled) {
        throw pulled
            .place()
            .wrong(
                "unsupported",
                "a table has no column for what pull gives",
                "find the attributes wanted, each by a pattern");
      }
    }
    Inputs bound = new Inputs(parsed, inputs, HostFunctions.NONE, guard);
    Compiler compiler = new Compiler(parsed, bound, new Planning(guard, ids));
    Plan plan = compiler.compile();
    List<Column> columns = new Embedding(parsed, compiler.scope()).columns(query.columns());
    return new EmbeddedQuery(plan, compiler.estimate(), columns);
  }

  private void learn(Clause clause) {
    if (!(clause instanceof Clause.Pattern(String name, List<Term> terms, Place place))
        || !(scope.sources().get(name) instanceof Matched.Facts(Source source))) {
      return;
    }
    learn(terms, Source.ENTITY, new Holds.Entities(source));
    if (terms.size() > Source.VALUE
        && scope.constant(terms.get(Source.ATTRIBUTE)) instanceof Keyword attribute) {
      learn(terms, Source.VALUE, new Holds.Values(source, attribute));
    }
    learn(terms, Source.TRANSACTION, new Holds.Entities(source));
  }

  private void learn(List<Term> terms, int at, Holds holds) {
    if (terms.size() > at && terms.get(at) instanceof Term.Variable(String name, Place place)) {
      variables.putIfAbsent(name, holds);
    }
  }

  private List<Column> columns(List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      FindElement element = query.find().get(i);
      columns.add(new Column(name(element, names.get(i)), holds(element)));
    }
    return columns;
  }

  private String name(FindElement element, String written) {
    if (query.keys() != null) {
      return written;
    }
    return switch (element) {
      case FindElement.Plain plain -> written.substring(1);
      case FindElement.Aggregate aggregate -> aggregate.function();
      case FindElement.Computed(Formula formula) -> formula.call().function();
      case FindElement.Pulled pulled -> written;
    };
  }

  private Holds holds(FindElement element) {
    return switch (element) {
      case FindElement.Plain(Term.Variable variable) -> known(variable);
      case FindElement.Aggregate(String function, List<Value> parameters, Term argument, Place at)
          when parameters.isEmpty() ->
          aggregated(function, argument);
      default -> new Holds.Anything();
    };
  }

  private Holds aggregated(String function, Term argument) {
    if (COUNTS.contains(function)) {
      return new Holds.Whole();
    }
    if (SPREADS.contains(function)) {
      return new Holds.Real();
    }
    return SAME.contains(function) && argument instanceof Term.Variable variable
        ? known(variable)
        : new Holds.Anything();
  }

  /** A variable that is a constant may have been given what no fact holds. */
  private Holds known(Term.Variable variable) {
    return scope.constants().containsKey(variable.name())
        ? new Holds.Anything()
        : variables.getOrDefault(variable.name(), new Holds.Anything());
  }
}
