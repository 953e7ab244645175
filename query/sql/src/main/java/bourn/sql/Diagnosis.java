package bourn.sql;

import bourn.engine.Nearest;
import bourn.engine.QueryException;
import bourn.kernel.Keyword;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a statement in our words, and what was probably meant. */
final class Diagnosis {

  private static final Pattern NO_TABLE =
      Pattern.compile("Object '([^']*)' not found(?: within '([^']*)')?.*");
  private static final Pattern NO_COLUMN =
      Pattern.compile("Column '([^']*)' not found in (?:any table|table '([^']*)').*");
  private static final Pattern NO_FUNCTION =
      Pattern.compile("No match found for function signature ([^(]*)\\(.*");
  private static final Pattern DID_YOU_MEAN = Pattern.compile("did you mean '([^']*)'");

  private static final String END = "<EOF>";

  private final String sql;
  private final SqlCatalog catalog;

  Diagnosis(String sql, SqlCatalog catalog) {
    this.sql = sql;
    this.catalog = catalog;
  }

  QueryException of(SqlParseException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    Matcher encountered = Pattern.compile("Encountered \"(.*)\" at line.*").matcher(message);
    String said =
        encountered.matches()
            ? "the statement is not SQL from " + quoted(encountered.group(1)) + " on"
            : message.replaceAll(" at line \\d+, column \\d+", "");
    return encountered.matches() && encountered.group(1).equals(END)
        ? new QueryException(Keyword.of("sql/syntax"), said, sql, sql.length(), null)
        : SqlErrors.at("syntax", said, sql, e.getPos(), null);
  }

  private static String quoted(String token) {
    return token.equals(END) ? "its end" : "\"" + token + "\"";
  }

  QueryException of(CalciteContextException e) {
    Throwable cause = e.getCause();
    String said = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    SqlParserPos place = new SqlParserPos(e.getPosLine(), e.getPosColumn());
    Matcher table = NO_TABLE.matcher(said);
    if (table.matches()) {
      return unknownTable(List.of(table.group(1)), place);
    }
    Matcher column = NO_COLUMN.matcher(said);
    if (column.matches()) {
      return SqlErrors.at(
          "unknown-column",
          "there is no column " + column.group(1),
          sql,
          place,
          hint(Nearest.of(column.group(1), columns())));
    }
    Matcher function = NO_FUNCTION.matcher(said);
    if (function.matches()) {
      return SqlErrors.at(
          "unknown-function",
          "there is no function " + function.group(1) + " of these arguments",
          sql,
          place,
          hint(Nearest.of(function.group(1), functions())));
    }
    Matcher meant = DID_YOU_MEAN.matcher(said);
    return SqlErrors.at("invalid", said, sql, place, meant.find() ? hint(meant.group(1)) : null);
  }

  private static Collection<String> functions() {
    List<String> names = new ArrayList<>();
    Operators.TABLE.getOperatorList().forEach(o -> names.add(o.getName().toLowerCase(Locale.ROOT)));
    return names;
  }

  private Collection<String> columns() {
    List<String> names = new ArrayList<>();
    String lower = sql.toLowerCase(Locale.ROOT);
    for (String table : catalog.tables(null)) {
      if (lower.contains(table.toLowerCase(Locale.ROOT))) {
        catalog.table(null, table).columns().forEach(column -> names.add(column.name()));
      }
    }
    for (String schema : catalog.schemas()) {
      if (lower.contains(schema.toLowerCase(Locale.ROOT))) {
        for (String table : catalog.tables(schema)) {
          catalog.table(schema, table).columns().forEach(column -> names.add(column.name()));
        }
      }
    }
    return names;
  }

  /**
   * Returns the table that {@code identifier} names.
   *
   * @throws QueryException if there is none
   */
  SqlTable table(SqlIdentifier identifier) {
    List<String> path = identifier.names;
    String schema = path.size() == 2 ? find(path.getFirst(), catalog.schemas()) : null;
    if (path.size() == 1 || schema != null) {
      String table = find(path.getLast(), catalog.tables(schema));
      if (table != null) {
        return catalog.table(schema, table);
      }
    }
    throw unknownTable(path, identifier.getParserPosition());
  }

  private static @Nullable String find(String name, Collection<String> names) {
    return names.contains(name)
        ? name
        : names.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
  }

  private QueryException unknownTable(List<String> path, SqlParserPos place) {
    List<String> known = new ArrayList<>(catalog.tables(null));
    for (String schema : catalog.schemas()) {
      for (String table : catalog.tables(schema)) {
        known.add(schema + "." + table);
        known.add(table);
      }
    }
    String name = String.join(".", path);
    String near = Nearest.of(name, known);
    for (String schema : catalog.schemas()) {
      if (near != null && catalog.tables(schema).contains(near)) {
        near = schema + "." + near;
      }
    }
    return SqlErrors.at(
        "unknown-table",
        "there is no table " + name,
        sql,
        place,
        near == null ? "tables: " + some(catalog.tables(null)) : hint(near));
  }

  private static String some(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names.stream().sorted().limit(20).toList());
  }

  private static @Nullable String hint(@Nullable String meant) {
    return meant == null ? null : "did you mean " + meant + "?";
  }
}
