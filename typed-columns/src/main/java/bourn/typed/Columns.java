package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Events;
import bourn.kernel.Value;
import java.util.BitSet;
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
 * <p>Every array has as many elements as there are rows. A field that is not given is missing in
 * all of them, or its default, if it may. No object is made a row.
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
   * Returns {@code rows} rows of what {@code stream} holds, of which no field is given yet.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  public static Columns of(EventStream stream, int rows) {
    return of(ProductType.of(stream), rows);
  }

  /**
   * Gives a field of whole numbers, instants (microseconds since 1970) or booleans (0 or 1). Shares
   * the array until the rows are appended, and writes nothing to it.
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
    Field given = field(field, values.length);
    if (given.type() != FieldType.SYMBOL) {
      throw new IllegalArgumentException(
          "field " + field + " holds " + given.required() + ", no texts");
    }
    ColumnBuffer column = new ColumnBuffer(given, rows);
    for (int row = 0; row < rows; row++) {
      String value = values[row];
      if (!(value == null ? column.setNothing(row) : column.setSymbol(row, value))) {
        checks.refuse(row, given, Value.Nil.NIL);
      }
    }
    return put(column);
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

  /**
   * Takes the values of a field, given before, away from the rows marked: they hold what a row
   * holds that leaves the field out.
   *
   * @throws IllegalArgumentException if the field was not given, or every row must have it
   */
  public Columns missing(String field, boolean... missing) {
    ColumnBuffer column = given(field, missing.length);
    for (int row = 0; row < rows; row++) {
      if (missing[row]) {
        column.setNothing(row);
      }
    }
    return this;
  }

  /** Does as {@link #missing(String, boolean...)} with the rows of a bitmap. Copies nothing. */
  public Columns missing(String field, BitSet missing) {
    ColumnBuffer column = given(field, rows);
    if (missing.length() > rows) {
      throw new IllegalArgumentException(
          "rows below " + rows + " are expected, was " + (missing.length() - 1));
    }
    missing.stream().forEach(column::setNothing);
    return this;
  }

  private ColumnBuffer given(String field, int marks) {
    ColumnBuffer column = columns[type.indexOf(field)];
    if (column == null || !field(field, marks).mayBeLeftOut()) {
      throw new IllegalArgumentException(
          "a field that was given and may be left out is expected, was " + field);
    }
    return column;
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

  /**
   * Returns a request to append these rows to {@code stream}.
   *
   * @throws bourn.kernel.InvalidEventsException if a value does not fit its field
   * @throws IllegalArgumentException if the stream has rows of another type
   */
  public AppendRequest request(EventStream stream) {
    ProductType expected = ProductType.of(stream);
    if (!type.equals(expected)) {
      throw new IllegalArgumentException(
          "columns of the type "
              + expected.declaration()
              + " are expected, was "
              + type.declaration());
    }
    return AppendRequest.of(new Events.Encoded(rows, encode()));
  }

  private byte[] encode() {
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
      if (!column.setNothing(row)) {
        checks.refuse(row, field, Value.Nil.NIL);
      }
    }
    return column;
  }
}
