package bourn.sql;

import bourn.engine.Expression;
import bourn.engine.Plan;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/**
 * For each row a row for each element of a list: first as a logical operator, then as one of ours.
 * An element that is a row gives as many columns as it has.
 */
final class Unnested extends SingleRel implements BournRel {

  private final RexNode list;
  private final boolean numbered;
  private final boolean outer;
  private final RelDataType type;

  private Unnested(
      RelTraitSet traits,
      RelNode input,
      RexNode list,
      boolean numbered,
      boolean outer,
      RelDataType type) {
    super(input.getCluster(), traits, input);
    this.list = list;
    this.numbered = numbered;
    this.outer = outer;
    this.type = type;
  }

  /**
   * Returns a logical operator.
   *
   * @param list over the columns of {@code input}
   * @param numbered whether the last column is the place of the element, from 1
   * @param outer whether an empty list gives a row all the same, without element
   * @param elements the columns that elements give
   */
  static Unnested of(
      RelNode input, RexNode list, boolean numbered, boolean outer, RelDataType elements) {
    RelDataType type =
        input
            .getCluster()
            .getTypeFactory()
            .builder()
            .addAll(input.getRowType().getFieldList())
            .addAll(elements.getFieldList())
            .uniquify()
            .build();
    RelTraitSet traits = input.getCluster().traitSetOf(Convention.NONE);
    return new Unnested(traits, input, list, numbered, outer, type);
  }

  static Unnested of(Unnested logical, RelTraitSet traits, List<RelNode> inputs) {
    return (Unnested) logical.copy(traits, inputs);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new Unnested(traits, inputs.getFirst(), list, numbered, outer, type);
  }

  @Override
  protected RelDataType deriveRowType() {
    return type;
  }

  @Override
  public RelWriter explainTerms(RelWriter out) {
    return super.explainTerms(out)
        .item("list", list)
        .item("numbered", numbered)
        .item("outer", outer);
  }

  @Override
  public Plan plan() {
    int width = type.getFieldCount() - input.getRowType().getFieldCount();
    RelDataType element = list.getType().getComponentType();
    boolean parts = numbered || list.getType().getKeyType() != null;
    parts |= element != null && element.isStruct();
    Expression elements =
        new Expression.Call(
            new Elements(parts ? width : 0, numbered, outer), List.of(RexCompiler.of(this, list)));
    return new Plan.Unnest(BournRel.plan(input), elements, parts ? width : 0);
  }
}
