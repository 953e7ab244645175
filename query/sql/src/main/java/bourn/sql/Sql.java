package bourn.sql;

import bourn.engine.Analysis;
import bourn.engine.Budget;
import bourn.engine.Engine;
import bourn.engine.Explain;
import bourn.engine.Guard;
import bourn.engine.Plan;
import bourn.engine.QueryException;
import bourn.engine.Result;
import bourn.kernel.Value;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Answers statements in SQL. The plan of a statement that is asked again of the same catalog, with
 * the same parameters, is found and not made. Statements only read, but for {@code INSERT INTO},
 * which {@link #execute} alone carries out; identifiers match whatever their case, and a name with
 * other characters than letters, digits and {@code _} is written in double quotes.
 *
 * <pre>{@code
 * SqlResult result = Sql.query("SELECT origin, count(*) FROM flights GROUP BY origin", catalog);
 * }</pre>
 */
public final class Sql {

  private Sql() {}

  /** Answers {@code sql} within {@link Budget#DEFAULT}. */
  public static SqlResult query(String sql, SqlCatalog catalog) {
    return query(sql, catalog, Budget.DEFAULT);
  }

  /**
   * Answers {@code sql} over the tables of {@code catalog}. {@code EXPLAIN} gives the text of
   * {@link #explain} as rows, {@code EXPLAIN ANALYZE} also what each operator did.
   *
   * @throws QueryException if the statement is wrong, uses what is not supported, or exceeds its
   *     budget
   */
  public static SqlResult query(String sql, SqlCatalog catalog, Budget budget) {
    return query(sql, catalog, budget, List.of());
  }

  /**
   * As {@link #query(String, SqlCatalog, Budget)}, with values for the parameters of the statement,
   * each a {@code ?}: a string, a number, a boolean, an instant, a UUID, bytes, a list of such, or
   * nil. They are values and never read as SQL.
   *
   * @param parameters in the order in which they stand in {@code sql}; there are as many
   */
  public static SqlResult query(
      String sql, SqlCatalog catalog, Budget budget, List<Value> parameters) {
    return answer(sql, catalog, budget, parameters, false);
  }

  /**
   * As {@link #query(String, SqlCatalog, Budget)}, and carries out {@code INSERT INTO table SELECT
   * ..} and {@code VALUES ..}, whose answer is the one number of rows that were appended. All of
   * them are, or none.
   *
   * @throws QueryException as well if the table cannot be written, or does not take such rows
   */
  public static SqlResult execute(String sql, SqlCatalog catalog, Budget budget) {
    return execute(sql, catalog, budget, List.of());
  }

  /** As {@link #execute(String, SqlCatalog, Budget)}, with values for the parameters. */
  public static SqlResult execute(
      String sql, SqlCatalog catalog, Budget budget, List<Value> parameters) {
    return answer(sql, catalog, budget, parameters, true);
  }

  /**
   * Returns how many parameters {@code sql} has; 0 if it is no statement, of which {@link #query}
   * says what is wrong with it.
   */
  public static int parameters(String sql) {
    return Limits.run(sql, () -> Planning.parameters(sql));
  }

  /**
   * Returns how {@code sql} is going to be answered, as text: the operators with what they read.
   *
   * @throws QueryException if the statement is wrong or uses what is not supported
   */
  public static String explain(String sql, SqlCatalog catalog) {
    return explain(sql, catalog, List.of());
  }

  /** As {@link #explain(String, SqlCatalog)}, with values for the parameters. */
  public static String explain(String sql, SqlCatalog catalog, List<Value> parameters) {
    return Explain.text(planned(sql, catalog, parameters, false, new Guard(Budget.DEFAULT)).plan());
  }

  /**
   * Returns the columns of the answer to a query, which is planned for that with nil for each of
   * its parameters: what has no other type than that of a parameter is of any.
   *
   * @throws QueryException if the statement is wrong, appends, or cannot be planned so
   */
  public static List<SqlColumn> columns(String sql, SqlCatalog catalog) {
    List<Value> nothing = Collections.nCopies(parameters(sql), Value.Nil.NIL);
    Planned planned = planned(sql, catalog, nothing, false, new Guard(Budget.DEFAULT));
    return planned.kind() == Planned.Kind.QUERY ? planned.columns() : lines("").columns();
  }

  /** Refuses a statement that is wrong, or no query without parameters. */
  static void checkReads(String sql, SqlCatalog catalog) {
    Planned planned = planned(sql, catalog, List.of(), false, new Guard(Budget.DEFAULT));
    if (planned.kind() != Planned.Kind.QUERY) {
      throw SqlErrors.unsupported("EXPLAIN", "a query", sql, 0);
    }
  }

  private static SqlResult answer(
      String sql, SqlCatalog catalog, Budget budget, List<Value> parameters, boolean mayWrite) {
    Guard guard = new Guard(budget);
    Planned planned = planned(sql, catalog, parameters, mayWrite, guard);
    guard.check();
    return switch (planned.kind()) {
      case QUERY -> new SqlResult(planned.columns(), Engine.run(planned.plan(), guard));
      case EXPLAIN -> lines(Explain.text(planned.plan()));
      case ANALYZE -> {
        Analysis analysis = Engine.analyze(planned.plan(), guard).analysis();
        yield lines(Explain.text(Explain.tree(planned.plan(), analysis)));
      }
      case INSERT -> inserted(planned, guard);
    };
  }

  private static Planned planned(
      String sql, SqlCatalog catalog, List<Value> parameters, boolean mayWrite, Guard guard) {
    PlanCache plans = catalog instanceof BoundCatalog bound ? bound.plans() : new PlanCache();
    Planned known = plans.get(sql, parameters);
    if (known != null) {
      return known;
    }
    Planned planned =
        Limits.run(sql, () -> planning(catalog, parameters, mayWrite, guard).planned(sql));
    plans.put(sql, parameters, planned);
    return planned;
  }

  private static Planning planning(
      SqlCatalog catalog, List<Value> parameters, boolean mayWrite, Guard guard) {
    IntSupplier ids = new AtomicInteger()::getAndIncrement;
    return new Planning(catalog, parameters, mayWrite, InstantSource.system(), guard, ids);
  }

  private static SqlResult lines(String text) {
    List<List<Value>> rows = text.lines().map(line -> List.of(Value.of(line))).toList();
    return new SqlResult(List.of(SqlColumn.of("plan", SqlType.VARCHAR)), rows(rows));
  }

  private static Result rows(List<List<Value>> rows) {
    return Engine.run(new Plan.Rows(1, rows), Budget.DEFAULT);
  }

  private static SqlResult inserted(Planned planned, Guard guard) {
    SqlTable target = Objects.requireNonNull(planned.target());
    Result result = Engine.run(planned.plan(), guard);
    SqlResult rows = new SqlResult(planned.columns(), result);
    guard.check();
    try {
      target.append(planned.columns().stream().map(SqlColumn::name).toList(), rows.rows());
    } catch (IllegalArgumentException e) {
      throw SqlErrors.wrong("insert", String.valueOf(e.getMessage()));
    }
    return new SqlResult(
        List.of(SqlColumn.of("rows", SqlType.BIGINT)),
        rows(List.of(List.of(Value.of((long) result.rows())))));
  }
}
