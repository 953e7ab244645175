package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/**
 * Puts inner joins and semi-joins in the order that costs least, whatever order they are written
 * in.
 */
final class JoinOrder extends RelHomogeneousShuttle {

  private static final int MOST_TABLES = Long.SIZE;

  /** Joins, and the columns of the graph that they give. */
  private record Joined(RelNode rel, List<Integer> columns) {}

  @Override
  public RelNode visit(RelNode rel) {
    if (!JoinGraph.isJoined(rel)) {
      return super.visit(rel);
    }
    JoinGraph graph = new JoinGraph(rel);
    if (graph.tables().size() > MOST_TABLES) {
      return super.visit(rel);
    }
    graph.tables().replaceAll(this::visit);
    return restored(joined(JoinTrees.cheapest(graph), graph), graph.columns(), rel);
  }

  private static Joined joined(JoinTrees.Tree tree, JoinGraph graph) {
    JoinTrees.Pair join = tree.join();
    if (join == null) {
      int table = table(tree);
      return new Joined(graph.tables().get(table), graph.columns(table));
    }
    Joined left = joined(join.left(), graph);
    Joined right = joined(join.right(), graph);
    JoinGraph.Said said = join.right().join() == null ? graph.said(table(join.right())) : null;
    if (said != null) {
      return said(left, right, said, graph);
    }
    return left.rel instanceof Aggregate
        ? joined(right, left, join, graph)
        : joined(left, right, join, graph);
  }

  private static int table(JoinTrees.Tree single) {
    return Long.numberOfTrailingZeros(single.set());
  }

  private static Joined said(Joined left, Joined right, JoinGraph.Said said, JoinGraph graph) {
    List<Integer> both = new ArrayList<>(left.columns);
    both.addAll(right.columns);
    RexNode condition = graph.condition(said, both);
    return new Joined(
        LogicalJoin.create(left.rel, right.rel, List.of(), condition, Set.of(), said.type()),
        left.columns);
  }

  /** Groups stand on the right, where a semi-join may take their place. */
  private static Joined joined(Joined left, Joined right, JoinTrees.Pair join, JoinGraph graph) {
    List<Integer> columns = new ArrayList<>(left.columns);
    columns.addAll(right.columns);
    RexNode condition = graph.between(join.left().set(), join.right().set(), columns);
    return new Joined(
        LogicalJoin.create(left.rel, right.rel, List.of(), condition, Set.of(), JoinRelType.INNER),
        columns);
  }

  /** Gives the columns the places that they had. */
  private static RelNode restored(Joined joined, List<Integer> columns, RelNode original) {
    if (joined.columns.equals(columns)) {
      return joined.rel;
    }
    RexBuilder builder = original.getCluster().getRexBuilder();
    List<RexNode> moved = new ArrayList<>();
    for (int column : columns) {
      moved.add(builder.makeInputRef(joined.rel, joined.columns.indexOf(column)));
    }
    return LogicalProject.create(
        joined.rel, List.of(), moved, original.getRowType().getFieldNames(), Set.of());
  }
}
