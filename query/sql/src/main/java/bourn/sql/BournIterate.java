package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.logical.LogicalRepeatUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/** {@code WITH RECURSIVE}: rows, and again and again what is made of those that came last. */
final class BournIterate extends RepeatUnion implements BournRel {

  private BournIterate(
      RelTraitSet traits, RelNode seed, RelNode step, boolean all, RelOptTable transientTable) {
    super(seed.getCluster(), traits, seed, step, all, -1, transientTable);
  }

  static BournIterate of(LogicalRepeatUnion logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournIterate(
        traits,
        inputs.get(0),
        inputs.get(1),
        logical.all,
        Objects.requireNonNull(logical.getTransientTable()));
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new BournIterate(
        traits, inputs.get(0), inputs.get(1), all, Objects.requireNonNull(getTransientTable()));
  }

  @Override
  public Plan plan() {
    int id = Statement.of(this).id(Objects.requireNonNull(getTransientTable()));
    RelDataType type = Objects.requireNonNull(getTransientTable()).getRowType();
    return new Plan.Iterate(id, plan(getSeedRel(), type), plan(getIterativeRel(), type), !all);
  }

  /** The rows are of the type by which they are referred to. */
  private Plan plan(RelNode rel, RelDataType type) {
    RexBuilder builder = getCluster().getRexBuilder();
    List<Expression> cast = new ArrayList<>();
    boolean same = true;
    for (int c = 0; c < type.getFieldCount(); c++) {
      RexNode field = builder.makeInputRef(rel, c);
      RelDataType wanted = type.getFieldList().get(c).getType();
      Expression made = RexCompiler.of(this, builder.makeAbstractCast(wanted, field, false));
      same &= made instanceof Expression.Input;
      cast.add(made);
    }
    return same ? BournRel.plan(rel) : new Plan.Project(BournRel.plan(rel), cast);
  }
}
