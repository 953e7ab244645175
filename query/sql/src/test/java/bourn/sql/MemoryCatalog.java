package bourn.sql;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables in memory. */
final class MemoryCatalog implements SqlCatalog {

  private final Map<String, SqlTable> tables = new LinkedHashMap<>();

  /** Adds a table: its columns, then rows of Java objects. */
  MemoryCatalog with(String name, List<SqlColumn> columns, Object[]... rows) {
    List<List<Value>> values = new ArrayList<>();
    for (Object[] row : rows) {
      List<Value> converted = new ArrayList<>();
      for (Object cell : row) {
        converted.add(Value.of(cell));
      }
      values.add(converted);
    }
    tables.put(name, new MemoryTable(columns, values));
    return this;
  }

  @Override
  public Collection<String> schemas() {
    return List.of();
  }

  @Override
  public Collection<String> tables(@Nullable String schema) {
    return tables.keySet();
  }

  @Override
  public SqlTable table(@Nullable String schema, String name) {
    return tables.get(name);
  }
}
