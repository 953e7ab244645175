package bourn.sql;

import bourn.engine.Plan;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The rows in order, or the first ones of them. */
final class BournSort extends Sort implements BournRel {

  private BournSort(
      RelTraitSet traits,
      RelNode input,
      RelCollation collation,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    super(input.getCluster(), traits, input, collation, offset, fetch);
  }

  static BournSort of(LogicalSort logical, RelTraitSet traits, List<RelNode> inputs) {
    return new BournSort(
        traits, inputs.getFirst(), logical.getCollation(), logical.offset, logical.fetch);
  }

  @Override
  public Sort copy(
      RelTraitSet traits,
      RelNode input,
      RelCollation collation,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    return new BournSort(traits, input, collation, offset, fetch);
  }

  @Override
  public Plan plan() {
    return new Plan.Sort(
        BournRel.plan(input), keys(collation), rows(offset, 0), rows(fetch, Long.MAX_VALUE));
  }

  /** Missing values are the greatest unless the statement says otherwise. */
  static List<Plan.SortKey> keys(RelCollation collation) {
    List<Plan.SortKey> keys = new ArrayList<>();
    for (RelFieldCollation key : collation.getFieldCollations()) {
      boolean descending = key.getDirection().isDescending();
      boolean nullsLast =
          key.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
              ? !descending
              : key.nullDirection == RelFieldCollation.NullDirection.LAST;
      keys.add(new Plan.SortKey(key.getFieldIndex(), descending, nullsLast));
    }
    return keys;
  }

  private static long rows(@Nullable RexNode count, long otherwise) {
    if (count == null) {
      return otherwise;
    }
    if (count instanceof RexLiteral literal) {
      return RexLiteral.bigDecimalValue(literal).longValueExact();
    }
    throw SqlErrors.unsupported("LIMIT or OFFSET by an expression");
  }
}
