package bourn.typed;

import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
            "ids and names of fields are unique, was again id "
                + field.id()
                + " or name "
                + field.name());
      }
    }
  }

  /**
   * Returns the type that {@code rows} declares, a field a component: {@code boolean} is BOOL, the
   * whole numbers I8 to I64, {@code float} and {@code double} F32 and F64, {@link
   * java.time.Instant} INSTANT, {@link java.util.UUID} UUID, {@link String} SYMBOL, {@link
   * bourn.kernel.BlobReference} BLOB and {@code byte[]} with {@link FixedBytes} FIXED_BYTES. Boxed
   * components and those marked {@code @Nullable} may be left out of a row, and those with a {@link
   * FieldDefault}. A field's id is its place, unless {@link FieldId} gives another.
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
   * Returns the type that {@link #toValue} wrote, or that {@code value} declares: a list of fields,
   * each {@code [name type option...]}, the options {@code :nullable}, {@code :default value} and
   * {@code :id number}, or a map of the same words. Names and words may be text, so that JSON
   * declares the same. A field's id is its place, if not given.
   *
   * <pre>{@code
   * [[:km :f64] [:place :symbol :nullable] [:grade :i8 :default 0] [:key [:fixed-bytes 16]]]
   * }</pre>
   *
   * @throws IllegalArgumentException if {@code value} is no type, with the field and its place
   */
  public static ProductType of(Value value) {
    return value instanceof Value.Entries entries
            && entries.get(FIELDS) instanceof Value.Items(List<Value> items)
        ? new ProductType(items.stream().map(Field::of).toList())
        : new ProductType(Declaration.fields(value));
  }

  /**
   * Returns what every row of {@code stream} holds now.
   *
   * @throws IllegalArgumentException if it is no typed stream
   */
  public static ProductType of(EventStream stream) {
    return TypedFormat.of(stream).type();
  }

  /**
   * Returns the type that the EDN {@code text} declares; see {@link #of(Value)}.
   *
   * @throws bourn.kernel.EdnException if it is not EDN, with line and column
   * @throws IllegalArgumentException if it is no type, with the field and its place
   */
  public static ProductType parse(String text) {
    return of(Edn.read(text));
  }

  /** Returns this type as the declaration that {@link #of(Value)} reads, to be shown and kept. */
  public Value declaration() {
    return Declaration.of(this);
  }

  /**
   * Returns {@code row}, read from a text that has not all types, as this type has them: a time, a
   * uuid and bytes (in base 64) for the text that stands for them, a floating point number for a
   * whole one. What does not fit stays as it is, for the stream to refuse.
   */
  public Value read(Value row) {
    if (!(row instanceof Value.Entries entries)) {
      return row;
    }
    Map<Value, Value> read = new LinkedHashMap<>(entries.entries());
    for (Field field : fields) {
      read.computeIfPresent(field.key(), (key, given) -> field.read(given));
    }
    return new Value.Entries(read);
  }

  /** Returns the descriptor of a stream of rows of this type. */
  public StreamDescriptor describe(String name) {
    return StreamDescriptor.typed(name, toValue());
  }

  /**
   * Opens the stream of rows of this type, and creates it if there is none. One that is there may
   * give the fields other ids.
   *
   * @throws IllegalArgumentException if there is one of that name of another kind, or whose rows
   *     have another type now
   */
  public EventStream open(Kernel kernel, String name) {
    Optional<EventStream> found = kernel.find(new StreamName(name));
    if (found.isEmpty() || found.get().descriptor().kind() != StreamKind.TYPED) {
      return kernel.open(describe(name));
    }
    ProductType now = of(found.get());
    if (!withoutIds().equals(now.withoutIds())) {
      throw new IllegalArgumentException(
          "stream "
              + name
              + " has rows of "
              + now.declaration()
              + ", asked for was "
              + declaration()
              + "; its type can be changed");
    }
    return found.get();
  }

  private List<Field> withoutIds() {
    return fields.stream().map(field -> field.of(0)).toList();
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

  /** Returns the names of the fields of symbols. */
  public Set<String> symbols() {
    return fields.stream()
        .filter(field -> field.type() == FieldType.SYMBOL)
        .map(Field::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the names of the fields, in order. */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }
}
