package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column in arrays that no one modifies any more.
 *
 * @param kind of every word that is not missing
 * @param words as in a {@link bourn.columns.Column}, or places in the dictionary; 0 where missing
 * @param kinds the kind of each word, or null when none is missing
 * @param dictionary of a field whose values do not fit a word, otherwise null
 */
record DecodedColumn(
    Kind kind, long[] words, byte @Nullable [] kinds, Value @Nullable [] dictionary) {

  /** About as many bytes of a value of a dictionary, with what refers to it. */
  private static final long VALUE_BYTES = 64;

  /** Returns what {@code count} rows hold that leave {@code field} out. */
  static DecodedColumn otherwise(Field field, int count) {
    Kind kind = field.type().kind();
    Value[] dictionary = kind == Kind.CODE ? new Value[] {field.otherwise()} : null;
    long[] words = new long[count];
    if (field.otherwise().equals(Value.Nil.NIL)) {
      byte[] kinds = new byte[count];
      Arrays.fill(kinds, Kind.NULL.tag());
      return new DecodedColumn(kind, words, kinds, dictionary);
    }
    if (dictionary == null) {
      Arrays.fill(words, ColumnBuffer.word(field.otherwise()));
    }
    return new DecodedColumn(kind, words, null, dictionary);
  }

  /** Returns about how much memory this takes. */
  long sizeBytes() {
    return (long) Long.BYTES * words.length
        + (kinds == null ? 0 : kinds.length)
        + (dictionary == null ? 0 : VALUE_BYTES * dictionary.length);
  }

  boolean isMissing(int row) {
    return kinds != null && kinds[row] == Kind.NULL.tag();
  }
}
