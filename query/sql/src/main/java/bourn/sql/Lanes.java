package bourn.sql;

import bourn.columns.Column;
import bourn.columns.Kind;
import org.jspecify.annotations.Nullable;

/** What loops over the words of columns share. */
final class Lanes {

  private Lanes() {}

  /** Returns whether the first {@code count} rows are of {@code kind}, or missing. */
  static boolean are(Kind kind, Column column, int count) {
    byte[] kinds = column.kinds();
    if (kinds == null) {
      return column.kind() == kind;
    }
    byte tag = kind.tag();
    byte missing = Kind.NULL.tag();
    for (int i = column.start(); i < column.start() + count; i++) {
      if (kinds[i] != tag && kinds[i] != missing) {
        return false;
      }
    }
    return true;
  }

  /** Returns {@code kind} where neither argument is missing, or null if none is anywhere. */
  static byte @Nullable [] kinds(Kind kind, Column left, Column right, int count) {
    if (left.uniform() && right.uniform()) {
      return null;
    }
    byte[] kinds = new byte[count];
    byte missing = Kind.NULL.tag();
    for (int i = 0; i < count; i++) {
      boolean present = left.kind(i).tag() != missing && right.kind(i).tag() != missing;
      kinds[i] = present ? kind.tag() : missing;
    }
    return kinds;
  }

  /** Returns the column of {@code words}; a missing one becomes 0. */
  static Column column(Kind kind, byte @Nullable [] kinds, long[] words) {
    if (kinds == null) {
      return Column.of(kind, words);
    }
    byte missing = Kind.NULL.tag();
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] == missing) {
        words[i] = 0;
      }
    }
    return Column.mixed(kinds, words, 0);
  }
}
