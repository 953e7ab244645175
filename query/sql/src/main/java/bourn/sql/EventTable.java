package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.BoundedStream;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A generic stream as a table: what is known of each event, its value, and the value's keys. */
final class EventTable implements SqlTable {

  private static final int OFFSET = 0;
  private static final int TIME = 1;
  private static final int ORIGIN = 2;
  private static final int VALUE = 3;

  private final BoundedStream bounded;
  private final Inference inference;
  private final List<SqlColumn> columns = new ArrayList<>();
  private final List<Value> keys = new ArrayList<>();

  EventTable(BoundedStream bounded, Inference inference) {
    this.bounded = bounded;
    this.inference = inference;
    columns.add(SqlColumn.of("offset", SqlType.BIGINT));
    columns.add(SqlColumn.of("time", SqlType.TIMESTAMP));
    columns.add(SqlColumn.of("origin", SqlType.BIGINT));
    columns.add(SqlColumn.of("value", SqlType.ANY));
    addKeys();
  }

  /** A key called as a column that is there already is reached through the value only. */
  private void addKeys() {
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    columns.forEach(column -> taken.add(column.name()));
    inference
        .keys(bounded)
        .forEach(
            (key, type) -> {
              String name =
                  key instanceof Keyword keyword ? keyword.name() : ((Value.Text) key).value();
              if (taken.add(name)) {
                keys.add(key);
                columns.add(SqlColumn.of(name, type).orNull());
              }
            });
  }

  @Override
  public List<SqlColumn> columns() {
    return columns;
  }

  @Override
  public List<Integer> keys() {
    return List.of(OFFSET);
  }

  @Override
  public SqlTable asOf(AsOf point) {
    return new EventTable(Pasts.of(bounded, point), inference);
  }

  /** The keys of its events, where they are maps; else the whole event. */
  @Override
  public List<SqlColumn> targets() {
    return keys.isEmpty()
        ? columns.subList(VALUE, VALUE + 1)
        : columns.subList(VALUE + 1, columns.size());
  }

  /** An event may have any key, of any type. */
  @Override
  public SqlColumn target(String name) {
    for (SqlColumn column : columns.subList(VALUE, columns.size())) {
      if (column.name().equalsIgnoreCase(name)) {
        return new SqlColumn(column.name(), SqlType.ANY, true);
      }
    }
    return new SqlColumn(name, SqlType.ANY, true);
  }

  @Override
  public void append(List<String> names, List<List<Value>> rows) {
    boolean whole = names.equals(List.of(columns.get(VALUE).name()));
    Appending.append(
        bounded.stream(),
        rows.stream().map(row -> whole ? row.getFirst() : event(names, row)).toList());
  }

  private Value event(List<String> names, List<Value> row) {
    Map<Value, Value> event = new LinkedHashMap<>();
    for (int c = 0; c < names.size(); c++) {
      if (!(row.get(c) instanceof Value.Nil)) {
        event.put(key(names.get(c)), row.get(c));
      }
    }
    return new Value.Entries(event);
  }

  private Value key(String name) {
    for (int k = 0; k < keys.size(); k++) {
      if (columns.get(VALUE + 1 + k).name().equals(name)) {
        return keys.get(k);
      }
    }
    return Keyword.of(name);
  }

  @Override
  public Table rows() {
    return new Rows();
  }

  private Value value(int column, Reader reader, Value event) {
    return switch (column) {
      case OFFSET -> Value.of(reader.offset());
      case TIME -> new Value.Time(Math.multiplyExact(reader.stamp().epochMillis(), 1_000L));
      case ORIGIN -> Value.of(reader.stamp().origin());
      case VALUE -> event;
      default -> key(column, event);
    };
  }

  private Value key(int column, Value event) {
    Value held = event instanceof Value.Entries map ? map.get(keys.get(column - VALUE - 1)) : null;
    return held == null ? Value.Nil.NIL : Inference.convert(held, columns.get(column).type());
  }

  private final class Rows implements Table {

    @Override
    public List<String> columns() {
      return columns.stream().map(SqlColumn::name).toList();
    }

    @Override
    public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
      RowBatches batches = new RowBatches(wanted.length, codes, sink);
      try (Reader reader = bounded.read()) {
        Step step;
        while ((step = reader.next()) == Step.EVENT) {
          Value event = reader.value();
          if (admits(restrictions, reader, event)) {
            for (int c = 0; c < wanted.length; c++) {
              batches.set(c, value(wanted[c], reader, event));
            }
            if (!batches.next()) {
              return;
            }
          }
        }
        if (step == Step.GAP) {
          throw new StorageException(
              "events of " + bounded.stream().descriptor().name() + ": " + reader.gap());
        }
      }
      batches.finish();
    }

    private boolean admits(List<Restriction> restrictions, Reader reader, Value event) {
      for (Restriction restriction : restrictions) {
        Value value = value(restriction.column(), reader, event);
        if (value instanceof Value.Nil || !restriction.admits(value)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public long estimate(List<Restriction> restrictions) {
      long rows = bounded.bound().count();
      for (Restriction restriction : restrictions) {
        rows = restriction.only() == null ? (rows + 2) / 3 : (rows + 9) / 10;
      }
      return rows;
    }
  }
}
