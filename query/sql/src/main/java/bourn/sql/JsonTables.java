package bourn.sql;

import bourn.sql.SqlPieces.Kind;
import bourn.sql.SqlPieces.Piece;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes {@code UNNEST(JSON_TABLE(json, 'path', 'columns'))} of {@code JSON_TABLE(json, 'path'
 * COLUMNS (..))}: a function that gives a list of rows.
 */
final class JsonTables {

  private static final String NAME = "JSON_TABLE";
  private static final String FORM =
      "as JSON_TABLE(json, '$[*]' COLUMNS (n FOR ORDINALITY, a INTEGER PATH '$.a'))";

  /** Words that go on with a statement behind a table, and so are no name of it. */
  private static final Set<String> AFTER =
      Set.of(
          ("ASOF CROSS EXCEPT FETCH FOR FULL GROUP HAVING INNER INTERSECT JOIN LEFT LIMIT MINUS"
                  + " NATURAL OFFSET ON ORDER PIVOT QUALIFY RIGHT UNION USING WHERE WINDOW")
              .split(" "));

  private final SqlPieces pieces;
  private final String sql;

  private JsonTables(SqlPieces pieces, String sql) {
    this.pieces = pieces;
    this.sql = sql;
  }

  static void rewrite(SqlPieces pieces, String sql) {
    JsonTables tables = new JsonTables(pieces, sql);
    for (int i = pieces.size() - 1; i >= 0; i--) {
      if (pieces.get(i).is(NAME) && pieces.get(pieces.forward(i + 1)).is("(")) {
        tables.table(i);
      }
    }
  }

  private void table(int name) {
    int open = pieces.forward(name + 1);
    int close = pieces.closing(open);
    if (close < 0) {
      throw pieces.wrong("syntax", "JSON_TABLE is not closed", sql, name, FORM);
    }
    int path = path(open, close);
    JsonColumns.Reading reading = new JsonColumns.Reading(pieces, sql, pieces.forward(path + 1));
    JsonColumns.checkPath(pieces, path, sql);
    JsonColumns.Table read = reading.table();
    if (reading.at() != close) {
      throw pieces.wrong(
          "syntax", "the end of JSON_TABLE is expected here", sql, reading.at(), FORM);
    }
    String columns = pieces.text(path + 1, close).strip();
    name(close, read.columns().names());
    pieces.insert(close + 1, Kind.SIGN, ")");
    pieces.replace(path + 1, close, Kind.STRING, ", '" + columns.replace("'", "''") + "'");
    pieces.insert(name, Kind.SIGN, "(");
    pieces.insert(name, Kind.WORD, "UNNEST");
    int lateral = pieces.backward(name - 1);
    if (pieces.get(lateral).is("LATERAL")) {
      pieces.replace(lateral, lateral + 1, Kind.SPACE, " ");
    }
  }

  /** Names the columns where they are not: the parser has a name of its own for a single one. */
  private void name(int close, List<String> names) {
    int as = pieces.forward(close + 1);
    int alias = pieces.get(as).is("AS") ? pieces.forward(as + 1) : as;
    Piece called = pieces.get(alias);
    boolean named =
        alias > as
            || called.kind() == Kind.NAME
            || (called.kind() == Kind.WORD
                && !AFTER.contains(called.text().toUpperCase(Locale.ROOT)));
    if (!named || !pieces.get(pieces.forward(alias + 1)).is("(")) {
      String list =
          names.stream()
              .map(name -> '"' + name.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(", ", "(", ")"));
      int at = named ? alias + 1 : close + 1;
      pieces.insert(at, Kind.SIGN, named ? list : " AS json_table" + list);
    }
  }

  /** Returns where the path stands: behind the first comma that is in no other parentheses. */
  private int path(int open, int close) {
    int depth = 0;
    for (int i = open; i < close; i++) {
      if (pieces.get(i).is("(") || pieces.get(i).is("[")) {
        depth++;
      } else if (pieces.get(i).is(")") || pieces.get(i).is("]")) {
        depth--;
      } else if (pieces.get(i).is(",") && depth == 1) {
        int path = pieces.forward(i + 1);
        if (pieces.get(path).kind() != Kind.STRING) {
          throw pieces.wrong(
              "syntax", "JSON_TABLE takes a path as a string literal here", sql, path, FORM);
        }
        return path;
      }
    }
    throw pieces.wrong("syntax", "JSON_TABLE takes a path, and COLUMNS", sql, open, FORM);
  }
}
