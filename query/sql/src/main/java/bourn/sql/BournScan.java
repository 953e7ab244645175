package bourn.sql;

import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.columns.ValueTest;
import bourn.engine.Explain;
import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * A scan of some columns of those rows of a table that satisfy restrictions and tests. It has one
 * form only, so it stands in the tree from the beginning, and what lies above is moved into it as
 * it is found.
 */
final class BournScan extends TableScan implements BournRel {

  private final CatalogTable of;
  private final List<Integer> columns;
  private final List<Restriction> restrictions;

  /** Each over the columns of the table, and of one of them only. */
  private final List<RexNode> tests;

  private double rows;

  private BournScan(
      RelOptCluster cluster,
      RelOptTable table,
      List<Integer> columns,
      List<Restriction> restrictions,
      List<RexNode> tests) {
    super(cluster, cluster.traitSetOf(BOURN), List.of(), table);
    this.of = Objects.requireNonNull(table.unwrap(CatalogTable.class));
    this.columns = List.copyOf(columns);
    this.restrictions = List.copyOf(restrictions);
    this.tests = List.copyOf(tests);
  }

  /** Returns a scan of all of {@code table}. */
  static BournScan all(RelOptCluster cluster, RelOptTable table) {
    int width = table.getRowType().getFieldCount();
    return new BournScan(
        cluster, table, ImmutableBitSet.range(width).asList(), List.of(), List.of());
  }

  /** Returns this scan of those of its columns that {@code wanted} has. */
  @Override
  public RelNode project(
      ImmutableBitSet wanted, Set<RelDataTypeField> extraFields, RelBuilder builder) {
    return new BournScan(
        getCluster(),
        table,
        wanted.asList().stream().map(columns::get).toList(),
        restrictions,
        tests);
  }

  /** Returns this scan of those of its rows that also satisfy {@code more}. */
  BournScan restricted(List<Restriction> more) {
    List<Restriction> all = new ArrayList<>(restrictions);
    all.addAll(more);
    return new BournScan(getCluster(), table, columns, all, tests);
  }

  /** Returns this scan of those of its rows that also pass {@code more}, over its columns. */
  BournScan tested(List<RexNode> more) {
    List<RexNode> all = new ArrayList<>(tests);
    more.forEach(test -> all.add(RexUtil.apply(moved(), test)));
    return new BournScan(getCluster(), table, columns, restrictions, all);
  }

  private Mappings.TargetMapping moved() {
    int width = table.getRowType().getFieldCount();
    return Mappings.target(columns::get, columns.size(), width);
  }

  /** Returns whether the table tests the values of column {@code index} of this scan better. */
  boolean testsValues(int index) {
    return of.table().rows().tested(new ValueTest(columns.get(index), any -> true, "")) != null;
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
      for (RexNode test : tests) {
        rows *= Cardinality.selectivity(test);
      }
    }
    return rows;
  }

  /** Returns how many rows the table has without restrictions. */
  double tableRows() {
    return of.rows();
  }

  /** Returns how many values column {@code index} of this scan can have without restrictions. */
  double different(int index) {
    double known = of.table().rows().distinct(columns.get(index), List.of());
    return known == 0 ? tableRows() : Math.max(1, known);
  }

  /** Returns whether no two rows have the same value in column {@code index} of this scan. */
  boolean unique(int index) {
    return of.table().keys().contains(columns.get(index));
  }

  /** Returns how many columns this scan reads. */
  int width() {
    return columns.size() + restrictions.size() + tests.size();
  }

  @Override
  public Plan plan() {
    Table tested = of.table().rows();
    for (RexNode test : tests) {
      tested = Objects.requireNonNull(tested.tested(test(test)));
    }
    return new Plan.Scan(tested, columns, restrictions);
  }

  private ValueTest test(RexNode test) {
    int column = RelOptUtil.InputFinder.bits(test).nth(0);
    String name = table.getRowType().getFieldNames().get(column);
    Expression expression = RexCompiler.of(this, test);
    return new ValueTest(column, Lazy.test(expression), Explain.text(expression, name));
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
    return super.explainTerms(out)
        .item("columns", columns)
        .item("restrictions", restrictions)
        .item("tests", tests);
  }
}
