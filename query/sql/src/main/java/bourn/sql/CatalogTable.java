package bourn.sql;

import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table of ours as Calcite's planner sees it. */
final class CatalogTable extends AbstractTable implements TranslatableTable {

  private final SqlTable table;
  private double rows;

  CatalogTable(SqlTable table) {
    this.table = table;
  }

  SqlTable table() {
    return table;
  }

  /** Returns how many rows there are, at least one; the table is asked once. */
  double rows() {
    if (rows == 0) {
      rows = Math.max(1, table.rows().estimate(List.of()));
    }
    return rows;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    return CalciteTypes.row(table.columns(), factory);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return BournScan.all(context.getCluster(), table);
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(rows(), List.of());
  }
}
