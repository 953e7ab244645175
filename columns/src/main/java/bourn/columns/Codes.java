package bourn.columns;

import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one query that do not fit a word, each with a number of its own. Equal values have
 * equal codes, so the query compares numbers and looks a value up only to print it, to order by it,
 * or to compute with it. Confined to one thread.
 */
public final class Codes {

  /** What a code costs beside its value: an entry of the map, its number, a place in the list. */
  private static final long BYTES_A_CODE = 80;

  /*
   * One map, until there are many codes; then one of many by the hash. A map that grows is gone
   * through from end to end, and one of millions of codes would do nothing else for a while.
   */

  private static final int FEW = 1 << 16;
  private static final int PART_BITS = 6;

  private Map<Value, Integer> codes = new HashMap<>();
  private @Nullable List<Map<Value, Integer>> parts;
  private final List<Value> values = new ArrayList<>();
  private final Meter meter;

  /** Makes codes of which nobody counts the memory. */
  public Codes() {
    this(Meter.NONE);
  }

  /** Makes codes of a query that {@code meter} watches: it counts the values that have a code. */
  public Codes(Meter meter) {
    this.meter = meter;
  }

  /** Returns what watches the query. */
  public Meter meter() {
    return meter;
  }

  /** Returns the code of {@code value}, a new one if it has none yet. */
  public int code(Value value) {
    Map<Value, Integer> known = part(value);
    Integer code = known.get(value);
    if (code != null) {
      return code;
    }
    meter.take(BYTES_A_CODE + Weight.of(value));
    int added = values.size();
    known.put(value, added);
    values.add(value);
    if (added == FEW) {
      divide();
    }
    return added;
  }

  private Map<Value, Integer> part(Value value) {
    List<Map<Value, Integer>> divided = parts;
    return divided == null ? codes : divided.get(part(value.hashCode()));
  }

  /** The high bits, as a map goes by the low ones. */
  private static int part(int hash) {
    return (hash * 0x9E37_79B1) >>> (Integer.SIZE - PART_BITS);
  }

  private void divide() {
    List<Map<Value, Integer>> divided = new ArrayList<>();
    for (int i = 0; i < 1 << PART_BITS; i++) {
      divided.add(new HashMap<>());
    }
    codes.forEach((value, code) -> divided.get(part(value.hashCode())).put(value, code));
    codes = Map.of();
    parts = divided;
  }

  /** Returns the value that has {@code code}. */
  public Value value(long code) {
    return values.get((int) code);
  }

  /** Returns the number of values. */
  public int size() {
    return values.size();
  }

  /** Returns the kind by which a word stands for {@code value}. */
  public static Kind kind(Value value) {
    return switch (value) {
      case Value.Nil nil -> Kind.NULL;
      case Value.Bool bool -> Kind.BOOL;
      case Value.Int number -> Kind.INT;
      case Value.Real number -> Kind.REAL;
      case Value.Time time -> Kind.TIME;
      case Reference reference -> Kind.REFERENCE;
      default -> Kind.CODE;
    };
  }

  /** Returns the word that stands for {@code value}, which gets a code if it needs one. */
  public long word(Value value) {
    return switch (value) {
      case Value.Nil nil -> 0;
      case Value.Bool bool -> bool.value() ? 1 : 0;
      case Value.Int number -> number.value();
      case Value.Real number -> Value.Real.canonicalBits(number.value());
      case Value.Time time -> time.epochMicros();
      case Reference reference -> reference.packed();
      default -> code(value);
    };
  }

  /** Returns the value that {@code word} stands for. */
  public Value value(Kind kind, long word) {
    return switch (kind) {
      case NULL -> Value.Nil.NIL;
      case BOOL -> new Value.Bool(word != 0);
      case INT -> new Value.Int(word);
      case REAL -> new Value.Real(Double.longBitsToDouble(word));
      case TIME -> new Value.Time(word);
      case REFERENCE -> Reference.unpacked(word);
      case CODE -> value(word);
    };
  }

  /** Compares the values that two words stand for, by the order of {@link Value}. */
  public int compare(Kind kind, long word, Kind otherKind, long otherWord) {
    if (kind == otherKind) {
      if (word == otherWord) {
        return 0;
      }
      if (kind == Kind.REAL) {
        return Double.compare(Double.longBitsToDouble(word), Double.longBitsToDouble(otherWord));
      }
      if (kind != Kind.CODE) {
        return Long.compare(word, otherWord);
      }
    }
    return value(kind, word).compareTo(value(otherKind, otherWord));
  }
}
