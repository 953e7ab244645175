package bourn.sql;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table of ours as Calcite's planner sees it. */
final class CatalogTable extends AbstractTable {

  private final SqlTable table;

  CatalogTable(SqlTable table) {
    this.table = table;
  }

  SqlTable table() {
    return table;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    return CalciteTypes.row(table.columns(), factory);
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of((double) Math.max(1, table.rows().estimate(List.of())), List.of());
  }
}
