package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  /** Columns that can be named and that {@code *} leaves out, after all others of a table. */
  static final Set<String> HIDDEN = Set.of("_offset", "_time", "_origin");

  private final SqlTable table;
  private final boolean bare;
  private double rows;

  /**
   * Makes a table.
   *
   * @param bare whether it is to be without hidden columns
   */
  CatalogTable(SqlTable table, boolean bare) {
    this.table = table;
    this.bare = bare;
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
    List<SqlColumn> columns = new ArrayList<>(table.columns());
    if (bare) {
      columns.removeIf(column -> HIDDEN.contains(column.name()));
    }
    return CalciteTypes.row(columns, factory);
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
