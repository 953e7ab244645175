package bourn.sql;

import bourn.datalog.EmbeddedQuery;
import bourn.engine.Plan;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** The rows that a Datalog query finds. */
final class BournDatalog extends AbstractRelNode implements BournRel {

  private final int number;
  private final EmbeddedQuery embedded;

  /**
   * Makes a leaf of a tree.
   *
   * @param number tells it from others in the tree
   * @param type of the columns that the plan of {@code embedded} gives
   */
  BournDatalog(RelOptCluster cluster, RelDataType type, int number, EmbeddedQuery embedded) {
    super(cluster, cluster.traitSetOf(BOURN));
    this.rowType = type;
    this.number = number;
    this.embedded = embedded;
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return this;
  }

  @Override
  public Plan plan() {
    return embedded.plan();
  }

  double rows() {
    return Math.max(1, embedded.estimate());
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return rows();
  }

  @Override
  public RelWriter explainTerms(RelWriter out) {
    return super.explainTerms(out).item("number", number);
  }
}
