package bourn.sql;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalRepeatUnion;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.jspecify.annotations.Nullable;

/** Says of one logical operator which of ours does the same. */
final class Conversion extends ConverterRule {

  /** A rule for each operator there is. */
  static final List<RelOptRule> ALL =
      List.of(
          of(LogicalFilter.class, BournFilter::of),
          of(LogicalProject.class, BournProject::of),
          of(LogicalJoin.class, BournJoin::of),
          of(LogicalAggregate.class, BournAggregate::of),
          of(LogicalSort.class, BournSort::of),
          of(LogicalWindow.class, BournWindow::of),
          of(LogicalRepeatUnion.class, BournIterate::of),
          of(Unnested.class, Unnested::of),
          of(Collect.class, BournCollect::of),
          of(LogicalAsofJoin.class, BournAsofJoin::of),
          of(LogicalTableScan.class, BournRecursive::of),
          of(LogicalUnion.class, BournUnion::of),
          of(LogicalValues.class, BournValues::of));

  /** Makes an operator of ours. */
  private interface Maker<R extends RelNode> {
    BournRel make(R logical, RelTraitSet traits, List<RelNode> inputs);
  }

  private final Maker<RelNode> maker;

  private Conversion(Config config, Maker<RelNode> maker) {
    super(config);
    this.maker = maker;
  }

  private static <R extends RelNode> RelOptRule of(Class<R> logical, Maker<R> maker) {
    Maker<RelNode> any = (rel, traits, inputs) -> maker.make(logical.cast(rel), traits, inputs);
    return Config.INSTANCE
        .withConversion(logical, Convention.NONE, BournRel.BOURN, "Bourn" + logical.getSimpleName())
        .withRuleFactory(config -> new Conversion(config, any))
        .toRule();
  }

  @Override
  public @Nullable RelNode convert(RelNode rel) {
    RelTraitSet traits = rel.getTraitSet().replace(BournRel.BOURN);
    return maker.make(rel, traits, convertList(rel.getInputs(), BournRel.BOURN));
  }
}
