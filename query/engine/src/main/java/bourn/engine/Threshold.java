package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;

/**
 * The last of the rows that are wanted so far: rows that cannot come before it are not wanted.
 *
 * @param rank of its first sort key
 * @param ties whether rows of the same first key may be wanted
 */
record Threshold(Plan.SortKey key, Kind kind, long rank, boolean ties) {

  /**
   * Sets {@code selected} to the rows that may be wanted.
   *
   * @return how many, or -1 when this tells nothing about such a batch
   */
  int select(Batch batch, int[] selected) {
    Column column = batch.columns()[key.column()];
    if (!column.uniform() || column.kind() != kind) {
      return -1;
    }
    long[] words = column.words();
    int start = column.start();
    int[] rows = batch.selection();
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = rows == null ? i : rows[i];
      long found = Ranks.of(kind, words[start + row], key.descending());
      selected[count] = row;
      count += found < rank || (ties && found == rank) ? 1 : 0;
    }
    return count;
  }
}
