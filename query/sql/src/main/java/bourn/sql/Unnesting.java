package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Makes {@link Unnested} of {@code UNNEST}, also of a list that the row before it has. */
final class Unnesting extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    if (rel instanceof Correlate correlate) {
      RelNode unnested = new Lifting(correlate, visit(correlate.getLeft())).lift();
      if (unnested != null) {
        return unnested;
      }
    }
    RelNode visited = super.visit(rel);
    return visited instanceof Uncollect uncollect ? alone(uncollect) : visited;
  }

  /** Rows of the elements only. */
  private static RelNode alone(Uncollect uncollect) {
    RelNode input = uncollect.getInput();
    checkOne(input);
    RexBuilder builder = input.getCluster().getRexBuilder();
    Unnested unnested =
        Unnested.of(
            input,
            builder.makeInputRef(input, 0),
            uncollect.withOrdinality,
            false,
            uncollect.getRowType());
    List<RexNode> elements = new ArrayList<>();
    for (int c = 1; c < unnested.getRowType().getFieldCount(); c++) {
      elements.add(builder.makeInputRef(unnested, c));
    }
    return LogicalProject.create(
        unnested, List.of(), elements, uncollect.getRowType().getFieldNames(), Set.of());
  }

  private static void checkOne(RelNode input) {
    if (input.getRowType().getFieldCount() != 1) {
      throw SqlErrors.unsupported("UNNEST of several lists at once (one is)");
    }
  }

  /** Moves the elements of a list of each row from beside the rows on top of them. */
  private static final class Lifting extends RexShuttle {

    private final CorrelationId row;
    private final RelNode right;
    private final RelNode left;
    private final int width;
    private final boolean outer;
    private final boolean possible;

    Lifting(Correlate correlate, RelNode left) {
      this.row = correlate.getCorrelationId();
      this.right = correlate.getRight();
      this.left = left;
      this.width = left.getRowType().getFieldCount();
      this.outer = correlate.getJoinType() == JoinRelType.LEFT;
      this.possible = outer || correlate.getJoinType() == JoinRelType.INNER;
    }

    /** Returns the rows with their elements, or null if it is something else that is correlated. */
    @Nullable RelNode lift() {
      return possible ? lift(right) : null;
    }

    private @Nullable RelNode lift(RelNode rel) {
      return switch (rel) {
        case Uncollect uncollect
            when uncollect.getInput() instanceof Project list
                && list.getInput() instanceof Values one
                && one.getTuples().size() == 1 -> {
          checkOne(list);
          RexNode moved = list.getProjects().getFirst().accept(this);
          boolean numbered = uncollect.withOrdinality;
          yield Unnested.of(left, moved, numbered, outer, uncollect.getRowType());
        }
        case Project project -> projected(project);
        case Filter filter when !outer -> {
          RelNode input = lift(filter.getInput());
          yield input == null
              ? null
              : LogicalFilter.create(input, filter.getCondition().accept(this));
        }
        default -> null;
      };
    }

    private @Nullable RelNode projected(Project project) {
      RelNode input = lift(project.getInput());
      if (input == null) {
        return null;
      }
      List<RexNode> nodes = new ArrayList<>();
      List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
      for (int c = 0; c < width; c++) {
        nodes.add(left.getCluster().getRexBuilder().makeInputRef(left, c));
      }
      project.getProjects().forEach(node -> nodes.add(node.accept(this)));
      names.addAll(project.getRowType().getFieldNames());
      return LogicalProject.create(input, List.of(), nodes, names, Set.of());
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      return new RexInputRef(ref.getIndex() + width, ref.getType());
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      return access.getReferenceExpr() instanceof RexCorrelVariable variable
              && variable.id.equals(row)
          ? new RexInputRef(access.getField().getIndex(), access.getType())
          : super.visitFieldAccess(access);
    }
  }
}
