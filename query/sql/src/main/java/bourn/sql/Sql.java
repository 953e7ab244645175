package bourn.sql;

import bourn.engine.Budget;
import bourn.engine.Engine;
import bourn.engine.Explain;
import bourn.engine.Plan;
import bourn.engine.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataTypeField;

/**
 * Answers statements in SQL. Statements only read; identifiers match whatever their case, and a
 * name with other characters than letters, digits and {@code _} is written in double quotes.
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
   * Answers {@code sql} over the tables of {@code catalog}.
   *
   * @throws QueryException if the statement is wrong, uses what is not supported, or exceeds its
   *     budget
   */
  public static SqlResult query(String sql, SqlCatalog catalog, Budget budget) {
    SqlPlan plan = plan(sql, catalog);
    return new SqlResult(plan.columns(), Engine.run(plan.plan(), budget));
  }

  /**
   * Returns how {@code sql} is going to be answered, as text: the operators with what they read.
   *
   * @throws QueryException if the statement is wrong or uses what is not supported
   */
  public static String explain(String sql, SqlCatalog catalog) {
    return Explain.text(plan(sql, catalog).plan());
  }

  private record SqlPlan(Plan plan, List<SqlColumn> columns) {}

  private static SqlPlan plan(String sql, SqlCatalog catalog) {
    return Limits.run(sql, () -> planned(sql, catalog));
  }

  private static SqlPlan planned(String sql, SqlCatalog catalog) {
    RelRoot root = new SqlPlanner(sql, catalog).plan();
    Plan plan = Physical.of(Phases.optimise(root.project())).plan();
    List<SqlColumn> columns = new ArrayList<>();
    for (RelDataTypeField field : root.validatedRowType.getFieldList()) {
      columns.add(
          new SqlColumn(
              field.getName(), CalciteTypes.type(field.getType()), field.getType().isNullable()));
    }
    return new SqlPlan(plan, columns);
  }
}
