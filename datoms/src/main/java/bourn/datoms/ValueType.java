package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What values an attribute takes that declares a type. */
public enum ValueType {
  STRING,
  LONG,
  DOUBLE,
  BOOLEAN,
  INSTANT,
  KEYWORD,
  UUID,
  /** Entities, as {@link Value.Int}. */
  REF,
  BIGINT,
  BIGDEC,
  BYTES,
  SYMBOL,
  /** Several values as one, {@link Value.Items} of 2 to 8; nil where one is missing. */
  TUPLE,
  /** The same values as {@link #DOUBLE}. */
  FLOAT,
  /** URIs, as {@link Value.Text}. */
  URI;

  /** Returns the type named {@code ident}, or null when there is none. */
  static @Nullable ValueType named(Keyword ident) {
    for (ValueType type : values()) {
      if (type.ident().equals(ident)) {
        return type;
      }
    }
    return null;
  }

  /** Returns the name in a schema, as {@code :db.type/string}. */
  public Keyword ident() {
    return Keyword.of("db.type/" + name().toLowerCase(Locale.ROOT));
  }

  /** Returns whether {@code value} is of this type. */
  public boolean admits(Value value) {
    return switch (this) {
      case STRING, URI -> value instanceof Value.Text;
      case LONG, REF -> value instanceof Value.Int;
      case DOUBLE, FLOAT -> value instanceof Value.Real;
      case BOOLEAN -> value instanceof Value.Bool;
      case INSTANT -> value instanceof Value.Time;
      case KEYWORD -> value instanceof Keyword;
      case UUID -> value instanceof Value.Uuid;
      case BIGINT -> value instanceof Value.Int || value instanceof Value.BigInt;
      case BIGDEC -> value instanceof Value.Decimal;
      case BYTES -> value instanceof Value.Bytes;
      case SYMBOL -> value instanceof Symbol;
      case TUPLE ->
          value instanceof Value.Items(var items)
              && TupleType.LEAST <= items.size()
              && items.size() <= TupleType.MOST;
    };
  }
}
