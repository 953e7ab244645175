package bourn.kernel;

import java.util.Locale;
import java.util.Objects;

/**
 * What a stream is, fixed when it is created. A descriptor is itself a value that a stream can
 * carry.
 *
 * @param name unique in its kernel
 * @param kind what its events are
 * @param type the product type of a typed stream, {@code nil} for every other
 */
public record StreamDescriptor(StreamName name, StreamKind kind, Value type) {

  public StreamDescriptor {
    if ((kind == StreamKind.TYPED) == type.equals(Value.Nil.NIL)) {
      throw new IllegalArgumentException(
          "a typed stream, and no other, declares a type; was kind=" + kind + ", type=" + type);
    }
  }

  /** Returns the descriptor of a stream of any values. */
  public static StreamDescriptor generic(String name) {
    return new StreamDescriptor(new StreamName(name), StreamKind.GENERIC, Value.Nil.NIL);
  }

  /** Returns the descriptor of a stream of transactions. */
  public static StreamDescriptor datom(String name) {
    return new StreamDescriptor(new StreamName(name), StreamKind.DATOM, Value.Nil.NIL);
  }

  /** Returns the descriptor of a stream of rows of {@code type}. */
  public static StreamDescriptor typed(String name, Value type) {
    return new StreamDescriptor(new StreamName(name), StreamKind.TYPED, type);
  }

  /** Returns this descriptor under another name. */
  StreamDescriptor named(StreamName other) {
    return new StreamDescriptor(other, kind, type);
  }

  /** Returns this descriptor as {@code {:stream/name .. :stream/kind .. :stream/type ..}}. */
  public Value toValue() {
    return Value.map(
        "stream/name", name.text(),
        "stream/kind", Keyword.of(kind.name().toLowerCase(Locale.ROOT)),
        "stream/type", type);
  }

  /**
   * Returns the descriptor that {@link #toValue} wrote.
   *
   * @throws IllegalArgumentException if {@code value} is not one
   */
  public static StreamDescriptor of(Value value) {
    if (value instanceof Value.Entries entries
        && entries.get(Keyword.of("stream/name")) instanceof Value.Text(String name)
        && entries.get(Keyword.of("stream/kind")) instanceof Keyword kind
        && entries.get(Keyword.of("stream/type")) != null) {
      Value type = Objects.requireNonNull(entries.get(Keyword.of("stream/type")));
      return new StreamDescriptor(
          new StreamName(name), StreamKind.valueOf(kind.name().toUpperCase(Locale.ROOT)), type);
    }
    throw new IllegalArgumentException("a stream descriptor is expected, was " + value);
  }
}
