package bourn.typed;

/** Whole numbers to be looked for. */
final class WordSet {

  /*
   * A bit for each number from the least to the greatest if they lie close enough together, else
   * open addressing with linear probing: a slot holds the place of a number plus 1, or 0.
   */

  private static final int MOST_BITS_A_WORD = 128;
  private static final int BITS_ANYWAY = 1 << 20;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final long[] words;
  private final long[] bits;
  private final int[] slots;
  private final int shift;

  /**
   * Makes the set of {@code ascending}, which is not empty.
   *
   * @param ascending each once; shared
   */
  WordSet(long[] ascending) {
    this.words = ascending;
    long range = greatest() - least();
    boolean close = range >= 0 && range < BITS_ANYWAY + (long) MOST_BITS_A_WORD * ascending.length;
    this.bits = new long[close ? (int) (range >>> 6) + 1 : 0];
    int size = Long.SIZE - Long.numberOfLeadingZeros(2L * ascending.length);
    this.slots = new int[close ? 0 : 1 << size];
    this.shift = Long.SIZE - size;
    for (int i = 0; i < ascending.length; i++) {
      add(i, close);
    }
  }

  private void add(int place, boolean close) {
    if (close) {
      long at = words[place] - least();
      bits[(int) (at >>> 6)] |= 1L << at;
      return;
    }
    int slot = (int) ((words[place] * GOLDEN) >>> shift);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = place + 1;
  }

  long least() {
    return words[0];
  }

  long greatest() {
    return words[words.length - 1];
  }

  /** Keeps those of the first {@code count} of {@code rows} whose word is in this set. */
  int keep(long[] of, int[] rows, int count) {
    return bits.length > 0 ? keepBits(of, rows, count) : keepSlots(of, rows, count);
  }

  private int keepBits(long[] of, int[] rows, int count) {
    long least = least();
    long most = (long) bits.length << 6;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      long at = of[row] - least;
      rows[kept] = row;
      kept += at >= 0 && at < most ? (int) (bits[(int) (at >>> 6)] >>> at) & 1 : 0;
    }
    return kept;
  }

  private int keepSlots(long[] of, int[] rows, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      rows[kept] = row;
      kept += has(of[row]) ? 1 : 0;
    }
    return kept;
  }

  private boolean has(long word) {
    int slot = (int) ((word * GOLDEN) >>> shift);
    int place;
    while ((place = slots[slot] - 1) >= 0) {
      if (words[place] == word) {
        return true;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return false;
  }
}
