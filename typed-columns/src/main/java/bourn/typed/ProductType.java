package bourn.typed;

import bourn.kernel.Keyword;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What every row of a typed stream holds: fields of fixed width.
 *
 * <pre>{@code
 * record Flight(Instant departure, int delayMinutes, @Nullable Integer distance, String origin) {}
 *
 * ProductType type = ProductType.of(Flight.class);
 * }</pre>
 *
 * @param fields in the order in which rows and columns show them; ids and names are unique
 */
public record ProductType(List<Field> fields) {

  /** The most fields of one type. */
  public static final int MOST_FIELDS = 1_000;

  private static final Keyword FIELDS = Keyword.of("product/fields");

  public ProductType {
    fields = List.copyOf(fields);
    if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException(
          "a product type has 1 to " + MOST_FIELDS + " fields, was " + fields.size());
    }
    Set<Integer> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (!ids.add(field.id()) || !names.add(field.name())) {
        throw new IllegalArgumentException(
            "ids and names of fields are unique, was again " + field.id() + " " + field.name());
      }
    }
  }

  /**
   * Returns the type that {@code rows} declares, a field a component: {@code boolean} is BOOL, the
   * whole numbers I8 to I64, {@code float} and {@code double} F32 and F64, {@link
   * java.time.Instant} INSTANT, {@link java.util.UUID} UUID, {@link String} SYMBOL and {@code
   * byte[]} with {@link FixedBytes} FIXED_BYTES. Boxed components and those marked
   * {@code @Nullable} may be left out of a row. A field's id is its place, unless {@link FieldId}
   * gives another.
   *
   * @throws IllegalArgumentException if no field holds a component of the record
   */
  public static ProductType of(Class<? extends Record> rows) {
    return RecordShape.of(rows).type();
  }

  /** Returns this type as {@code {:product/fields [..]}}, the same for equal types. */
  public Value toValue() {
    List<Value> values = new ArrayList<>();
    fields.forEach(field -> values.add(field.toValue()));
    return Value.map(FIELDS.name(), values);
  }

  /**
   * Returns the type that {@link #toValue} wrote.
   *
   * @throws IllegalArgumentException if {@code value} is not one
   */
  public static ProductType of(Value value) {
    if (value instanceof Value.Entries entries
        && entries.get(FIELDS) instanceof Value.Items(List<Value> items)) {
      return new ProductType(items.stream().map(Field::of).toList());
    }
    throw new IllegalArgumentException("a product type is expected, was " + value);
  }

  /** Returns the descriptor of a stream of rows of this type. */
  public StreamDescriptor describe(String name) {
    return StreamDescriptor.typed(name, toValue());
  }

  /** Returns the identity of this type: the SHA-256 of its value's text, in hexadecimal. */
  public String hash() {
    try {
      byte[] text = toValue().toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns the place of the field called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("a field of " + names() + " is expected, was " + name);
  }

  /** Returns the names of the fields, in order. */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }
}
