package bourn.sql;

import bourn.engine.QueryException;
import bourn.kernel.Value;
import bourn.sql.SqlPieces.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** What {@code COLUMNS} of a {@code JSON_TABLE} says, in its order. */
record JsonColumns(List<Item> items) {

  private static final int MOST_COLUMNS = 500;
  private static final int MOST_DEPTH = 20;

  JsonColumns {
    items = List.copyOf(items);
  }

  /**
   * The columns, and what is to be done with what is no JSON.
   *
   * @param strict whether it is an error; otherwise it has no rows
   */
  record Table(JsonColumns columns, boolean strict) {}

  /** A column, or the columns of what lies deeper. */
  sealed interface Item {

    /** The number of the row among those of the same path, from 1. */
    record Ordinality(String name) implements Item {}

    /** Whether something is at a path. */
    record Exists(String name, Type type, JsonPath path) implements Item {}

    /**
     * The value at a path.
     *
     * @param json whether a list or an object may be there, too
     */
    record Held(
        String name, Type type, boolean json, JsonPath path, Otherwise empty, Otherwise error)
        implements Item {}

    /** Rows of what is at a path, beside the columns around it. */
    record Nested(JsonPath path, JsonColumns columns) implements Item {}
  }

  /** A type as it is written. */
  record Type(SqlTypeName name, int precision, int scale) {

    RelDataType of(RelDataTypeFactory factory) {
      RelDataType type =
          precision < 0
              ? factory.createSqlType(name)
              : scale < 0
                  ? factory.createSqlType(name, precision)
                  : factory.createSqlType(name, precision, scale);
      return factory.createTypeWithNullability(type, true);
    }
  }

  /**
   * What a column has where there is nothing, or something else than is wanted.
   *
   * @param value the value, or null for an error
   */
  record Otherwise(@Nullable Value value) {
    static final Otherwise NULL = new Otherwise(Value.Nil.NIL);
  }

  /** Returns how many columns there are, with those that lie deeper. */
  int width() {
    return items.stream()
        .mapToInt(item -> item instanceof Item.Nested nested ? nested.columns().width() : 1)
        .sum();
  }

  /** Returns what the columns are called, with those that lie deeper. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Item item : items) {
      switch (item) {
        case Item.Ordinality(String name) -> names.add(name);
        case Item.Exists exists -> names.add(exists.name());
        case Item.Held held -> names.add(held.name());
        case Item.Nested nested -> names.addAll(nested.columns().names());
      }
    }
    return names;
  }

  /** Adds the columns, and those that lie deeper, to {@code row}. */
  void declare(RelDataTypeFactory factory, RelDataTypeFactory.Builder row) {
    for (Item item : items) {
      switch (item) {
        case Item.Ordinality(String name) ->
            row.add(name, new Type(SqlTypeName.INTEGER, -1, -1).of(factory));
        case Item.Exists(String name, Type type, JsonPath path) -> row.add(name, type.of(factory));
        case Item.Held held -> row.add(held.name(), held.type().of(factory));
        case Item.Nested(JsonPath path, JsonColumns columns) -> columns.declare(factory, row);
      }
    }
  }

  /** Reads what was checked before. */
  static Table of(String columns) {
    return new Reading(SqlPieces.split(columns), columns, 0).table();
  }

  /** Returns the path that the string at {@code at} is. */
  static JsonPath checkPath(SqlPieces pieces, int at, String sql) {
    try {
      return JsonPath.of(string(pieces.get(at).text()));
    } catch (QueryException e) {
      throw pieces.wrong("json", String.valueOf(e.getMessage()), sql, at, e.hint());
    }
  }

  private static String string(String literal) {
    return literal.substring(1, literal.length() - 1).replace("''", "'");
  }

  /** Reads {@code COLUMNS (..)} and what follows. */
  static final class Reading {

    private final SqlPieces pieces;
    private final String sql;
    private int at;
    private int columns;
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** Begins at the piece at {@code at}. */
    Reading(SqlPieces pieces, String sql, int at) {
      this.pieces = pieces;
      this.sql = sql;
      this.at = pieces.forward(at);
    }

    /** Returns where it goes on. */
    int at() {
      return at;
    }

    Table table() {
      if (pieces.get(at).is("PASSING")) {
        throw pieces.wrong(
            "unsupported", "PASSING is not supported in JSON_TABLE", sql, at, "filter with WHERE");
      }
      if (taken("AS")) {
        next();
      }
      JsonColumns read = columns(1);
      boolean strict = pieces.get(at).is("ERROR");
      if (strict || pieces.get(at).is("EMPTY") || pieces.get(at).is("NULL")) {
        next();
        expect("ON");
        expect("ERROR");
      }
      return new Table(read, strict);
    }

    private JsonColumns columns(int depth) {
      if (depth > MOST_DEPTH) {
        throw wrong("NESTED PATH nests at most " + MOST_DEPTH + " deep");
      }
      expect("COLUMNS");
      expect("(");
      List<Item> items = new ArrayList<>();
      do {
        items.add(item(depth));
      } while (taken(","));
      expect(")");
      return new JsonColumns(items);
    }

    private Item item(int depth) {
      if (++columns > MOST_COLUMNS) {
        throw wrong("JSON_TABLE has at most " + MOST_COLUMNS + " columns");
      }
      if (taken("NESTED")) {
        taken("PATH");
        JsonPath path = path();
        if (taken("AS")) {
          next();
        }
        return new Item.Nested(path, columns(depth + 1));
      }
      int place = at;
      String name = name();
      if (!names.add(name)) {
        throw pieces.wrong(
            "syntax", "in JSON_TABLE: two columns are called " + name, sql, place, null);
      }
      if (taken("FOR")) {
        expect("ORDINALITY");
        return new Item.Ordinality(name);
      }
      Type type = type();
      if (taken("EXISTS")) {
        return new Item.Exists(name, type, taken("PATH") ? path() : own(name));
      }
      boolean json = type.name() == SqlTypeName.ANY;
      if (taken("FORMAT")) {
        expect("JSON");
        json = true;
      }
      JsonPath path = taken("PATH") ? path() : own(name);
      return otherwise(new Item.Held(name, type, json, path, Otherwise.NULL, Otherwise.NULL));
    }

    private Item.Held otherwise(Item.Held held) {
      Item.Held read = held;
      while (pieces.get(at).is("NULL")
          || pieces.get(at).is("ERROR")
          || pieces.get(at).is("DEFAULT")) {
        Otherwise otherwise =
            taken("NULL")
                ? Otherwise.NULL
                : taken("ERROR") ? new Otherwise(null) : new Otherwise(literal());
        expect("ON");
        boolean empty = taken("EMPTY");
        if (!empty) {
          expect("ERROR");
        }
        read =
            new Item.Held(
                read.name(),
                read.type(),
                read.json(),
                read.path(),
                empty ? otherwise : read.empty(),
                empty ? read.error() : otherwise);
      }
      return read;
    }

    private Value literal() {
      expect("DEFAULT");
      boolean negative = taken("-");
      SqlPieces.Piece piece = pieces.get(at);
      Value value =
          switch (piece.kind()) {
            case STRING -> Value.of(string(piece.text()));
            case NUMBER -> number(piece.text(), negative);
            case WORD -> piece.is("TRUE") || piece.is("FALSE") ? Value.of(piece.is("TRUE")) : null;
            default -> null;
          };
      if (value == null) {
        throw wrong("DEFAULT takes a literal here");
      }
      next();
      return value;
    }

    private static @Nullable Value number(String text, boolean negative) {
      try {
        BigDecimal number = new BigDecimal(Texts.bounded(text));
        return Value.of((Object) (negative ? number.negate() : number));
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private String name() {
      SqlPieces.Piece piece = pieces.get(at);
      if (piece.kind() != Kind.WORD && piece.kind() != Kind.NAME) {
        throw wrong("the name of a column is expected here");
      }
      next();
      return piece.kind() == Kind.WORD
          ? piece.text()
          : piece.text().substring(1, piece.text().length() - 1).replace("\"\"", "\"");
    }

    private JsonPath own(String name) {
      return new JsonPath(false, List.of(new JsonPath.Step.Key(name)));
    }

    private JsonPath path() {
      if (pieces.get(at).kind() != Kind.STRING) {
        throw wrong("a path is expected here, as a string");
      }
      JsonPath path = checkPath(pieces, at, sql);
      next();
      return path;
    }

    private Type type() {
      SqlTypeName name = typeName(pieces.get(at).text().toUpperCase(Locale.ROOT));
      if (name == null) {
        throw wrong("a type is expected here, such as INTEGER, VARCHAR, DOUBLE, TIMESTAMP or JSON");
      }
      next();
      taken("PRECISION");
      int precision = -1;
      int scale = -1;
      if (taken("(")) {
        precision = size();
        if (taken(",")) {
          scale = size();
        }
        expect(")");
      }
      return name == SqlTypeName.TIMESTAMP
          ? new Type(name, 6, -1)
          : name == SqlTypeName.DECIMAL && scale < 0
              ? new Type(name, precision < 0 ? 38 : precision, precision < 0 ? 10 : 0)
              : new Type(name, precision, scale);
    }

    private static @Nullable SqlTypeName typeName(String word) {
      return switch (word) {
        case "BOOLEAN" -> SqlTypeName.BOOLEAN;
        case "TINYINT" -> SqlTypeName.TINYINT;
        case "SMALLINT" -> SqlTypeName.SMALLINT;
        case "INT", "INTEGER" -> SqlTypeName.INTEGER;
        case "BIGINT" -> SqlTypeName.BIGINT;
        case "DECIMAL", "NUMERIC" -> SqlTypeName.DECIMAL;
        case "REAL" -> SqlTypeName.REAL;
        case "DOUBLE", "FLOAT" -> SqlTypeName.DOUBLE;
        case "VARCHAR", "CHAR", "TEXT" -> SqlTypeName.VARCHAR;
        case "DATE" -> SqlTypeName.DATE;
        case "TIMESTAMP" -> SqlTypeName.TIMESTAMP;
        case "UUID" -> SqlTypeName.UUID;
        case "JSON" -> SqlTypeName.ANY;
        default -> null;
      };
    }

    private int size() {
      String text = pieces.get(at).text();
      if (!text.matches("[0-9]{1,5}")) {
        throw wrong("a size is expected here");
      }
      next();
      return Integer.parseInt(text);
    }

    private boolean taken(String word) {
      if (pieces.get(at).is(word)) {
        next();
        return true;
      }
      return false;
    }

    private void expect(String word) {
      if (!taken(word)) {
        throw wrong(word + " is expected here");
      }
    }

    private void next() {
      at = pieces.forward(at + 1);
    }

    private QueryException wrong(String message) {
      return pieces.wrong("syntax", "in JSON_TABLE: " + message, sql, at, null);
    }
  }
}
