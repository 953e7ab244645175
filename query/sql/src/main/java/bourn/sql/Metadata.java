package bourn.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;

/** What rules ask of an operator: our own row counts and costs, and for the rest Calcite's. */
final class Metadata extends RelMetadataQuery {

  /*
   * Calcite's usual way to its own answers compiles Java source at run time; these are found by
   * reflection instead, and its handlers, which hold no state, are made once.
   */

  private static final Map<Class<?>, MetadataHandler<?>> HANDLERS = new ConcurrentHashMap<>();

  private static final MetadataHandlerProvider REFLECTING =
      new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE);

  private final Cardinality cardinality = new Cardinality();

  Metadata() {
    super(
        new MetadataHandlerProvider() {
          @Override
          public <H extends MetadataHandler<?>> H handler(Class<H> type) {
            return type.cast(HANDLERS.computeIfAbsent(type, any -> REFLECTING.handler(type)));
          }
        });
  }

  @Override
  public Double getRowCount(RelNode rel) {
    return cardinality.rows(rel);
  }

  @Override
  public RelOptCost getNonCumulativeCost(RelNode rel) {
    return rel.getCluster()
        .getPlanner()
        .getCostFactory()
        .makeCost(Costs.of(rel.stripped(), cardinality), 0, 0);
  }

  @Override
  public Boolean areColumnsUnique(RelNode rel, ImmutableBitSet columns, boolean ignoreNulls) {
    return columns.asList().stream().anyMatch(column -> cardinality.domain(rel, column).key());
  }
}
