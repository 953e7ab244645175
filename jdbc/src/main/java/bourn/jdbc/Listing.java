package bourn.jdbc;

import bourn.kernel.Value;
import bourn.sql.SqlCatalog;
import bourn.sql.SqlColumn;
import bourn.sql.SqlTable;
import bourn.sql.SqlType;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.calcite.avatica.Meta.Pat;
import org.jspecify.annotations.Nullable;

/** Lists what tables there are, in the columns that {@link DatabaseMetaData} prescribes. */
final class Listing {

  static final String TABLE = "TABLE";
  static final String VIEW = "VIEW";

  /** Where the type stands in a row of {@link #TABLES}. */
  private static final int TABLE_TYPE = 3;

  static final List<SqlColumn> TABLES =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
              + " SELF_REFERENCING_COL_NAME REF_GENERATION");

  static final List<SqlColumn> COLUMNS =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i"
              + " BUFFER_LENGTH:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS COLUMN_DEF"
              + " SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i"
              + " IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:i"
              + " IS_AUTOINCREMENT IS_GENERATEDCOLUMN");

  static final List<SqlColumn> PSEUDO_COLUMNS =
      columns(
          "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i COLUMN_SIZE:i DECIMAL_DIGITS:i"
              + " NUM_PREC_RADIX:i COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:i IS_NULLABLE");

  static final List<SqlColumn> PRIMARY_KEYS =
      columns("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:i PK_NAME");

  static final List<SqlColumn> SCHEMAS = columns("TABLE_SCHEM TABLE_CATALOG");
  static final List<SqlColumn> CATALOGS = columns("TABLE_CAT");
  static final List<SqlColumn> TABLE_TYPES = columns("TABLE_TYPE");

  static final List<SqlColumn> TYPES =
      columns(
          "TYPE_NAME DATA_TYPE:i PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:i"
              + " CASE_SENSITIVE:b SEARCHABLE:i UNSIGNED_ATTRIBUTE:b FIXED_PREC_SCALE:b"
              + " AUTO_INCREMENT:b LOCAL_TYPE_NAME MINIMUM_SCALE:i MAXIMUM_SCALE:i SQL_DATA_TYPE:i"
              + " SQL_DATETIME_SUB:i NUM_PREC_RADIX:i");

  /** Columns that can be named, and that {@code *} leaves out. */
  private static final Set<String> HIDDEN = Set.of("_offset", "_time", "_origin");

  private static final int RADIX = 10;

  private final SqlCatalog catalog;

  Listing(SqlCatalog catalog) {
    this.catalog = catalog;
  }

  /** A table, and where it is: null for the root. */
  private record Place(@Nullable String schema, String table) {

    List<@Nullable Object> with(@Nullable Object... more) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(null);
      row.add(schema);
      row.add(table);
      row.addAll(Arrays.asList(more));
      return row;
    }
  }

  List<List<Value>> schemas(@Nullable Pat pattern) {
    Predicate<String> wanted = like(pattern);
    return new TreeSet<>(catalog.schemas())
        .stream().filter(wanted).map(schema -> row(schema, null)).toList();
  }

  List<List<Value>> tables(@Nullable Pat schema, @Nullable Pat table) {
    return places(schema, table).map(this::table).toList();
  }

  /** Returns of which type the table of a row of {@link #tables} is. */
  static String type(List<Value> table) {
    return ((Value.Text) table.get(TABLE_TYPE)).value();
  }

  /** The remarks of a view are its query. */
  private List<Value> table(Place place) {
    String view = place.schema() == null ? catalog.views().get(place.table()) : null;
    String type = view == null ? TABLE : VIEW;
    return row(place.with(type, view, null, null, null, null, null).toArray());
  }

  private Stream<Place> places(@Nullable Pat schema, @Nullable Pat table) {
    Predicate<String> inSchema = like(schema);
    Predicate<String> called = like(table);
    List<Place> places = new ArrayList<>();
    if (schema == null || schema.s == null || schema.s.isEmpty() || schema.s.equals("%")) {
      catalog.tables(null).forEach(name -> places.add(new Place(null, name)));
    }
    for (String name : new TreeSet<>(catalog.schemas())) {
      if (inSchema.test(name)) {
        new TreeSet<>(catalog.tables(name)).forEach(t -> places.add(new Place(name, t)));
      }
    }
    return places.stream().filter(place -> called.test(place.table()));
  }

  List<List<Value>> columns(@Nullable Pat schema, @Nullable Pat table, @Nullable Pat column) {
    Predicate<String> called = like(column);
    List<List<Value>> rows = new ArrayList<>();
    for (Place place : places(schema, table).toList()) {
      List<SqlColumn> all = catalog.table(place.schema(), place.table()).columns();
      for (int i = 0; i < all.size(); i++) {
        if (called.test(all.get(i).name()) && !HIDDEN.contains(all.get(i).name())) {
          rows.add(column(place, all.get(i), i + 1));
        }
      }
    }
    return rows;
  }

  private static List<Value> column(Place place, SqlColumn column, int ordinal) {
    JdbcType type = JdbcType.of(column.type());
    return row(
        place
            .with(
                column.name(),
                type.code(),
                type.name(),
                size(type),
                null,
                type.isNumber() ? type.scale() : null,
                type.isNumber() ? RADIX : null,
                Columns.nullable(column),
                null,
                null,
                null,
                null,
                type.code() == Types.VARCHAR ? Integer.MAX_VALUE : null,
                ordinal,
                column.nullable() ? "YES" : "NO",
                null,
                null,
                null,
                null,
                "NO",
                "NO")
            .toArray());
  }

  private static @Nullable Integer size(JdbcType type) {
    return type.precision() == 0 ? null : type.precision();
  }

  List<List<Value>> pseudoColumns(@Nullable Pat schema, @Nullable Pat table, @Nullable Pat column) {
    Predicate<String> called = like(column);
    List<List<Value>> rows = new ArrayList<>();
    for (Place place : places(schema, table).toList()) {
      catalog.table(place.schema(), place.table()).columns().stream()
          .filter(one -> HIDDEN.contains(one.name()) && called.test(one.name()))
          .sorted(Comparator.comparing(SqlColumn::name))
          .forEach(one -> rows.add(pseudoColumn(place, one)));
    }
    return rows;
  }

  private static List<Value> pseudoColumn(Place place, SqlColumn column) {
    JdbcType type = JdbcType.of(column.type());
    return row(
        place
            .with(
                column.name(),
                type.code(),
                size(type),
                type.isNumber() ? type.scale() : null,
                type.isNumber() ? RADIX : null,
                "NO_USAGE_RESTRICTIONS",
                null,
                null,
                "NO")
            .toArray());
  }

  /** The column whose values differ from row to row, unless {@code *} leaves it out. */
  List<List<Value>> keys(@Nullable String schema, @Nullable String table) {
    String named = schema == null || schema.isEmpty() ? null : schema;
    if (table == null
        || (named != null && !catalog.schemas().contains(named))
        || !catalog.tables(named).contains(table)) {
      return List.of();
    }
    SqlTable found = catalog.table(named, table);
    return found.keys().stream()
        .map(key -> found.columns().get(key).name())
        .filter(key -> !HIDDEN.contains(key))
        .limit(1)
        .map(key -> row(new Place(named, table).with(key, 1, null).toArray()))
        .toList();
  }

  static List<List<Value>> types() {
    return Arrays.stream(SqlType.values())
        .map(JdbcType::of)
        .sorted(Comparator.comparingInt(JdbcType::code))
        .map(Listing::type)
        .toList();
  }

  private static List<Value> type(JdbcType type) {
    boolean text = type.code() == Types.VARCHAR;
    String prefix =
        switch (type.code()) {
          case Types.VARCHAR -> "'";
          case Types.DATE -> "DATE '";
          case Types.TIMESTAMP -> "TIMESTAMP '";
          case Types.VARBINARY -> "X'";
          default -> null;
        };
    return row(
        type.name(),
        type.code(),
        type.precision(),
        prefix,
        prefix == null ? null : "'",
        null,
        DatabaseMetaData.typeNullable,
        text,
        DatabaseMetaData.typeSearchable,
        false,
        false,
        false,
        type.name(),
        0,
        type.scale(),
        null,
        null,
        type.isNumber() ? RADIX : null);
  }

  /** Returns what a pattern of JDBC matches: {@code %} anything, {@code _} any character. */
  private static Predicate<String> like(@Nullable Pat pattern) {
    if (pattern == null || pattern.s == null) {
      return any -> true;
    }
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < pattern.s.length(); i++) {
      char c = pattern.s.charAt(i);
      if (c == '\\' && i + 1 < pattern.s.length()) {
        i++;
        expression.append(Pattern.quote(pattern.s.substring(i, i + 1)));
      } else {
        expression.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .asMatchPredicate();
  }

  private static List<SqlColumn> columns(String names) {
    return Stream.of(names.split(" ")).map(Listing::column).toList();
  }

  private static SqlColumn column(String name) {
    int colon = name.indexOf(':');
    SqlType type =
        colon < 0
            ? SqlType.VARCHAR
            : name.charAt(colon + 1) == 'b' ? SqlType.BOOLEAN : SqlType.INTEGER;
    return SqlColumn.of(colon < 0 ? name : name.substring(0, colon), type).orNull();
  }

  private static List<Value> row(@Nullable Object... cells) {
    return Arrays.stream(cells).map(Value::of).toList();
  }
}
