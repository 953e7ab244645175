package bourn.sql;

import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/**
 * Aggregate functions that are not of the standard, or that the parser has no form of its own for.
 */
final class LibraryAggregates {

  private LibraryAggregates() {}

  static List<SqlOperator> all() {
    SqlReturnTypeInference real = ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    Stream<SqlOperator> pairs =
        Stream.of(
                "CORR",
                "REGR_AVGX",
                "REGR_AVGY",
                "REGR_SXY",
                "REGR_SLOPE",
                "REGR_INTERCEPT",
                "REGR_R2")
            .map(name -> named(name, SqlKind.OTHER_FUNCTION, real, OperandTypes.NUMERIC_NUMERIC));
    Stream<SqlOperator> others =
        Stream.of(
            named("MEDIAN", SqlKind.OTHER_FUNCTION, real, OperandTypes.NUMERIC),
            named("PRODUCT", SqlKind.OTHER_FUNCTION, real, OperandTypes.NUMERIC),
            named("COUNT_IF", SqlKind.COUNTIF, ReturnTypes.BIGINT, OperandTypes.BOOLEAN));
    return Stream.concat(pairs, others).toList();
  }

  private static SqlOperator named(
      String name, SqlKind kind, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    return new SqlAggFunction(
        name,
        null,
        kind,
        type,
        null,
        operands,
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.FORBIDDEN) {};
  }
}
