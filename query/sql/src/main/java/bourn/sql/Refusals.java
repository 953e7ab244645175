package bourn.sql;

import bourn.engine.QueryException;
import bourn.sql.SqlPieces.Kind;
import org.jspecify.annotations.Nullable;

/** Refuses, by name, forms that others have and that are not supported here. */
final class Refusals {

  private Refusals() {}

  /**
   * Looks at all pieces.
   *
   * @throws QueryException if there is one that is not supported, with the nearest that is
   */
  static void check(SqlPieces pieces, String sql) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).kind() == Kind.WORD) {
        QueryException refused = refused(pieces, i, sql);
        if (refused != null) {
          throw refused;
        }
      }
    }
  }

  private static @Nullable QueryException refused(SqlPieces pieces, int at, String sql) {
    int next = pieces.forward(at + 1);
    int before = pieces.backward(at - 1);
    if (pieces.get(at).is("ON") && pieces.get(before).is("DISTINCT")) {
      return unsupported(
          pieces,
          before,
          sql,
          "DISTINCT ON",
          "QUALIFY row_number() OVER (PARTITION BY x ORDER BY y) = 1");
    }
    if (pieces.get(at).is("MATCH_RECOGNIZE") && pieces.get(next).is("(")) {
      return unsupported(
          pieces,
          at,
          sql,
          "MATCH_RECOGNIZE",
          "LAG and LEAD see the rows around, SUM(..) OVER numbers runs of rows, DATALOG('..')"
              + " walks");
    }
    boolean ofAll = pieces.get(before).is("*") && pieces.get(next).is("(");
    for (String word : new String[] {"EXCLUDE", "EXCEPT", "REPLACE"}) {
      if (pieces.get(at).is(word) && ofAll && afterList(pieces, before)) {
        return unsupported(pieces, at, sql, "* " + word, "name the columns wanted");
      }
    }
    if (pieces.get(at).is("UNPIVOT") && !isSelected(pieces, before)) {
      return unsupported(
          pieces, at, sql, "UNPIVOT", "UNION ALL of a SELECT a column, or UNNEST(ARRAY[a, b])");
    }
    if (pieces.get(at).is("GROUPS") && isFrame(pieces.get(next))) {
      return unsupported(
          pieces,
          at,
          sql,
          "a frame of GROUPS",
          "RANGE over r, where a sub-query has dense_rank() OVER (ORDER BY ..) AS r, says the"
              + " same");
    }
    if (pieces.get(at).is("TABLESAMPLE")) {
      return unsupported(pieces, at, sql, "TABLESAMPLE", "WHERE mod(_offset, 100) = 0");
    }
    return null;
  }

  private static boolean isFrame(SqlPieces.Piece piece) {
    return piece.is("BETWEEN")
        || piece.is("CURRENT")
        || piece.is("UNBOUNDED")
        || piece.kind() == Kind.NUMBER;
  }

  /** Returns whether a star stands for columns, and does not multiply. */
  private static boolean afterList(SqlPieces pieces, int star) {
    SqlPieces.Piece before = pieces.get(pieces.backward(star - 1));
    return before.is("SELECT") || before.is(",") || before.is(".") || before.is("DISTINCT");
  }

  private static boolean isSelected(SqlPieces pieces, int before) {
    SqlPieces.Piece piece = pieces.get(before);
    return piece.is("SELECT") || piece.is(",") || piece.is(".") || piece.is("AS");
  }

  private static QueryException unsupported(
      SqlPieces pieces, int at, String sql, String construct, String hint) {
    return pieces.wrong("unsupported", construct + " is not supported in SQL here", sql, at, hint);
  }
}
