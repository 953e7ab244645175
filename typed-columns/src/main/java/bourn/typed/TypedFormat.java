package bourn.typed;

import bourn.kernel.EventFormat;
import bourn.kernel.EventStream;
import bourn.kernel.Keyword;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The format of a typed stream. A row is a map from the keywords of the fields to their values;
 * what it leaves out, or holds as {@code nil}, is missing.
 */
final class TypedFormat implements EventFormat {

  /*
   * One object is shared by a stream and its forks, in this process, and so they have one type.
   * What has begun under the type of before goes on with it; rows so written are read as any older
   * ones.
   */

  private final ProductType created;
  private volatile Rows rows;

  /** A type, and the keys that its rows may have. */
  private record Rows(ProductType type, Set<Value> keys) {
    static Rows of(ProductType type) {
      return new Rows(
          type, type.fields().stream().map(Field::key).collect(Collectors.toUnmodifiableSet()));
    }
  }

  /** The format of a stream that was created with {@code type}. */
  TypedFormat(ProductType type) {
    this.created = type;
    this.rows = Rows.of(type);
  }

  /**
   * Returns the format of {@code stream}.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  static TypedFormat of(EventStream stream) {
    if (stream.format() instanceof TypedFormat format) {
      return format;
    }
    StreamDescriptor descriptor = stream.descriptor();
    throw new IllegalArgumentException(
        "a typed stream is expected, was " + descriptor.name() + ", " + descriptor.kind());
  }

  /** Returns the type that the stream was created with. */
  ProductType created() {
    return created;
  }

  /** Returns the type that the stream has now. */
  ProductType type() {
    return rows.type();
  }

  /** Has the stream be of {@code type} from now on. */
  void become(ProductType type) {
    rows = Rows.of(type);
  }

  @Override
  public byte[] encode(List<Value> values) {
    Rows now = rows;
    RowChecks checks = new RowChecks();
    for (int row = 0; row < values.size(); row++) {
      checkKeys(now, row, values.get(row), checks);
    }
    checks.finish();
    List<Field> fields = now.type().fields();
    return encode(
        now.type(),
        values.size(),
        (row, place) -> cell(values.get(row), fields.get(place)),
        checks);
  }

  private static void checkKeys(Rows now, int row, Value value, RowChecks checks) {
    if (!(value instanceof Value.Entries entries)) {
      checks.refuse(row, "(all)", "a map of fields", RowChecks.describe(value));
      return;
    }
    for (Value key : entries.entries().keySet()) {
      if (!now.keys().contains(key)) {
        String name = key instanceof Keyword keyword ? keyword.name() : key.toString();
        checks.refuse(row, name, "one of " + now.type().names(), "an unknown field");
      }
    }
  }

  private static Value cell(Value row, Field field) {
    Value value = ((Value.Entries) row).get(field.key());
    return value == null ? Value.Nil.NIL : value;
  }

  /** The cells of a batch, by row and place of the field. */
  @FunctionalInterface
  interface Cells {
    Value value(int row, int field);
  }

  /**
   * Encodes {@code count} rows of {@code type}.
   *
   * @throws bourn.kernel.InvalidEventsException if a cell does not fit its field
   */
  static byte[] encode(ProductType type, int count, Cells cells, RowChecks checks) {
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
      ProductType type = type();
      Map<Value, Value> row = new LinkedHashMap<>();
      for (int f = 0; f < type.fields().size(); f++) {
        Field field = type.fields().get(f);
        ColumnView column = TypedBody.column(standing, count, created, type, f);
        Value value = column == null ? field.otherwise() : column.value(index);
        if (!value.equals(Value.Nil.NIL)) {
          row.put(field.key(), value);
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
