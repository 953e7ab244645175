package bourn.columns;

import bourn.kernel.Reference;
import bourn.kernel.Value;

/**
 * How one 64-bit word of a {@link Column} stands for a value. Two words are the same value if and
 * only if they are equal and their kinds are: words carry identity, so joining, grouping and
 * deduplicating never look at a value.
 */
public enum Kind {
  /** No value: SQL's NULL. The word is 0. */
  NULL,
  /** {@link Value.Bool}: 0 or 1. */
  BOOL,
  /** {@link Value.Int}: the number; entities and attributes are of this kind too. */
  INT,
  /** {@link Value.Real}: {@link Value.Real#canonicalBits}. */
  REAL,
  /** {@link Value.Time}: microseconds since 1970. */
  TIME,
  /** {@link Reference}: {@link Reference#packed}. */
  REFERENCE,
  /** Every other value: its code in the query's {@link Codes}. */
  CODE;

  private static final Kind[] KINDS = values();

  /** Returns the kind whose {@link #ordinal} is {@code tag}. */
  public static Kind of(byte tag) {
    return KINDS[tag];
  }

  /** Returns this kind as a byte of {@link Column#kinds}. */
  public byte tag() {
    return (byte) ordinal();
  }
}
