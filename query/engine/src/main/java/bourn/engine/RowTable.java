package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers different rows from 0, in the order in which they first come: the groups of an
 * aggregation, the rows that are distinct, the facts of a relation.
 */
final class RowTable {

  /*
   * Open addressing with linear probing: a slot holds the number of a row plus 1, or 0. At most half
   * of the slots are taken, and room for a whole batch is made before it is added, so that the
   * loops below never rehash. Where all words of the one or two columns are of one kind, only words
   * are compared.
   *
   * As long as the words of one column are small, as codes are, a word is its own slot. So are words
   * that are large but many, looked at again whenever there are more slots to make.
   */

  private static final byte INT = Kind.INT.tag();
  private static final int SMALL_BITS = 16;
  private static final int FIRST_PLACES = 64;
  private static final int MOST_SMALL_BITS = 27;

  /** So many times as many words as there are rows are few enough to each have a slot. */
  private static final int SPARSE = 16;

  private final RowSet rows;
  private int[] hashes = {};
  private int[] slots = {};
  private int shift = 32;
  private int[] places = new int[FIRST_PLACES];
  private boolean small = true;
  private long counted;

  RowTable(int width, Guard guard) {
    this.rows = new RowSet(width, guard);
  }

  RowSet rows() {
    return rows;
  }

  int count() {
    return rows.count();
  }

  /** Says that these rows and the way to find them are no longer kept. */
  void release() {
    rows.release();
    rows.guard().give(counted);
  }

  /** Returns the bytes of the rows and of the way to find them. */
  long bytes() {
    long bytes = counted;
    for (int c = 0; c < rows.width(); c++) {
      bytes += rows.builder(c).bytes();
    }
    return bytes;
  }

  /**
   * Sets {@code numbers[i]} to the number of row {@code selection[i]}, or of row {@code i}; new
   * rows get the next numbers.
   */
  void number(Column[] columns, int @Nullable [] selection, int count, int[] numbers) {
    if (count == 0) {
      return;
    }
    boolean plainOne = columns.length == 1 && plain(columns[0], 0);
    small = small && plainOne;
    if (small && numberSmall(columns[0], selection, count, numbers)) {
      return;
    }
    if (plainOne && full(count) && becomesSmall(count)) {
      number(columns, selection, count, numbers);
      return;
    }
    reserve(count);
    Hash.rows(columns, selection, count, hashes);
    int before = rows.count();
    if (columns.length == 1 && plain(columns[0], 0)) {
      rows.keep(numberOne(columns[0], selection, count, numbers) - before);
    } else if (columns.length == 2 && plain(columns[0], 0) && plain(columns[1], 1)) {
      rows.keep(numberTwo(columns, selection, count, numbers) - before);
    } else {
      numberAny(columns, selection, count, numbers);
    }
  }

  private boolean plain(Column column, int at) {
    return column.uniform() && rows.builder(at).uniform(column.kind().tag());
  }

  /** Returns false, and does nothing, if a word is not small; from then on rows are hashed. */
  private boolean numberSmall(Column column, int @Nullable [] selection, int count, int[] numbers) {
    int bits = bits(column, selection, count);
    small = isSmall(bits, count);
    if (!small) {
      return false;
    }
    if (1 << bits > places.length) {
      keepPlaces(1 << bits);
    }
    int before = rows.count();
    int size = before;
    long[] keys = rows.builder(0).room(column.kind().tag(), count);
    long[] words = column.words();
    int start = column.start();
    for (int i = 0; i < count; i++) {
      int word = (int) words[start + (selection == null ? i : selection[i])];
      int number = places[word] - 1;
      if (number < 0) {
        number = size++;
        keys[number] = word;
        places[word] = size;
      }
      numbers[i] = number;
    }
    rows.builder(0).grow(size - before);
    rows.keep(size - before);
    return true;
  }

  private boolean isSmall(int bits, int more) {
    return bits <= SMALL_BITS
        || (bits <= MOST_SMALL_BITS && 1L << bits <= (long) SPARSE * (rows.count() + more));
  }

  private void keepPlaces(int length) {
    long growth = (long) Integer.BYTES * (length - Math.max(FIRST_PLACES, places.length));
    rows.guard().take(growth);
    counted += growth;
    places = Arrays.copyOf(places, length);
  }

  /** Gives each word its own slot if that is possible now; otherwise does nothing. */
  private boolean becomesSmall(int more) {
    if (rows.width() != 1 || rows.count() < 1 << SMALL_BITS || !rows.builder(0).uniform(INT)) {
      return false;
    }
    long[] words = rows.builder(0).words();
    long all = 0;
    for (int i = 0; i < rows.count(); i++) {
      all |= words[i];
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(all);
    if (!isSmall(bits, more)) {
      return false;
    }
    rows.guard().give((long) Integer.BYTES * slots.length);
    counted -= (long) Integer.BYTES * slots.length;
    slots = new int[0];
    keepPlaces(1 << bits);
    for (int i = 0; i < rows.count(); i++) {
      places[(int) words[i]] = i + 1;
    }
    small = true;
    return true;
  }

  private static int bits(Column column, int @Nullable [] selection, int count) {
    long[] words = column.words();
    int start = column.start();
    long all = 0;
    for (int i = 0; i < count; i++) {
      all |= words[start + (selection == null ? i : selection[i])];
    }
    return 64 - Long.numberOfLeadingZeros(all);
  }

  private int numberOne(Column column, int @Nullable [] selection, int count, int[] numbers) {
    int size = rows.count();
    int before = size;
    long[] keys = rows.builder(0).room(column.kind().tag(), count);
    long[] words = column.words();
    int start = column.start();
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      long word = words[start + (selection == null ? i : selection[i])];
      int slot = hashes[i] >>> shift;
      int number;
      while ((number = slots[slot] - 1) >= 0 && keys[number] != word) {
        slot = (slot + 1) & mask;
      }
      if (number < 0) {
        number = size++;
        keys[number] = word;
        slots[slot] = size;
      }
      numbers[i] = number;
    }
    rows.builder(0).grow(size - before);
    return size;
  }

  private int numberTwo(Column[] columns, int @Nullable [] selection, int count, int[] numbers) {
    int size = rows.count();
    int before = size;
    long[] keys = rows.builder(0).room(columns[0].kind().tag(), count);
    long[] others = rows.builder(1).room(columns[1].kind().tag(), count);
    long[] words = columns[0].words();
    long[] otherWords = columns[1].words();
    int start = columns[0].start();
    int otherStart = columns[1].start();
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      long word = words[start + row];
      long other = otherWords[otherStart + row];
      int slot = hashes[i] >>> shift;
      int number;
      while ((number = slots[slot] - 1) >= 0 && (keys[number] != word || others[number] != other)) {
        slot = (slot + 1) & mask;
      }
      if (number < 0) {
        number = size++;
        keys[number] = word;
        others[number] = other;
        slots[slot] = size;
      }
      numbers[i] = number;
    }
    rows.builder(0).grow(size - before);
    rows.builder(1).grow(size - before);
    return size;
  }

  private void numberAny(Column[] columns, int @Nullable [] selection, int count, int[] numbers) {
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      int slot = hashes[i] >>> shift;
      int number;
      while ((number = slots[slot] - 1) >= 0 && !same(number, columns, row)) {
        slot = (slot + 1) & mask;
      }
      if (number < 0) {
        number = rows.count();
        rows.add(columns, row);
        slots[slot] = number + 1;
      }
      numbers[i] = number;
    }
  }

  private boolean same(int number, Column[] columns, int row) {
    for (int c = 0; c < columns.length; c++) {
      if (!rows.builder(c).same(number, columns[c].kind(row).tag(), columns[c].word(row))) {
        return false;
      }
    }
    return true;
  }

  private boolean full(int more) {
    return 2L * (rows.count() + more) > slots.length && slots.length > 0;
  }

  private void reserve(int more) {
    long needed = 2L * (rows.count() + more);
    if (hashes.length < more) {
      hashes = new int[more == 1 ? 1 : Batch.MOST_ROWS];
    }
    if (needed > slots.length || places.length > 0) {
      dropPlaces();
      int bits = 64 - Long.numberOfLeadingZeros(needed - 1);
      rehash(Math.min(bits, 30));
    }
  }

  private void dropPlaces() {
    long bytes = (long) Integer.BYTES * Math.max(0, places.length - FIRST_PLACES);
    rows.guard().give(bytes);
    counted -= bytes;
    places = new int[0];
  }

  private void rehash(int bits) {
    long growth = Integer.BYTES * ((1L << bits) - slots.length);
    rows.guard().take(growth);
    counted += growth;
    slots = new int[1 << bits];
    shift = 32 - bits;
    if (rows.count() > 1 && hashes.length == 1) {
      hashes = new int[Batch.MOST_ROWS];
    }
    Column[] columns = rows.columns();
    for (int at = 0; at < rows.count(); at += Batch.MOST_ROWS) {
      rows.guard().check();
      int count = Math.min(Batch.MOST_ROWS, rows.count() - at);
      Column[] slice = new Column[columns.length];
      for (int c = 0; c < slice.length; c++) {
        slice[c] = columns[c].from(at);
      }
      Hash.rows(slice, null, count, hashes);
      for (int i = 0; i < count; i++) {
        int slot = hashes[i] >>> shift;
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = at + i + 1;
      }
    }
  }
}
