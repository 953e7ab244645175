package bourn.sql;

import bourn.columns.Restriction;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A scan of some columns of those rows of a table that satisfy restrictions. It has one form only,
 * so it stands in the tree from the beginning, and what lies above is moved into it as it is found.
 */
final class BournScan extends TableScan implements BournRel {

  private final CatalogTable of;
  private final List<Integer> columns;
  private final List<Restriction> restrictions;
  private double rows;

  private BournScan(
      RelOptCluster cluster,
      RelOptTable table,
      List<Integer> columns,
      List<Restriction> restrictions) {
    super(cluster, cluster.traitSetOf(BOURN), List.of(), table);
    this.of = Objects.requireNonNull(table.unwrap(CatalogTable.class));
    this.columns = List.copyOf(columns);
    this.restrictions = List.copyOf(restrictions);
  }

  /** Returns a scan of all of {@code table}. */
  static BournScan all(RelOptCluster cluster, RelOptTable table) {
    int width = table.getRowType().getFieldCount();
    return new BournScan(cluster, table, ImmutableBitSet.range(width).asList(), List.of());
  }

  /** Returns this scan of those of its columns that {@code wanted} has. */
  @Override
  public RelNode project(
      ImmutableBitSet wanted, Set<RelDataTypeField> extraFields, RelBuilder builder) {
    return new BournScan(
        getCluster(), table, wanted.asList().stream().map(columns::get).toList(), restrictions);
  }

  /** Returns this scan of those of its rows that also satisfy {@code more}. */
  BournScan restricted(List<Restriction> more) {
    List<Restriction> all = new ArrayList<>(restrictions);
    all.addAll(more);
    return new BournScan(getCluster(), table, columns, all);
  }

  /** Returns the column of the table that is column {@code index} of this scan. */
  int column(int index) {
    return columns.get(index);
  }

  /** Returns the type of a column of the table. */
  SqlType type(int column) {
    return of.table().columns().get(column).type();
  }

  /** Returns how many rows are expected. */
  double rows() {
    if (rows == 0) {
      rows =
          restrictions.isEmpty()
              ? of.rows()
              : Math.max(1, of.table().rows().estimate(restrictions));
    }
    return rows;
  }

  /** Returns how many rows the table has without restrictions. */
  double tableRows() {
    return of.rows();
  }

  /** Returns whether no two rows have the same value in column {@code index} of this scan. */
  boolean unique(int index) {
    return of.table().keys().contains(columns.get(index));
  }

  /** Returns how many columns this scan reads. */
  int width() {
    return columns.size() + restrictions.size();
  }

  @Override
  public Plan plan() {
    return new Plan.Scan(of.table().rows(), columns, restrictions);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return rows();
  }

  @Override
  public RelDataType deriveRowType() {
    RelDataTypeFactory.Builder type = getCluster().getTypeFactory().builder();
    columns.forEach(column -> type.add(table.getRowType().getFieldList().get(column)));
    return type.build();
  }

  @Override
  public RelWriter explainTerms(RelWriter out) {
    return super.explainTerms(out).item("columns", columns).item("restrictions", restrictions);
  }
}
