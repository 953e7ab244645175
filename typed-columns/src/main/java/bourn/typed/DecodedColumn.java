package bourn.typed;

import bourn.columns.Kind;
import bourn.kernel.Value;
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

  boolean isMissing(int row) {
    return kinds != null && kinds[row] == Kind.NULL.tag();
  }
}
