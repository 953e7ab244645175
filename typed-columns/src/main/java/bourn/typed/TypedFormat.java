package bourn.typed;

import bourn.kernel.EventFormat;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of a typed stream. A row is a map from the keywords of the fields to their values;
 * what it leaves out, or holds as {@code nil}, is missing.
 */
final class TypedFormat implements EventFormat {

  private final ProductType type;
  private final Set<Value> keys = new HashSet<>();

  TypedFormat(ProductType type) {
    this.type = type;
    type.fields().forEach(field -> keys.add(field.key()));
  }

  ProductType type() {
    return type;
  }

  @Override
  public byte[] encode(List<Value> values) {
    RowChecks checks = new RowChecks();
    for (int row = 0; row < values.size(); row++) {
      checkKeys(row, values.get(row), checks);
    }
    checks.finish();
    return encode(values.size(), (row, field) -> cell(values.get(row), field), checks);
  }

  private void checkKeys(int row, Value value, RowChecks checks) {
    if (!(value instanceof Value.Entries entries)) {
      checks.refuse(row, "(all)", "a map of fields", RowChecks.describe(value));
      return;
    }
    for (Value key : entries.entries().keySet()) {
      if (!keys.contains(key)) {
        String name = key instanceof Keyword keyword ? keyword.name() : key.toString();
        checks.refuse(row, name, "one of " + type.names(), "an unknown field");
      }
    }
  }

  private Value cell(Value row, int field) {
    Value value = ((Value.Entries) row).get(type.fields().get(field).key());
    return value == null ? Value.Nil.NIL : value;
  }

  /** The cells of a batch, by row and place of the field. */
  @FunctionalInterface
  interface Cells {
    Value value(int row, int field);
  }

  /**
   * Encodes {@code count} rows.
   *
   * @throws bourn.kernel.InvalidEventsException if a cell does not fit its field
   */
  byte[] encode(int count, Cells cells, RowChecks checks) {
    List<ColumnBuffer> columns = new ArrayList<>();
    for (int f = 0; f < type.fields().size(); f++) {
      Field field = type.fields().get(f);
      ColumnBuffer column = new ColumnBuffer(field, count);
      for (int row = 0; row < count; row++) {
        Value value = cells.value(row, f);
        if (!column.set(row, value)) {
          checks.refuse(row, field, value);
        }
      }
      columns.add(column);
    }
    checks.finish();
    return TypedBody.encode(columns, count);
  }

  @Override
  public Walker walker() {
    return new RowWalker();
  }

  /** Reads the fields of one row where they lie. */
  private final class RowWalker implements Walker {

    private @Nullable MemorySegment body;
    private int count;
    private int index;
    private byte @Nullable [] payload;

    @Override
    public void stand(MemorySegment body, int count, int index) {
      this.body = body;
      this.count = count;
      this.index = index;
      payload = null;
    }

    @Override
    public void step() {
      index++;
      payload = null;
    }

    @Override
    public Value value() {
      MemorySegment standing = Objects.requireNonNull(body, "a walker stands on no event yet");
      Map<Value, Value> row = new LinkedHashMap<>();
      for (int f = 0; f < type.fields().size(); f++) {
        Value value = TypedBody.column(standing, count, type, f).value(index);
        if (!value.equals(Value.Nil.NIL)) {
          row.put(type.fields().get(f).key(), value);
        }
      }
      return new Value.Entries(row);
    }

    /** The row as a body of its own: its columns do not lie together in the chunk. */
    private byte[] payload() {
      if (payload == null) {
        payload = encode(List.of(value()));
      }
      return payload;
    }

    @Override
    public MemorySegment segment() {
      return MemorySegment.ofArray(payload());
    }

    @Override
    public long start() {
      return 0;
    }

    @Override
    public int lengthBytes() {
      return payload().length;
    }
  }
}
