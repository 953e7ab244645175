package bourn.sql;

import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.util.SqlOperatorTables;

/** The operators and functions that a statement may name. */
final class Operators {

  private static final SqlReturnTypeInference ANY_NULLABLE =
      ReturnTypes.explicit(SqlTypeName.ANY).andThen(SqlTypeTransforms.FORCE_NULLABLE);

  /** Where the window of a time begins, which statements name as TUMBLE. */
  static final SqlOperator WINDOW_START =
      SqlBasicFunction.create("WINDOW START", ReturnTypes.ARG0_NULLABLE, OperandTypes.VARIADIC);

  /** Where the windows of a time begin, which statements name as HOP. */
  static final SqlOperator WINDOW_STARTS =
      SqlBasicFunction.create("WINDOW STARTS", ReturnTypes.ARG0_NULLABLE, OperandTypes.VARIADIC);

  /** The rows of what JSON has at a path, which statements name as JSON_TABLE with COLUMNS. */
  static final SqlOperator JSON_TABLE =
      SqlBasicFunction.create(
          "JSON_TABLE",
          JsonTable::type,
          OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.STRING, SqlTypeFamily.STRING));

  /** What a blob reference refers to. */
  static final SqlOperator READ_BLOB =
      SqlBasicFunction.create(
          BlobFunction.NAME, ANY_NULLABLE, OperandTypes.family(SqlTypeFamily.ANY));

  static final SqlOperatorTable TABLE =
      SqlOperatorTables.chain(
          SqlOperatorTables.of(Library.operators()),
          SqlOperatorTables.of(LibraryAggregates.all()),
          SqlOperatorTables.of(JSON_TABLE, READ_BLOB),
          SqlStdOperatorTable.instance(),
          SqlOperatorTables.of(
              SqlLibraryOperators.LENGTH,
              SqlLibraryOperators.LEFT,
              SqlLibraryOperators.RIGHT,
              SqlLibraryOperators.REVERSE,
              SqlLibraryOperators.STARTS_WITH,
              SqlLibraryOperators.ENDS_WITH,
              SqlLibraryOperators.GREATEST,
              SqlLibraryOperators.LEAST,
              SqlLibraryOperators.ILIKE,
              SqlLibraryOperators.NOT_ILIKE,
              SqlLibraryOperators.RLIKE,
              SqlLibraryOperators.NOT_RLIKE,
              SqlLibraryOperators.IF,
              SqlLibraryOperators.IFNULL,
              SqlLibraryOperators.NVL,
              SqlLibraryOperators.DECODE,
              SqlLibraryOperators.TRY_CAST,
              SqlLibraryOperators.SAFE_CAST,
              SqlLibraryOperators.BOOL_AND,
              SqlLibraryOperators.BOOL_OR,
              SqlLibraryOperators.LOGICAL_AND,
              SqlLibraryOperators.LOGICAL_OR,
              SqlLibraryOperators.COUNTIF,
              SqlLibraryOperators.ARRAY_AGG,
              SqlLibraryOperators.STRING_AGG,
              SqlLibraryOperators.GROUP_CONCAT,
              SqlLibraryOperators.MAX_BY,
              SqlLibraryOperators.MIN_BY));

  private Operators() {}
}
