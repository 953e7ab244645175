package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;

/** Finds, for each row of a batch, the rows of an index with an equal key, within a range. */
final class Probe {

  private static final int ROWS_A_LOOK = 1 << 14;

  /*
   * First all rows are passed over in loops that look at one array each: a bit or the head of a
   * bucket says of most rows without a match that they have none. Only what is left is looked up.
   */

  private final KeyIndex index;
  private final int[] keys;
  private Column[] columns = new Column[0];
  private int[] hashes = new int[0];
  private int[] rows = new int[0];
  private boolean dense;
  private boolean plain;
  private boolean hopeless;
  private int passed;
  private int from;
  private int until = Integer.MAX_VALUE;

  /**
   * @param keys the columns of a batch that the key of {@code index} is matched with
   */
  Probe(KeyIndex index, int[] keys) {
    this.index = index;
    this.keys = keys.clone();
  }

  /** From now on finds rows {@code from} to {@code until - 1} only. */
  void within(int from, int until) {
    this.from = from;
    this.until = until;
  }

  /** Goes to {@code batch}; returns how many rows of it may have a match, numbered from 0. */
  int stand(Batch batch) {
    look(batch);
    return hopeless ? 0 : candidates(batch);
  }

  private void look(Batch batch) {
    columns = new Column[keys.length];
    for (int k = 0; k < keys.length; k++) {
      columns[k] = batch.columns()[keys[k]];
    }
    hopeless = false;
    dense = index.dense();
    plain = false;
    if (keys.length == 1 && columns[0].uniform()) {
      Kind kind = columns[0].kind();
      hopeless = kind == Kind.NULL || (dense && kind != Kind.INT);
      plain = dense || index.key(0).uniform(kind.tag());
    }
  }

  /** Returns the row in the columns of the batch of the row numbered {@code i}. */
  int row(int i) {
    return rows[i];
  }

  private int candidates(Batch batch) {
    if (rows.length < batch.count()) {
      rows = new int[batch.count()];
      hashes = new int[batch.count()];
    }
    boolean integers = keys.length > 0 && columns[0].uniform() && columns[0].kind() == Kind.INT;
    if (dense) {
      return integers ? inHeads(batch) : copied(batch);
    }
    long[] present = index.present();
    int count = present != null && integers ? inBits(batch, present) : copied(batch);
    Hash.rows(columns, rows, count, hashes);
    return inBuckets(count);
  }

  private int copied(Batch batch) {
    int[] selection = batch.selection();
    for (int i = 0; i < batch.count(); i++) {
      rows[i] = selection == null ? i : selection[i];
    }
    return batch.count();
  }

  private int inHeads(Batch batch) {
    int[] heads = index.heads();
    long least = index.least();
    long[] words = columns[0].words();
    int start = columns[0].start();
    int[] selection = batch.selection();
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = selection == null ? i : selection[i];
      long at = words[start + row] - least;
      rows[count] = row;
      count += at >= 0 && at < heads.length && heads[(int) at] != 0 ? 1 : 0;
    }
    return count;
  }

  private int inBits(Batch batch, long[] present) {
    long least = index.least();
    long bits = (long) present.length << 6;
    long[] words = columns[0].words();
    int start = columns[0].start();
    int[] selection = batch.selection();
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = selection == null ? i : selection[i];
      long at = words[start + row] - least;
      rows[count] = row;
      count += at >= 0 && at < bits ? (int) (present[(int) (at >>> 6)] >>> at) & 1 : 0;
    }
    return count;
  }

  private int inBuckets(int candidates) {
    int[] heads = index.heads();
    int shift = index.shift();
    int count = 0;
    for (int i = 0; i < candidates; i++) {
      int hash = hashes[i];
      rows[count] = rows[i];
      hashes[count] = hash;
      count += heads[hash >>> shift] != 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * Returns whether no row of {@code batch} has more than one match and {@link #matches} finds them
   * all at once.
   */
  boolean single(Batch batch) {
    look(batch);
    return plain && index.single() && from == 0 && until >= index.rows().count();
  }

  /**
   * Sets {@code came} to the rows of {@code batch} that have a match and {@code found} to the
   * matches; returns how many. Only where {@link #single} of the same batch.
   */
  int matches(Batch batch, int[] came, int[] found) {
    if (hopeless) {
      return 0;
    }
    long[] words = columns[0].words();
    int start = columns[0].start();
    int[] selection = batch.selection();
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = selection == null ? i : selection[i];
      int match = index.firstOf(words[start + row]);
      came[count] = row;
      found[count] = match;
      count += match >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Returns the first match of the row numbered {@code i}, or -1. */
  int first(int i) {
    int row = rows[i];
    if (!dense) {
      return match(index.first(hashes[i]), row);
    }
    return columns[0].kind(row) == Kind.INT ? match(index.firstOf(columns[0].word(row)), row) : -1;
  }

  /** Returns the match of the row numbered {@code i} after {@code match}, or -1. */
  int next(int match, int i) {
    return match(index.next(match), rows[i]);
  }

  private int match(int candidate, int row) {
    int match = candidate;
    if (dense) {
      while (match >= until) {
        match = passed(match);
      }
    } else if (plain) {
      long word = columns[0].word(row);
      long[] words = index.key(0).words();
      while (match >= 0 && (words[match] != word || match >= until)) {
        match = passed(match);
      }
    } else {
      while (match >= 0 && (!same(match, row) || match >= until)) {
        match = passed(match);
      }
    }
    return match >= from ? match : -1;
  }

  /** Returns what comes after a row that does not match; such rows may be many. */
  private int passed(int match) {
    if (++passed % ROWS_A_LOOK == 0) {
      index.rows().guard().check();
    }
    return index.next(match);
  }

  private boolean same(int match, int row) {
    for (int k = 0; k < columns.length; k++) {
      if (!index.key(k).same(match, columns[k].kind(row).tag(), columns[k].word(row))) {
        return false;
      }
    }
    return true;
  }
}
