package bourn.sql;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Which expressions can fail for some rows, and so must not look at rows they are not asked of. */
final class Failing {

  private static final Set<SqlKind> SAFE =
      EnumSet.of(
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM,
          SqlKind.SEARCH,
          SqlKind.LIKE,
          SqlKind.CASE,
          SqlKind.COALESCE);

  private static final Set<SqlKind> SAFE_ON_REALS =
      EnumSet.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.MINUS_PREFIX);

  private Failing() {}

  static boolean canFail(RexNode node) {
    return node instanceof RexCall call
        && (canFailItself(call) || call.getOperands().stream().anyMatch(Failing::canFail));
  }

  /** Returns whether {@code call} can fail though its operands do not. */
  static boolean canFailItself(RexCall call) {
    boolean safe =
        SAFE.contains(call.getKind())
            || (SAFE_ON_REALS.contains(call.getKind()) && CalciteTypes.isReal(call.getType()))
            || (call.getKind() == SqlKind.CAST
                && Casts.isWidening(call.getOperands().getFirst().getType(), call.getType()));
    return !safe;
  }
}
