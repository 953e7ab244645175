package bourn.sql;

import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;

/** The operators and functions that a statement may name. */
final class Operators {

  static final SqlOperatorTable TABLE =
      SqlOperatorTables.chain(
          SqlStdOperatorTable.instance(),
          SqlOperatorTables.of(
              SqlLibraryOperators.LENGTH,
              SqlLibraryOperators.LEFT,
              SqlLibraryOperators.RIGHT,
              SqlLibraryOperators.CONCAT_FUNCTION,
              SqlLibraryOperators.REVERSE,
              SqlLibraryOperators.STARTS_WITH,
              SqlLibraryOperators.ENDS_WITH,
              SqlLibraryOperators.GREATEST,
              SqlLibraryOperators.LEAST,
              SqlLibraryOperators.ILIKE,
              SqlLibraryOperators.NOT_ILIKE));

  private Operators() {}
}
