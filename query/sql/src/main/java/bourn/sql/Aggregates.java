package bourn.sql;

import bourn.engine.AggregateFunction;
import bourn.engine.Plan;
import bourn.kernel.Value;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;

/** The aggregate functions of SQL. */
final class Aggregates {

  private Aggregates() {}

  /**
   * Returns an aggregate function.
   *
   * @param types of the arguments, without those that are only ordered by
   * @param order of the rows, by arguments
   */
  static AggregateFunction of(
      SqlAggFunction function, List<RelDataType> types, List<Plan.SortKey> order) {
    return switch (function.getKind()) {
      case COUNT -> new Count(false);
      case COUNTIF -> new Count(true);
      case SUM -> sum(types.getFirst(), false);
      case SUM0 -> sum(types.getFirst(), true);
      case AVG ->
          CalciteTypes.isDecimal(types.getFirst()) ? new SumDecimals(false, true) : new Average();
      case MIN -> new Extreme(-1);
      case MAX -> new Extreme(1);
      case SINGLE_VALUE -> new Single(true);
      case ANY_VALUE -> new Single(false);
      case LISTAGG, STRING_AGG, GROUP_CONCAT -> {
        String between = function.getName().equals("LISTAGG") ? "" : ",";
        yield gathered("LISTAGG", order, rows -> GatheredFunctions.joined(rows, between));
      }
      case ARRAY_AGG, COLLECT -> gathered("ARRAY_AGG", order, GatheredFunctions::list);
      case MODE -> gathered("MODE", order, GatheredFunctions::mode);
      case ARG_MAX -> gathered("MAX_BY", order, rows -> GatheredFunctions.at(rows, 1));
      case ARG_MIN -> gathered("MIN_BY", order, rows -> GatheredFunctions.at(rows, -1));
      case BIT_AND, BITAND ->
          gathered("BIT_AND", order, rows -> GatheredFunctions.bits(rows, (a, b) -> a & b));
      case BIT_OR, BITOR ->
          gathered("BIT_OR", order, rows -> GatheredFunctions.bits(rows, (a, b) -> a | b));
      case BIT_XOR, BITXOR ->
          gathered("BIT_XOR", order, rows -> GatheredFunctions.bits(rows, (a, b) -> a ^ b));
      case PERCENTILE_CONT -> percentile(types, order, true);
      case PERCENTILE_DISC -> percentile(types, order, false);
      default -> named(function.getName().toUpperCase(Locale.ROOT), order);
    };
  }

  private static AggregateFunction sum(RelDataType argument, boolean zero) {
    return CalciteTypes.isReal(argument)
        ? new SumReals(zero)
        : CalciteTypes.isWhole(argument)
            ? new SumWholes(zero)
            : CalciteTypes.isDecimal(argument)
                ? new SumDecimals(zero, false)
                : new SumNumbers(zero);
  }

  private static AggregateFunction gathered(
      String name, List<Plan.SortKey> order, Function<List<Value[]>, Value> finish) {
    return new Gathered(name, order, finish);
  }

  /** The fraction is the only argument; what it is a fraction of is ordered by. */
  private static AggregateFunction percentile(
      List<RelDataType> types, List<Plan.SortKey> order, boolean between) {
    if (order.size() != 1) {
      throw SqlErrors.unsupported("PERCENTILE without WITHIN GROUP (ORDER BY ..)");
    }
    int value = order.getFirst().column();
    assert value == types.size() : "the arguments come first";
    return gathered(
        between ? "PERCENTILE_CONT" : "PERCENTILE_DISC",
        order,
        rows -> GatheredFunctions.percentile(rows, value, null, between));
  }

  private static AggregateFunction named(String name, List<Plan.SortKey> order) {
    for (Moments moments : Moments.values()) {
      if (moments.name().equals(name)) {
        return moments;
      }
    }
    return switch (name) {
      case "JSON_ARRAYAGG_ABSENT_ON_NULL" ->
          gathered("JSON_ARRAYAGG", order, rows -> JsonCalls.arrayOf(rows, false));
      case "JSON_ARRAYAGG_NULL_ON_NULL" ->
          gathered("JSON_ARRAYAGG", order, rows -> JsonCalls.arrayOf(rows, true));
      case "JSON_OBJECTAGG_ABSENT_ON_NULL" ->
          gathered("JSON_OBJECTAGG", order, rows -> JsonCalls.objectOf(rows, false));
      case "JSON_OBJECTAGG_NULL_ON_NULL" ->
          gathered("JSON_OBJECTAGG", order, rows -> JsonCalls.objectOf(rows, true));
      case "STDDEV" -> Moments.STDDEV_SAMP;
      case "VARIANCE" -> Moments.VAR_SAMP;
      case "EVERY" -> new Extreme(-1);
      case "SOME" -> new Extreme(1);
      case "PRODUCT" -> gathered(name, order, GatheredFunctions::product);
      case "MEDIAN" -> {
        List<Plan.SortKey> sorted = List.of(new Plan.SortKey(0, false, true));
        yield gathered(name, sorted, rows -> GatheredFunctions.percentile(rows, 0, 0.5, true));
      }
      default -> throw SqlErrors.unsupported("the aggregate function " + name);
    };
  }
}
