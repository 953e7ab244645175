package bourn.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Anything that an event may hold: an immutable scalar or collection, equal exactly where Clojure's
 * {@code =} says so, ordered totally, and written as EDN by {@code toString}.
 *
 * <p>Identity is decided once, when a value is made, so that equal values always have equal bytes:
 *
 * <ul>
 *   <li>{@code 1} and {@code 1.0} and {@code 1M} are three values; a {@link BigInt} that fits a
 *       long is an {@link Int}.
 *   <li>{@code -0.0} is {@code 0.0}; there is one NaN, equal to itself and greater than every other
 *       number.
 *   <li>{@code 1.0M} and {@code 1.00M} are one value, {@code 1M}.
 * </ul>
 *
 * <p>Order is numeric across number types, ties by type; otherwise by type, in the order in which
 * the types are permitted below, then within the type. Lists order by element, then length; sets
 * and maps by their sorted content.
 */
public sealed interface Value extends Comparable<Value>
    permits Value.Nil,
        Value.Bool,
        Value.Int,
        Value.Real,
        Value.BigInt,
        Value.Decimal,
        Value.Text,
        Keyword,
        Symbol,
        Value.Time,
        Value.Uuid,
        Value.Bytes,
        Value.Items,
        Value.Entries,
        Value.Members,
        Value.Tagged,
        Reference,
        BlobReference {

  /** A whole number or a decimal has at most about this many digits before and after its point. */
  int MOST_DIGITS = 10_000;

  /** Values nested deeper than this are neither read nor stored. */
  int MOST_DEPTH = 200;

  @Override
  default int compareTo(Value other) {
    return ValueOrder.compare(this, other);
  }

  /** {@code nil}: never a value of a datom. */
  record Nil() implements Value {
    /** The one {@code nil}. */
    public static final Nil NIL = new Nil();

    @Override
    public String toString() {
      return "nil";
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A whole number that fits 64 bits. */
  record Int(long value) implements Value {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A 64-bit floating point number, with one zero and one NaN. */
  record Real(double value) implements Value {
    public Real {
      value = Double.longBitsToDouble(canonicalBits(value));
    }

    /**
     * Returns the bits of {@code value}: equal for equal reals, so for both zeros and every NaN.
     */
    public static long canonicalBits(double value) {
      return value == 0.0 ? 0L : Double.doubleToLongBits(value);
    }

    @Override
    public String toString() {
      return Edn.print(this);
    }
  }

  /** A whole number that does not fit 64 bits; make one with {@link Value#of(BigInteger)}. */
  record BigInt(BigInteger value) implements Value {

    private static final int MOST_BITS = (int) Math.ceil(MOST_DIGITS * Math.log(10) / Math.log(2));

    public BigInt {
      if (value.bitLength() < 64) {
        throw new IllegalArgumentException("a number that fits a long is an Int, was " + value);
      }
      requireBits(value);
    }

    private static void requireBits(BigInteger value) {
      if (value.bitLength() > MOST_BITS) {
        throw new IllegalArgumentException(
            "a number has at most "
                + MOST_DIGITS
                + " digits, was one of about "
                + (long) (value.bitLength() / 3.32)
                + " digits");
      }
    }

    @Override
    public String toString() {
      return value + "N";
    }
  }

  /** A decimal number, without trailing zeros. */
  record Decimal(BigDecimal value) implements Value {
    public Decimal {
      BigInt.requireBits(value.unscaledValue());
      requireScale(value);
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
      requireScale(value);
    }

    private static void requireScale(BigDecimal value) {
      if (Math.abs((long) value.scale()) > MOST_DIGITS) {
        throw new IllegalArgumentException(
            "a decimal's scale is at most " + MOST_DIGITS + " either way, was " + value.scale());
      }
    }

    @Override
    public String toString() {
      return value + "M";
    }
  }

  /** A string. */
  record Text(String value) implements Value {
    @Override
    public String toString() {
      return Edn.print(this);
    }
  }

  /**
   * A point in time.
   *
   * @param epochMicros microseconds since 1970-01-01T00:00:00Z
   */
  record Time(long epochMicros) implements Value {
    /**
     * Returns the time that {@code text} is, or null when it is not of the form {@code
     * 2026-01-31T10:15:30Z}, with or without a fraction, which is cut to microseconds.
     */
    public static @Nullable Time read(String text) {
      return TimeText.read(text);
    }

    /** Returns this time as {@code 2026-01-31T10:15:30Z}, with a fraction where there is one. */
    public String text() {
      StringBuilder text = new StringBuilder(32);
      TimeText.print(this, text);
      return text.toString();
    }

    /** Returns this time as a Java instant. */
    public Instant toInstant() {
      return Instant.ofEpochSecond(
          Math.floorDiv(epochMicros, 1_000_000L), Math.floorMod(epochMicros, 1_000_000L) * 1_000L);
    }

    @Override
    public String toString() {
      return Edn.print(this);
    }
  }

  /** A universally unique identifier. */
  record Uuid(UUID value) implements Value {
    @Override
    public String toString() {
      return "#uuid \"" + value + "\"";
    }
  }

  /** A string of bytes. Shares its array with whoever made it; neither may modify it. */
  record Bytes(byte[] value) implements Value {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "#bourn/bytes \"" + HexFormat.of().formatHex(value) + "\"";
    }
  }

  /** A list (an EDN vector; EDN lists read as the same value). Copies and keeps the order. */
  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return Edn.print(this);
    }
  }

  /** A map. Copies; iterates in the order it was made in; equal whatever that order. */
  record Entries(Map<Value, Value> entries) implements Value {
    public Entries {
      entries = ValueMap.copyOf(entries);
    }

    /** Returns the value under {@code key}, or null when there is none. */
    public @Nullable Value get(Value key) {
      return entries.get(key);
    }

    ValueMap map() {
      return (ValueMap) entries;
    }

    @Override
    public String toString() {
      return Edn.print(this);
    }

    /** Gathers the keys and values of a map, in order. Confined to one thread. */
    public static final class Builder {

      private final List<Value> keys;
      private final List<Value> values;

      /** Makes a builder with room for {@code capacity} keys. */
      public Builder(int capacity) {
        keys = new ArrayList<>(capacity);
        values = new ArrayList<>(capacity);
      }

      /** Adds a key, which must not be there yet when the map is made, and its value. */
      public Builder add(Value key, Value value) {
        keys.add(key);
        values.add(value);
        return this;
      }

      /**
       * Returns the map.
       *
       * @throws IllegalArgumentException if a key was added twice
       */
      public Entries build() {
        return new Entries(toMap());
      }

      /**
       * Returns the map, and shares with {@code like} what that knows of its keys if it has the
       * same ones in the same order: then the map costs little more than its values.
       *
       * @throws IllegalArgumentException if a key was added twice
       */
      public Entries build(@Nullable Entries like) {
        return like != null && like.map().keys().isOf(keys) ? build(like.map().keys()) : build();
      }

      ValueMap toMap() {
        Ascending distinct = keys();
        int duplicate = distinct.duplicate();
        if (duplicate >= 0) {
          throw new IllegalArgumentException(
              "a map has distinct keys, was given " + keys.get(duplicate) + " twice");
        }
        return new ValueMap(distinct, values.toArray(new Value[0]));
      }

      Ascending keys() {
        return Ascending.of(keys.toArray(new Value[0]));
      }

      Entries build(Ascending distinct) {
        return new Entries(new ValueMap(distinct, values.toArray(new Value[0])));
      }
    }
  }

  /** A set. Copies; iterates in the order it was made in; equal whatever that order. */
  record Members(Set<Value> members) implements Value {
    public Members {
      members = ValueSet.copyOf(members);
    }

    /**
     * Returns the set of values that ascend by the order of {@link Value}, each once, without
     * looking at them again.
     */
    public static Members ofAscending(List<Value> ascending) {
      return new Members(new ValueSet(Ascending.ofSorted(ascending.toArray(new Value[0]))));
    }

    Ascending ascending() {
      return ((ValueSet) members).members();
    }

    @Override
    public String toString() {
      return Edn.print(this);
    }
  }

  /** A value with an EDN tag that Bourn does not read itself. */
  record Tagged(Symbol tag, Value value) implements Value {
    @Override
    public String toString() {
      return Edn.print(this);
    }
  }

  /** Returns the integer {@code value}. */
  static Value of(long value) {
    return new Int(value);
  }

  /** Returns the floating point number {@code value}. */
  static Value of(double value) {
    return new Real(value);
  }

  /** Returns {@code value} as an integer of the smallest type that holds it. */
  static Value of(BigInteger value) {
    return value.bitLength() < 64 ? new Int(value.longValue()) : new BigInt(value);
  }

  /** Returns the truth value {@code value}. */
  static Value of(boolean value) {
    return new Bool(value);
  }

  /** Returns the string {@code value}. */
  static Value of(String value) {
    return new Text(value);
  }

  /** Returns {@code value} cut to microseconds. */
  static Value of(Instant value) {
    long second = value.getEpochSecond();
    long micros = value.getNano() / 1_000L;
    return new Time(
        second < 0
            ? Math.addExact(Math.multiplyExact(second + 1, 1_000_000L), micros - 1_000_000L)
            : Math.addExact(Math.multiplyExact(second, 1_000_000L), micros));
  }

  /**
   * Returns the value that a Java object stands for: null, a {@code Value} itself, booleans, all
   * number types of the JDK, strings, {@link Instant}, {@link UUID}, {@code byte[]} (not copied),
   * and lists, sets, maps, iterables and arrays of these. Keywords are made with {@link
   * Keyword#of}.
   *
   * @throws IllegalArgumentException if no value stands for the object's class, or two keys of a
   *     map are the same value
   */
  static Value of(@Nullable Object object) {
    return switch (object) {
      case null -> Nil.NIL;
      case Value value -> value;
      case Boolean bool -> new Bool(bool);
      case CharSequence text -> new Text(text.toString());
      case Character character -> new Text(character.toString());
      case Long number -> new Int(number);
      case Integer number -> new Int(number);
      case Short number -> new Int(number);
      case Byte number -> new Int(number);
      case Double number -> new Real(number);
      case Float number -> new Real(number);
      case BigInteger number -> of(number);
      case BigDecimal number -> new Decimal(number);
      case Instant instant -> of(instant);
      case UUID uuid -> new Uuid(uuid);
      case byte[] bytes -> new Bytes(bytes);
      case Object[] array -> new Items(valuesOf(Arrays.asList(array)));
      case long[] array -> new Items(Arrays.stream(array).mapToObj(Value::of).toList());
      case int[] array ->
          new Items(Arrays.stream(array).asLongStream().mapToObj(Value::of).toList());
      case double[] array -> new Items(Arrays.stream(array).mapToObj(Value::of).toList());
      case Set<?> set -> new Members(new LinkedHashSet<>(valuesOf(set)));
      case Map<?, ?> map -> {
        Entries.Builder entries = new Entries.Builder(map.size());
        map.forEach((key, value) -> entries.add(of(key), of(value)));
        yield entries.build();
      }
      case Iterable<?> items -> new Items(valuesOf(items));
      default ->
          throw new IllegalArgumentException(
              "no value stands for an object of " + Objects.toString(object.getClass()));
    };
  }

  /** Returns the list of the values that {@code items} stand for. */
  static Items list(@Nullable Object... items) {
    return new Items(valuesOf(Arrays.asList(items)));
  }

  /**
   * Returns the map of keys and values given in turn; a key given as a string is a keyword.
   *
   * <pre>{@code Value.map("name", "Ada", "age", 36)  // {:name "Ada", :age 36}}</pre>
   */
  static Entries map(@Nullable Object... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a map needs keys and values in pairs, was " + keysAndValues.length + " arguments");
    }
    Entries.Builder entries = new Entries.Builder(keysAndValues.length / 2);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Object key = keysAndValues[i];
      entries.add(
          key instanceof String name ? Keyword.of(name) : of(key), of(keysAndValues[i + 1]));
    }
    return entries.build();
  }

  private static List<Value> valuesOf(Iterable<?> objects) {
    List<Value> values = new ArrayList<>();
    objects.forEach(object -> values.add(of(object)));
    return values;
  }
}
