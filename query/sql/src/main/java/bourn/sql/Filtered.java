package bourn.sql;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Aggregates of some rows where Calcite knows none: percentiles, for which the validator has no
 * type, and those in windows. They are aggregates of a value that the other rows lack.
 */
final class Filtered {

  /** Aggregates for which rows without a value are as if they were not there. */
  private static final Set<String> PASS_OVER_MISSING =
      Set.of(
          "COUNT",
          "SUM",
          "AVG",
          "MIN",
          "MAX",
          "STDDEV",
          "STDDEV_POP",
          "STDDEV_SAMP",
          "VARIANCE",
          "VAR_POP",
          "VAR_SAMP");

  private Filtered() {}

  /** Returns {@code call} without its filter, if it has one that Calcite does not know. */
  static SqlNode withoutFilter(SqlCall call) {
    if (isPercentile(call)) {
      return percentile(call);
    }
    return call.getKind() == SqlKind.OVER
            && call.operand(0) instanceof SqlCall filter
            && filter.getKind() == SqlKind.FILTER
        ? call.getOperator()
            .createCall(call.getParserPosition(), aggregate(filter), call.operand(1))
        : call;
  }

  private static SqlNode aggregate(SqlCall filter) {
    SqlCall aggregate = filter.operand(0);
    String name = aggregate.getOperator().getName().toUpperCase(Locale.ROOT);
    if (!PASS_OVER_MISSING.contains(name)) {
      throw SqlErrors.unsupported("FILTER of " + name + " in a window");
    }
    SqlParserPos place = aggregate.getParserPosition();
    SqlNode value = aggregate.operand(0);
    boolean star = value instanceof SqlIdentifier all && all.isStar();
    SqlNode counted = star ? SqlLiteral.createExactNumeric("1", place) : value;
    return aggregate
        .getOperator()
        .createCall(aggregate.getFunctionQuantifier(), place, present(counted, filter.operand(1)));
  }

  private static boolean isPercentile(SqlCall call) {
    return call.getKind() == SqlKind.FILTER
        && call.operand(0) instanceof SqlCall within
        && within.getKind() == SqlKind.WITHIN_GROUP
        && within.operand(0) instanceof SqlCall function
        && function.getOperator().getName().startsWith("PERCENTILE_");
  }

  private static SqlNode percentile(SqlCall filter) {
    SqlCall within = filter.operand(0);
    SqlNode condition = filter.operand(1);
    SqlNodeList order = new SqlNodeList(within.getParserPosition());
    for (SqlNode key : (SqlNodeList) within.operand(1)) {
      order.add(present(key, condition));
    }
    return within.getOperator().createCall(within.getParserPosition(), within.operand(0), order);
  }

  private static SqlNode present(SqlNode key, SqlNode condition) {
    SqlParserPos place = key.getParserPosition();
    if (key instanceof SqlCall call
        && (call.getKind() == SqlKind.DESCENDING
            || call.getKind() == SqlKind.NULLS_FIRST
            || call.getKind() == SqlKind.NULLS_LAST)) {
      return call.getOperator().createCall(place, present(call.operand(0), condition));
    }
    return new SqlCase(
        place, null, SqlNodeList.of(condition), SqlNodeList.of(key), SqlLiteral.createNull(place));
  }
}
