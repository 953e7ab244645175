package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.Locale;

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
  SYMBOL;

  /** Returns the name in a schema, as {@code :db.type/string}. */
  public Keyword ident() {
    return Keyword.of("db.type/" + name().toLowerCase(Locale.ROOT));
  }

  /** Returns whether {@code value} is of this type. */
  public boolean admits(Value value) {
    return switch (this) {
      case STRING -> value instanceof Value.Text;
      case LONG, REF -> value instanceof Value.Int;
      case DOUBLE -> value instanceof Value.Real;
      case BOOLEAN -> value instanceof Value.Bool;
      case INSTANT -> value instanceof Value.Time;
      case KEYWORD -> value instanceof Keyword;
      case UUID -> value instanceof Value.Uuid;
      case BIGINT -> value instanceof Value.Int || value instanceof Value.BigInt;
      case BIGDEC -> value instanceof Value.Decimal;
      case BYTES -> value instanceof Value.Bytes;
      case SYMBOL -> value instanceof Symbol;
    };
  }
}
