package bourn.columns;

import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.Arrays;

/**
 * The values of one query that do not fit a word, each with a number of its own. Equal values have
 * equal codes, so the query compares numbers and looks a value up only to print it, to order by it,
 * or to compute with it. Confined to one thread.
 */
public final class Codes {

  /** What a code costs beside its value: its hash, a place in the array, and its slots. */
  private static final long BYTES_A_CODE = 40;

  /*
   * Open addressing with linear probing: a slot holds a code plus 1, or 0. At most half of the slots
   * are taken. Hashes are kept beside the values, so growing looks at no value, and looking one up
   * at few that are not it.
   */

  private static final int GOLDEN = 0x9E37_79B1;
  private static final int CODES_A_LOOK = 1 << 14;

  private Value[] values = new Value[16];
  private int[] hashes = new int[16];
  private int[] slots = new int[32];
  private int shift = Integer.SIZE - 5;
  private int size;
  private int passed;
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
    int hash = value.hashCode() * GOLDEN;
    int slot = hash >>> shift;
    int code;
    while ((code = slots[slot] - 1) >= 0) {
      if (hashes[code] == hash && values[code].equals(value)) {
        return code;
      }
      pass();
      slot = (slot + 1) & (slots.length - 1);
    }
    meter.take(BYTES_A_CODE + Weight.of(value));
    if (size == values.length) {
      grow();
      slot = free(hash);
    }
    values[size] = value;
    hashes[size] = hash;
    slots[slot] = ++size;
    return size - 1;
  }

  /** Values whose hashes were made to be the same may be many. */
  private void pass() {
    if (++passed % CODES_A_LOOK == 0) {
      meter.check();
    }
  }

  private int free(int hash) {
    int slot = hash >>> shift;
    while (slots[slot] != 0) {
      pass();
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    values = Arrays.copyOf(values, 2 * size);
    hashes = Arrays.copyOf(hashes, 2 * size);
    slots = new int[2 * slots.length];
    shift--;
    for (int code = 0; code < size; code++) {
      pass();
      slots[free(hashes[code])] = code + 1;
    }
  }

  /** Returns the value that has {@code code}. */
  public Value value(long code) {
    return values[(int) code];
  }

  /** Returns the number of values. */
  public int size() {
    return size;
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
