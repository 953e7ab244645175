package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** Makes other operators of {@code TUMBLE}, {@code HOP} and {@code SESSION} of a table. */
final class Windowing extends RelHomogeneousShuttle {

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    if (visited instanceof TableFunctionScan scan && scan.getCall() instanceof RexCall call) {
      return switch (call.getOperator().getName()) {
        case "TUMBLE" -> new Making(scan, call).tumble();
        case "HOP" -> new Making(scan, call).hop();
        case "SESSION" -> new Making(scan, call).session();
        default -> visited;
      };
    }
    return visited;
  }

  private static final class Making {

    private final TableFunctionScan scan;
    private final RelNode input;
    private final RelBuilder builder;
    private final RexBuilder rex;
    private final List<RexNode> intervals = new ArrayList<>();
    private final List<RexCall> columns = new ArrayList<>();

    Making(TableFunctionScan scan, RexCall call) {
      this.scan = scan;
      this.input = scan.getInput(0);
      this.builder = RelFactories.LOGICAL_BUILDER.create(scan.getCluster(), null);
      this.rex = scan.getCluster().getRexBuilder();
      for (RexNode operand : call.getOperands()) {
        if (operand.getKind() == SqlKind.DESCRIPTOR) {
          columns.add((RexCall) operand);
        } else {
          intervals.add(operand);
        }
      }
    }

    private RexNode time() {
      return columns.getFirst().getOperands().getFirst();
    }

    private RelDataType timeType() {
      return type(input.getRowType().getFieldCount());
    }

    private RelDataType type(int column) {
      return scan.getRowType().getFieldList().get(column).getType();
    }

    private RexNode cast(RexNode node, int column) {
      return rex.makeAbstractCast(type(column), node, false);
    }

    RelNode tumble() {
      List<RexNode> operands = new ArrayList<>(List.of(time()));
      operands.addAll(intervals);
      RexNode start = rex.makeCall(timeType(), Operators.WINDOW_START, operands);
      return withBounds(start, plus(start, intervals.getFirst()));
    }

    private RexNode plus(RexNode time, RexNode interval) {
      return rex.makeCall(timeType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(time, interval));
    }

    private RelNode withBounds(RexNode start, RexNode end) {
      int width = input.getRowType().getFieldCount();
      builder.push(input);
      List<RexNode> nodes = new ArrayList<>(builder.fields());
      nodes.add(cast(start, width));
      nodes.add(cast(end, width + 1));
      return builder.project(nodes, scan.getRowType().getFieldNames(), true).build();
    }

    /** A row counts in each window that is open at its time. */
    RelNode hop() {
      List<RexNode> operands = new ArrayList<>(List.of(time()));
      operands.addAll(intervals);
      RelDataType listed = rex.getTypeFactory().createArrayType(timeType(), -1);
      RexNode starts = rex.makeCall(listed, Operators.WINDOW_STARTS, operands);
      int width = input.getRowType().getFieldCount();
      RelDataType start = rex.getTypeFactory().builder().add("start", timeType()).build();
      Unnested each = Unnested.of(input, starts, false, false, start);
      builder.push(each);
      RexNode at = builder.field(width);
      List<RexNode> nodes = new ArrayList<>(builder.fields().subList(0, width));
      nodes.add(cast(at, width));
      nodes.add(cast(plus(at, intervals.get(1)), width + 1));
      return builder.project(nodes, scan.getRowType().getFieldNames(), true).build();
    }

    /** A row begins a session if none of its key came within the gap before it. */
    RelNode session() {
      int width = input.getRowType().getFieldCount();
      List<Integer> keys = new ArrayList<>();
      for (RexCall descriptor : columns.subList(1, columns.size())) {
        descriptor.getOperands().forEach(key -> keys.add(((RexInputRef) key).getIndex()));
      }
      int time = ((RexInputRef) time()).getIndex();
      builder.push(input);
      add(over(SqlStdOperatorTable.LAG, time, keys, time));
      RexNode before = builder.field(width);
      RexNode open =
          builder.call(
              SqlStdOperatorTable.LESS_THAN_OR_EQUAL, builder.field(time), plus(before, gap()));
      add(builder.call(SqlStdOperatorTable.CASE, open, builder.literal(0), builder.literal(1)));
      add(over(SqlStdOperatorTable.SUM, width + 1, keys, time));
      List<Integer> session = new ArrayList<>(keys);
      session.add(width + 2);
      RexNode first = over(SqlStdOperatorTable.MIN, time, session, -1);
      add(first, over(SqlStdOperatorTable.MAX, time, session, -1));
      List<RexNode> nodes = new ArrayList<>(builder.fields().subList(0, width));
      nodes.add(cast(builder.field(width + 3), width));
      nodes.add(cast(plus(builder.field(width + 4), gap()), width + 1));
      return builder.project(nodes, scan.getRowType().getFieldNames(), true).build();
    }

    /** Adds columns in an operator of their own: a window function sees no other one beside it. */
    private void add(RexNode... more) {
      List<RexNode> nodes = new ArrayList<>(builder.fields());
      nodes.addAll(List.of(more));
      RelNode rel = builder.build();
      List<String> names = new ArrayList<>(rel.getRowType().getFieldNames());
      while (names.size() < nodes.size()) {
        names.add("$" + names.size());
      }
      builder.push(LogicalProject.create(rel, List.of(), nodes, names, Set.of()));
    }

    private RexNode gap() {
      return intervals.getFirst();
    }

    private RexNode over(SqlAggFunction function, int column, List<Integer> keys, int order) {
      RelBuilder.OverCall call =
          builder
              .aggregateCall(function, builder.field(column))
              .over()
              .partitionBy(builder.fields(keys));
      return order < 0 ? call.toRex() : call.orderBy(builder.field(order)).toRex();
    }
  }
}
