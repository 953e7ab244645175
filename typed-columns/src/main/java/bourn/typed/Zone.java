package bourn.typed;

/**
 * What is known of the values of one column in a run of rows, without reading them.
 *
 * @param min the least value present, as {@link WordRange#ordered}; greater than {@code max} when
 *     none is present
 * @param max the greatest value present, likewise
 * @param missing the number of rows without a value
 */
record Zone(long min, long max, int missing) {

  /** Of a column whose values do not fit a word: nothing is known but what is missing. */
  static Zone unordered(int missing) {
    return new Zone(Long.MIN_VALUE, Long.MAX_VALUE, missing);
  }

  /** Of {@code count} rows that leave {@code field} out. */
  static Zone otherwise(Field field, int count) {
    Zone one = of(DecodedColumn.otherwise(field, 1));
    return new Zone(one.min(), one.max(), one.missing() * count);
  }

  /** Returns what is known of the rows of both. */
  Zone and(Zone other) {
    return new Zone(Math.min(min, other.min), Math.max(max, other.max), missing + other.missing);
  }

  static Zone of(DecodedColumn column) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    int missing = 0;
    for (int i = 0; i < column.words().length; i++) {
      if (column.isMissing(i)) {
        missing++;
      } else {
        long word = WordRange.ordered(column.kind(), column.words()[i]);
        min = Math.min(min, word);
        max = Math.max(max, word);
      }
    }
    return column.dictionary() == null ? new Zone(min, max, missing) : unordered(missing);
  }
}
