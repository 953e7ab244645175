package bourn.sql;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Percentiles of some rows, for which the validator has no type: they are percentiles of a value
 * that the other rows lack.
 */
final class Percentiles {

  private Percentiles() {}

  static boolean isFiltered(SqlCall call) {
    return call.getKind() == SqlKind.FILTER
        && call.operand(0) instanceof SqlCall within
        && within.getKind() == SqlKind.WITHIN_GROUP
        && within.operand(0) instanceof SqlCall function
        && function.getOperator().getName().startsWith("PERCENTILE_");
  }

  static SqlNode ofPresent(SqlCall filter) {
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
