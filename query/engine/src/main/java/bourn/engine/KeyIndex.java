package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;

/**
 * Finds the rows of a {@link RowSet} that have a key. Rows added to the set later are found after
 * {@link #catchUp}.
 */
final class KeyIndex {

  /*
   * Buckets of chained rows: a head holds the number of the newest row in its bucket plus 1, and
   * each row that of the next older one. Rows of which a key is missing are in no bucket.
   */

  private final RowSet rows;
  private final int[] keys;
  private final int[] hashes = new int[Batch.MOST_ROWS];
  private int[] heads = new int[64];
  private int[] older = new int[0];
  private int shift = 32 - 6;
  private int indexed;

  KeyIndex(RowSet rows, int[] keys) {
    this.rows = rows;
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
    if (count > heads.length) {
      grow(count);
    }
    if (older.length < count) {
      older =
          Arrays.copyOf(
              older, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(count, 2L * indexed)));
    }
    Column[] columns = rows.columns(keys);
    for (int at = indexed; at < count; at += Batch.MOST_ROWS) {
      insert(columns, at, Math.min(Batch.MOST_ROWS, count - at));
    }
    indexed = count;
  }

  /** Returns a row in the bucket of {@code hash}, or -1. */
  int first(int hash) {
    return heads[hash >>> shift] - 1;
  }

  /** Returns another row of the bucket of {@code row}, or -1. */
  int next(int row) {
    return older[row] - 1;
  }

  /** Returns the column of key {@code key}. */
  ColumnBuilder key(int key) {
    return rows.builder(keys[key]);
  }

  private void insert(Column[] columns, int at, int count) {
    Column[] slice = new Column[columns.length];
    Arrays.setAll(slice, c -> columns[c].from(at));
    Hash.rows(slice, null, count, hashes);
    for (int i = 0; i < count; i++) {
      if (!missing(slice, i)) {
        int bucket = hashes[i] >>> shift;
        older[at + i] = heads[bucket];
        heads[bucket] = at + i + 1;
      }
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
    heads = new int[1 << bits];
    shift = 32 - bits;
    indexed = 0;
  }
}
