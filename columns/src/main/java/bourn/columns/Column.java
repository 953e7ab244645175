package bourn.columns;

import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;

/**
 * A run of values as 64-bit words: a slice of an array that whoever made the column shares and no
 * one modifies.
 *
 * <p>In most columns all words are of one {@link Kind}. A column of several kinds, and so one in
 * which values may be missing, has one kind a word beside them.
 */
public final class Column {

  private final long[] words;
  private final byte @Nullable [] kinds;
  private final Kind kind;
  private final int start;

  private Column(long[] words, byte @Nullable [] kinds, Kind kind, int start) {
    this.words = words;
    this.kinds = kinds;
    this.kind = kind;
    this.start = start;
  }

  /** Returns the column of {@code words}, all of {@code kind}. Shares the array. */
  public static Column of(Kind kind, long[] words) {
    return new Column(words, null, kind, 0);
  }

  /**
   * Returns the column of {@code words}, all of {@code kind}, from {@code start}. Shares the array.
   */
  public static Column of(Kind kind, long[] words, int start) {
    return new Column(words, null, kind, start);
  }

  /**
   * Returns the column of {@code words} with the kind of each word in {@code kinds}, both from
   * {@code start}. Shares the arrays.
   */
  public static Column mixed(byte[] kinds, long[] words, int start) {
    return new Column(words, kinds, Kind.NULL, start);
  }

  /** Returns whether all words are of one kind, {@link #kind}. */
  public boolean uniform() {
    return kinds == null;
  }

  /**
   * Returns the kind of all words.
   *
   * @throws IllegalStateException if the column is not {@link #uniform}
   */
  public Kind kind() {
    if (kinds != null) {
      throw new IllegalStateException("a column of several kinds has no one kind");
    }
    return kind;
  }

  /** Returns the kind of the word of row {@code row}. */
  public Kind kind(int row) {
    return kinds == null ? kind : Kind.of(kinds[start + row]);
  }

  /** Returns the word of row {@code row}. */
  public long word(int row) {
    return words[start + row];
  }

  /** Returns the array in which the words lie; row {@code i} is at {@code start() + i}. */
  public long[] words() {
    return words;
  }

  /** Returns the array in which the kinds lie, as the words do, or null if all are of one kind. */
  public byte @Nullable [] kinds() {
    return kinds;
  }

  /** Returns where in {@link #words} row 0 lies. */
  public int start() {
    return start;
  }

  /** Returns the value of row {@code row}. */
  public Value value(int row, Codes codes) {
    return codes.value(kind(row), word(row));
  }

  /** Returns the column whose row 0 is row {@code row} of this one. Shares the arrays. */
  public Column from(int row) {
    return new Column(words, kinds, kind, start + row);
  }
}
