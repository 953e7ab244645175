package bourn.sql;

import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions of statements. */
final class SqlErrors {

  private SqlErrors() {}

  static QueryException unsupported(String construct) {
    return new QueryException(
        Keyword.of("sql/unsupported"), construct + " is not supported in SQL here");
  }

  /** Names what is not supported, and what is. */
  static QueryException unsupported(String construct, String hint, String sql, int position) {
    return new QueryException(
        Keyword.of("sql/unsupported"),
        construct + " is not supported in SQL here",
        sql,
        position,
        hint);
  }

  static QueryException wrong(String code, String message) {
    return new QueryException(Keyword.of("sql/" + code), message);
  }

  static QueryException at(
      String code, String message, String sql, SqlParserPos place, @Nullable String hint) {
    return new QueryException(
        Keyword.of("sql/" + code),
        message,
        sql,
        position(sql, place.getLineNum(), place.getColumnNum()),
        hint);
  }

  /** Returns the index in {@code sql} of a line and a column, both counted from 1; -1 if none. */
  static int position(String sql, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = sql.indexOf('\n', start) + 1;
      if (start == 0) {
        return -1;
      }
    }
    return line < 1 ? -1 : Math.min(sql.length(), start + Math.max(0, column - 1));
  }
}
