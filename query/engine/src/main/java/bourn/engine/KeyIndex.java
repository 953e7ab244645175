package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a {@link RowSet} that have a key. Rows added to the set later are found after
 * {@link #catchUp}.
 */
final class KeyIndex {

  /*
   * Buckets of chained rows: a head holds the number of the newest row in its bucket plus 1, and
   * each row that of the next older one. Rows of which a key is missing are in no bucket.
   *
   * Where the only key is an integer and the integers lie close together, a bucket is an integer:
   * no hash, and nothing to compare. Otherwise buckets are chosen by hash and shared.
   *
   * Of rows indexed at once, of which the first key is an integer, a bit for each integer there
   * could be says whether there is one: most rows that match none are known by that.
   */

  private static final int WIDEST = 4;
  private static final int MOST_BITS_A_ROW = 128;
  private static final int BITS_ANYWAY = 1 << 20;
  private static final int ROWS_A_LOOK = 1 << 16;

  private final RowSet rows;
  private final Guard guard;
  private final int[] keys;
  private final int[] hashes = new int[Batch.MOST_ROWS];
  private int[] heads = new int[16];
  private int[] older = new int[0];
  private int shift = 32 - 4;
  private int indexed;
  private boolean dense;
  private long least;
  private boolean single = true;
  private long @Nullable [] present;
  private long counted;

  KeyIndex(RowSet rows, int[] keys) {
    this.rows = rows;
    this.guard = rows.guard();
    this.keys = keys.clone();
  }

  RowSet rows() {
    return rows;
  }

  /** Indexes the rows added since the last call. */
  void catchUp() {
    int count = rows.count();
    if (count == indexed) {
      return;
    }
    present = null;
    if (indexed == 0) {
      dense = tryDense(count);
      present = dense ? null : bits(count);
    } else if (dense) {
      dense = fits(indexed, count);
      if (!dense) {
        grow(count);
      }
    }
    if (!dense && count > heads.length) {
      grow(count);
    }
    if (older.length < count) {
      int length = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(count, 2L * indexed));
      count(length - older.length);
      older = Arrays.copyOf(older, length);
    }
    Column[] columns = rows.columns(keys);
    for (int at = indexed; at < count; at += Batch.MOST_ROWS) {
      guard.check();
      insert(columns, at, Math.min(Batch.MOST_ROWS, count - at));
    }
    indexed = count;
  }

  /** Says that this and the rows are no longer kept. */
  void release() {
    rows.release();
    forget();
  }

  /** Says that this is no longer kept, and the rows are. */
  void forget() {
    guard.give(counted);
    counted = 0;
  }

  /** Returns whether every bucket is one integer; then {@link #firstOf} has the rows. */
  boolean dense() {
    return dense;
  }

  /** Returns whether this is {@link #dense} and no two rows have the same key. */
  boolean single() {
    return dense && single;
  }

  /** Returns the heads of the buckets: of integers where this is {@link #dense}, else of hashes. */
  int[] heads() {
    return heads;
  }

  /** Returns by how much a hash is shifted to the right to be the number of a bucket. */
  int shift() {
    return shift;
  }

  /** Returns the least integer that {@link #heads} or {@link #present} begins with. */
  long least() {
    return least;
  }

  /** Returns a bit for each integer from {@link #least} on, set if it is a first key, or null. */
  long @Nullable [] present() {
    return present;
  }

  /** Returns a row in the bucket of {@code hash}, or -1. */
  int first(int hash) {
    return heads[hash >>> shift] - 1;
  }

  /** Returns a row whose key is {@code key}, or -1, where this is {@link #dense}. */
  int firstOf(long key) {
    long at = key - least;
    return at >= 0 && at < heads.length ? heads[(int) at] - 1 : -1;
  }

  /** Returns another row of the bucket of {@code row}, or -1. */
  int next(int row) {
    return older[row] - 1;
  }

  /** Returns the column of key {@code key}. */
  ColumnBuilder key(int key) {
    return rows.builder(keys[key]);
  }

  private boolean tryDense(int count) {
    if (keys.length != 1 || !key(0).uniform(Kind.INT.tag())) {
      return false;
    }
    long range = range(count);
    if (range < 0 || range >= WIDEST * (count + 64L)) {
      return false;
    }
    count((int) range + 1 - heads.length);
    heads = new int[(int) range + 1];
    return true;
  }

  /** Sets the least of the first keys, and returns how far the greatest is from it. */
  private long range(int count) {
    long[] words = key(0).words();
    long from = Long.MAX_VALUE;
    long until = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      look(i);
      from = Math.min(from, words[i]);
      until = Math.max(until, words[i]);
    }
    least = from;
    return until - from;
  }

  private long @Nullable [] bits(int count) {
    if (keys.length == 0 || !key(0).uniform(Kind.INT.tag())) {
      return null;
    }
    long range = range(count);
    if (range < 0 || range >= BITS_ANYWAY + (long) MOST_BITS_A_ROW * count) {
      return null;
    }
    long[] bits = new long[(int) (range >>> 6) + 1];
    count(Long.BYTES / Integer.BYTES * bits.length);
    long[] words = key(0).words();
    for (int i = 0; i < count; i++) {
      look(i);
      long at = words[i] - least;
      bits[(int) (at >>> 6)] |= 1L << at;
    }
    return bits;
  }

  private boolean fits(int from, int until) {
    if (!key(0).uniform(Kind.INT.tag())) {
      return false;
    }
    long[] words = key(0).words();
    for (int i = from; i < until; i++) {
      look(i);
      long at = words[i] - least;
      if (at < 0 || at >= heads.length) {
        return false;
      }
    }
    return true;
  }

  private void insert(Column[] columns, int at, int count) {
    Column[] slice = new Column[columns.length];
    Arrays.setAll(slice, c -> columns[c].from(at));
    if (dense) {
      insertDense(slice[0], at, count);
      return;
    }
    Hash.rows(slice, null, count, hashes);
    for (int i = 0; i < count; i++) {
      if (!missing(slice, i)) {
        int bucket = hashes[i] >>> shift;
        older[at + i] = heads[bucket];
        heads[bucket] = at + i + 1;
      }
    }
  }

  private void insertDense(Column column, int at, int count) {
    for (int i = 0; i < count; i++) {
      int bucket = (int) (column.word(i) - least);
      single &= heads[bucket] == 0;
      older[at + i] = heads[bucket];
      heads[bucket] = at + i + 1;
    }
  }

  private static boolean missing(Column[] keys, int row) {
    for (Column key : keys) {
      if (key.kind(row) == Kind.NULL) {
        return true;
      }
    }
    return false;
  }

  private void grow(int count) {
    int bits = Math.min(30, 33 - Integer.numberOfLeadingZeros(count));
    count((1 << bits) - heads.length);
    heads = new int[1 << bits];
    shift = 32 - bits;
    indexed = 0;
  }

  private void look(int row) {
    if (row % ROWS_A_LOOK == 0) {
      guard.check();
    }
  }

  /** Counts {@code more} numbers of rows. */
  private void count(int more) {
    long bytes = (long) Integer.BYTES * more;
    guard.take(bytes);
    counted += bytes;
  }
}
