package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in arrays, one a field, on their way into a typed stream.
 *
 * <pre>{@code
 * stream.append(Columns.of(type, 3)
 *     .longs("delayMinutes", 5, 0, -2)
 *     .texts("origin", "SEA", "SFO", "SEA"));
 * }</pre>
 *
 * <p>Every array has as many elements as there are rows. A nullable field that is not given is
 * missing in all of them.
 */
public final class Columns {

  private final ProductType type;
  private final int rows;
  private final @Nullable ColumnBuffer[] columns;
  private final RowChecks checks = new RowChecks();

  private Columns(ProductType type, int rows) {
    this.type = type;
    this.rows = rows;
    this.columns = new @Nullable ColumnBuffer[type.fields().size()];
  }

  /** Returns {@code rows} rows of {@code type}, at least 1, of which no field is given yet. */
  public static Columns of(ProductType type, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("an append needs at least 1 row, was " + rows);
    }
    return new Columns(type, rows);
  }

  /**
   * Gives a field of whole numbers, instants (microseconds since 1970) or booleans (0 or 1). Shares
   * the array until the rows are appended.
   */
  public Columns longs(String field, long... values) {
    Field given = field(field, values.length);
    if (given.type().kind() == Kind.REAL || !given.type().isWord()) {
      throw new IllegalArgumentException(
          "field " + field + " holds " + given.required() + ", no longs");
    }
    for (int row = 0; row < rows; row++) {
      if (!fits(given.type(), values[row])) {
        checks.refuse(row, given, Value.of(values[row]));
      }
    }
    return put(new ColumnBuffer(given, values));
  }

  private static boolean fits(FieldType type, long value) {
    return type == FieldType.BOOL ? value == 0 || value == 1 : type.fits(value);
  }

  /** Gives a field of floating point numbers. Copies. */
  public Columns doubles(String field, double... values) {
    Field given = field(field, values.length);
    if (given.type().kind() != Kind.REAL) {
      throw new IllegalArgumentException(
          "field " + field + " holds " + given.required() + ", no doubles");
    }
    long[] words = new long[rows];
    for (int row = 0; row < rows; row++) {
      words[row] = Value.Real.canonicalBits(values[row]);
      if (given.type() == FieldType.F32 && Double.compare((float) values[row], values[row]) != 0) {
        checks.refuse(row, given, Value.of(values[row]));
      }
    }
    return put(new ColumnBuffer(given, words));
  }

  /** Gives a field of symbols; null where a row has none. */
  public Columns texts(String field, @Nullable String... values) {
    List<Value> texts = new ArrayList<>(values.length);
    for (String value : values) {
      texts.add(value == null ? Value.Nil.NIL : new Value.Text(value));
    }
    return values(field, texts);
  }

  /** Gives a field of any type; {@code nil} where a row has none. */
  public Columns values(String field, List<Value> values) {
    Field given = field(field, values.size());
    ColumnBuffer column = new ColumnBuffer(given, rows);
    for (int row = 0; row < rows; row++) {
      if (!column.set(row, values.get(row))) {
        checks.refuse(row, given, values.get(row));
      }
    }
    return put(column);
  }

  /** Takes the values of a nullable field, given before, away from the rows marked. */
  public Columns missing(String field, boolean... missing) {
    Field given = field(field, missing.length);
    ColumnBuffer column = columns[type.indexOf(field)];
    if (column == null || !given.nullable()) {
      throw new IllegalArgumentException(
          "a field that is nullable and was given is expected, was " + field);
    }
    for (int row = 0; row < rows; row++) {
      if (missing[row]) {
        column.setMissing(row);
      }
    }
    return this;
  }

  private Field field(String name, int values) {
    Field field = type.fields().get(type.indexOf(name));
    if (values != rows) {
      throw new IllegalArgumentException(
          "field " + name + " needs " + rows + " values, was " + values);
    }
    return field;
  }

  private Columns put(ColumnBuffer column) {
    columns[type.indexOf(column.field().name())] = column;
    return this;
  }

  int rows() {
    return rows;
  }

  ProductType type() {
    return type;
  }

  /**
   * Returns the rows as the body of a chunk.
   *
   * @throws bourn.kernel.InvalidEventsException if a value does not fit its field
   */
  byte[] encode() {
    ColumnBuffer[] given = new ColumnBuffer[columns.length];
    for (int f = 0; f < given.length; f++) {
      ColumnBuffer column = columns[f];
      given[f] = column == null ? absent(type.fields().get(f)) : column;
    }
    checks.finish();
    return TypedBody.encode(List.of(given), rows);
  }

  private ColumnBuffer absent(Field field) {
    ColumnBuffer column = new ColumnBuffer(field, rows);
    for (int row = 0; row < rows; row++) {
      if (!column.set(row, Value.Nil.NIL)) {
        checks.refuse(row, field, Value.Nil.NIL);
      }
    }
    return column;
  }
}
