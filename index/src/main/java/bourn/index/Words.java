package bourn.index;

import bourn.columns.Kind;
import bourn.kernel.Reference;
import bourn.kernel.Value;

/** Values as words whose codes are indexes into a sorted dictionary. */
final class Words {

  private Words() {}

  static Value value(Kind kind, long word, Value[] dictionary) {
    return switch (kind) {
      case NULL -> Value.Nil.NIL;
      case BOOL -> new Value.Bool(word != 0);
      case INT -> new Value.Int(word);
      case REAL -> new Value.Real(Double.longBitsToDouble(word));
      case TIME -> new Value.Time(word);
      case REFERENCE -> Reference.unpacked(word);
      case CODE -> dictionary[(int) word];
    };
  }

  /** Returns the word of a value of any kind but CODE. */
  static long word(Value value) {
    return switch (value) {
      case Value.Bool bool -> bool.value() ? 1 : 0;
      case Value.Int number -> number.value();
      case Value.Real number -> Value.Real.canonicalBits(number.value());
      case Value.Time time -> time.epochMicros();
      case Reference reference -> reference.packed();
      default -> 0;
    };
  }

  /** Compares two words of one kind and, if that is CODE, of one dictionary. */
  static int compareWords(Kind kind, long word, long other) {
    return kind == Kind.REAL
        ? Double.compare(Double.longBitsToDouble(word), Double.longBitsToDouble(other))
        : Long.compare(word, other);
  }

  /** Returns a number that compares as {@code word} does to words of its kind. */
  static long ascending(Kind kind, long word) {
    // Of a negative real, all bits but the sign are the other way round.
    return kind == Kind.REAL ? word ^ ((word >> 63) & Long.MAX_VALUE) : word;
  }

  /** Compares the values of two rows by the order of {@link Value}. */
  @SuppressWarnings("ReferenceEquality")
  static int compare(Segment left, int row, Segment right, int other) {
    Kind kind = left.kind(row);
    Kind otherKind = right.kind(other);
    long word = left.words()[row];
    long otherWord = right.words()[other];
    if (kind == otherKind) {
      if (kind != Kind.CODE || left.dictionary() == right.dictionary()) {
        return compareWords(kind, word, otherWord);
      }
    }
    return value(kind, word, left.dictionary())
        .compareTo(value(otherKind, otherWord, right.dictionary()));
  }
}
