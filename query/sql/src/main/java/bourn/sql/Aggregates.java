package bourn.sql;

import bourn.engine.AggregateFunction;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;

/** The aggregate functions of SQL. */
final class Aggregates {

  private Aggregates() {}

  static AggregateFunction of(AggregateCall call, Aggregate aggregate) {
    return switch (call.getAggregation().getKind()) {
      case COUNT -> new Count();
      case SUM -> sum(call, aggregate, false);
      case SUM0 -> sum(call, aggregate, true);
      case AVG -> new Average();
      case MIN -> new Extreme(-1);
      case MAX -> new Extreme(1);
      case SINGLE_VALUE -> new Single(true);
      case ANY_VALUE -> new Single(false);
      case LITERAL_AGG -> new Always(Literals.value((RexLiteral) call.rexList.getFirst()));
      default ->
          throw SqlErrors.unsupported("the aggregate function " + call.getAggregation().getName());
    };
  }

  private static AggregateFunction sum(AggregateCall call, Aggregate aggregate, boolean zero) {
    RelDataType argument =
        aggregate
            .getInput()
            .getRowType()
            .getFieldList()
            .get(call.getArgList().getFirst())
            .getType();
    return CalciteTypes.isReal(argument)
        ? new SumReals(zero)
        : CalciteTypes.isWhole(argument) ? new SumWholes(zero) : new SumNumbers(zero);
  }
}
