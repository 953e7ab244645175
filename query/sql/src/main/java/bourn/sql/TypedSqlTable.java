package bourn.sql;

import bourn.columns.Table;
import bourn.kernel.BoundedStream;
import bourn.kernel.Value;
import bourn.typed.ColumnSegments;
import bourn.typed.Field;
import bourn.typed.TypedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A typed stream as a table. */
record TypedSqlTable(BoundedStream bounded, TypedTable typed) implements SqlTable {

  static TypedSqlTable of(BoundedStream bounded, ColumnSegments segments) {
    return new TypedSqlTable(bounded, TypedTable.of(bounded, segments));
  }

  @Override
  public List<SqlColumn> columns() {
    List<SqlColumn> columns = new ArrayList<>();
    for (Field field : typed.type().fields()) {
      columns.add(new SqlColumn(field.name(), type(field), field.nullable()));
    }
    columns.add(SqlColumn.of("_offset", SqlType.BIGINT));
    columns.add(SqlColumn.of("_time", SqlType.TIMESTAMP));
    columns.add(SqlColumn.of("_origin", SqlType.BIGINT));
    return columns;
  }

  /** Returns the type of the column that {@code field} is. */
  static SqlType type(Field field) {
    return switch (field.type()) {
      case BOOL -> SqlType.BOOLEAN;
      case I8 -> SqlType.TINYINT;
      case I16 -> SqlType.SMALLINT;
      case I32 -> SqlType.INTEGER;
      case I64 -> SqlType.BIGINT;
      case F32 -> SqlType.REAL;
      case F64 -> SqlType.DOUBLE;
      case INSTANT -> SqlType.TIMESTAMP;
      case UUID -> SqlType.UUID;
      case FIXED_BYTES -> SqlType.VARBINARY;
      case SYMBOL -> SqlType.VARCHAR;
      case BLOB -> SqlType.ANY;
    };
  }

  @Override
  public List<Integer> keys() {
    return List.of(typed.type().fields().size());
  }

  @Override
  public List<SqlColumn> targets() {
    return columns().subList(0, typed.type().fields().size());
  }

  @Override
  public @Nullable SqlColumn target(String name) {
    for (SqlColumn column : targets()) {
      if (column.name().equalsIgnoreCase(name)) {
        return column;
      }
    }
    return null;
  }

  @Override
  public void append(List<String> names, List<List<Value>> rows) {
    List<Value> events = new ArrayList<>();
    for (List<Value> row : rows) {
      Map<Value, Value> event = new LinkedHashMap<>();
      for (int c = 0; c < names.size(); c++) {
        if (!(row.get(c) instanceof Value.Nil)) {
          event.put(field(names.get(c)).key(), row.get(c));
        }
      }
      events.add(new Value.Entries(event));
    }
    Appending.append(bounded.stream(), events);
  }

  private Field field(String name) {
    return typed.type().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Table rows() {
    return typed;
  }

  @Override
  public SqlTable asOf(AsOf point) {
    BoundedStream past = Pasts.of(bounded, point);
    return new TypedSqlTable(past, typed.at(past));
  }
}
