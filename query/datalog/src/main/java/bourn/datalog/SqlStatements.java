package bourn.datalog;

import bourn.engine.Engine;
import bourn.engine.Expression;
import bourn.engine.Function;
import bourn.engine.Guard;
import bourn.engine.Plan;
import bourn.engine.QueryException;
import bourn.engine.Result;
import bourn.engine.Source;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Statements of SQL within queries, as {@code [(sql "SELECT ..." ?parameter) [[?a ?b]]]}. Their
 * tables are the sources of the query; what they plan to is a part of its plan.
 */
final class SqlStatements {

  /** The function that asks a statement. */
  static final String NAME = "sql";

  private static final String FORM = "as [(sql \"SELECT ...\") [[?a ?b]]]";

  /** Looked for once, when it is asked for. */
  private static final class Provided {
    private static final @Nullable EmbeddedSql SQL =
        ServiceLoader.load(EmbeddedSql.class, EmbeddedSql.class.getClassLoader())
            .findFirst()
            .orElse(null);
  }

  private SqlStatements() {}

  /** Refuses a call that has no statement. */
  static void check(Call call, Scope scope) {
    statement(call, scope);
    for (Term argument : call.arguments()) {
      if (argument instanceof Term.SourceName) {
        throw argument
            .place()
            .wrong(
                "malformed",
                "sql takes no source, found " + argument,
                "its tables are the sources of the query: $name is the table name");
      }
    }
    provided(call);
  }

  /** Says that rows must be bound. */
  static QueryException unbound(Call call) {
    return call.place().wrong("malformed", "sql gives rows, and they are to be bound", FORM);
  }

  private static String statement(Call call, Scope scope) {
    if (!call.arguments().isEmpty()
        && scope.constant(call.arguments().getFirst()) instanceof Value.Text(String sql)) {
      return sql;
    }
    throw call.place().wrong("wrong-arity", "sql takes a statement first, as a string", FORM);
  }

  private static EmbeddedSql provided(Call call) {
    EmbeddedSql provided = Provided.SQL;
    if (provided == null) {
      throw call.place()
          .wrong("no-sql", "SQL is not on the class path", "add bourn-sql to the class path");
    }
    return provided;
  }

  /**
   * Returns the rows that {@code clause} binds, if it is a statement whose parameters are known and
   * binds a variable to each of its columns; else null.
   */
  static @Nullable Tuples rows(Clause.Bind clause, Scope scope) {
    Call call = clause.call();
    List<String> names = call.function().equals(NAME) ? names(clause.binding()) : null;
    List<Value> parameters = names == null ? null : constants(call, scope);
    if (names == null || parameters == null) {
      return null;
    }
    scope.planning().notes().unkept();
    EmbeddedSql.Answering answering =
        planned(call, scope, parameters, scope.planning().guard(), scope.planning().ids());
    checkWidth(clause.binding(), names.size(), answering.plan());
    Tuples rows = new Tuples(answering.plan(), names, answering.estimate(), Set.of());
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).startsWith(" ")) {
        rows = rows.filter(Plumbing.SOME.of(new Expression.Input(i)), 1);
      }
    }
    return rows;
  }

  /** Returns a name for each column, or null if the binding is not of plain rows. */
  private static @Nullable List<String> names(Binding binding) {
    if (!(binding
        instanceof Binding.Each(Binding.Tuple(List<Binding> elements, Place in), Place p))) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (Binding element : elements) {
      switch (element) {
        case Binding.Ignore ignore -> names.add(" " + names.size());
        case Binding.Scalar(Term.Variable variable) when !names.contains(variable.name()) ->
            names.add(variable.name());
        default -> {
          return null;
        }
      }
    }
    return names;
  }

  private static @Nullable List<Value> constants(Call call, Scope scope) {
    List<Value> constants = new ArrayList<>();
    for (Term argument : call.arguments().subList(1, call.arguments().size())) {
      Value value =
          argument instanceof Term.Nested(Call nested)
              ? Expressions.constant(nested, scope)
              : scope.constant(argument);
      if (value == null) {
        return null;
      }
      constants.add(value);
    }
    return constants;
  }

  private static void checkWidth(Binding binding, int bound, Plan plan) {
    if (bound != plan.width()) {
      throw binding
          .place()
          .wrong(
              "malformed",
              "the statement gives rows of "
                  + RuleErrors.counted(plan.width(), "column")
                  + ", and "
                  + binding
                  + " takes "
                  + bound,
              "_ stands for a column that is not wanted");
    }
  }

  private static EmbeddedSql.Answering planned(
      Call call, Scope scope, List<Value> parameters, Guard guard, IntSupplier ids) {
    return provided(call).plan(statement(call, scope), tables(scope), parameters, guard, ids);
  }

  /** Returns the sources that can be tables, by name. */
  private static Map<String, Source> tables(Scope scope) {
    Map<String, Source> tables = new LinkedHashMap<>();
    scope
        .sources()
        .forEach(
            (name, matched) -> {
              if (matched instanceof Matched.Facts(Source source)) {
                StreamName stream = stream(source);
                if (stream != null) {
                  tables.put(name.equals("$") ? stream.text() : name.substring(1), source);
                }
              }
            });
    return tables;
  }

  private static @Nullable StreamName stream(Source source) {
    return switch (source.behind()) {
      case Source.Behind.Facts(var database) -> database.bounded().stream().descriptor().name();
      case Source.Behind.Events(var bounded) -> bounded.stream().descriptor().name();
      case Source.Behind.Rows(var bounded, var columns) -> bounded.stream().descriptor().name();
      case null -> null;
    };
  }

  /** Returns what {@code call} gives in a row of {@code tuples}: a list of lists. */
  static Expression expression(Call call, Tuples tuples, Scope scope) {
    scope.planning().notes().unkept();
    List<Expression> parameters = new ArrayList<>();
    for (Term argument : call.arguments().subList(1, call.arguments().size())) {
      parameters.add(Expressions.of(argument, tuples, scope));
    }
    return new Expression.Call(new Asked(call, scope, new HashMap<>()), parameters);
  }

  /** The rows of a statement, for each different list of parameters once. */
  private record Asked(Call call, Scope scope, Map<List<Value>, Value> known) implements Function {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Value apply(Value[] arguments) {
      List<Value> parameters = List.of(arguments);
      Value answer = known.get(parameters);
      if (answer == null) {
        answer = ask(parameters);
        scope.planning().held(answer);
        scope.planning().held(new Value.Items(parameters));
        known.put(parameters, answer);
      }
      return answer;
    }

    private Value ask(List<Value> parameters) {
      Guard guard = new Guard(scope.planning().guard().remaining());
      IntSupplier ids = new AtomicInteger()::getAndIncrement;
      Result result = Engine.run(planned(call, scope, parameters, guard, ids).plan(), guard);
      List<Value> rows = new ArrayList<>();
      for (int row = 0; row < result.rows(); row++) {
        rows.add(new Value.Items(result.row(row)));
      }
      return new Value.Items(rows);
    }
  }
}
