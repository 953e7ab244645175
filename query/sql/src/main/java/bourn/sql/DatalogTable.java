package bourn.sql;

import bourn.datalog.EmbeddedQuery;
import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** The answer to a Datalog query as a table of the one statement that asks it. */
final class DatalogTable extends AbstractTable implements TranslatableTable {

  private final int id;
  private final EmbeddedQuery embedded;
  private final List<SqlColumn> columns;

  DatalogTable(int id, EmbeddedQuery embedded, List<SqlColumn> columns) {
    this.id = id;
    this.embedded = new EmbeddedQuery(typed(embedded, columns), embedded.estimate(), List.of());
    this.columns = columns;
  }

  /** Has each column hold what a column of its type does. */
  private static Plan typed(EmbeddedQuery embedded, List<SqlColumn> columns) {
    List<Expression> expressions = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      Expression column = new Expression.Input(c);
      SqlType type = columns.get(c).type();
      expressions.add(
          type == SqlType.ANY ? column : new Expression.Call(new Typed(type), List.of(column)));
    }
    return columns.stream().allMatch(column -> column.type() == SqlType.ANY)
        ? embedded.plan()
        : new Plan.Project(embedded.plan(), expressions);
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    return CalciteTypes.row(columns, factory);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return new BournDatalog(context.getCluster(), table.getRowType(), id, embedded);
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(embedded.estimate(), List.of());
  }
}
