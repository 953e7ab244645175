package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;

/** Finds, for each row of a batch, the rows of an index with an equal key, within a range. */
final class Probe {

  private static final int ROWS_A_LOOK = 1 << 14;

  private final KeyIndex index;
  private final int[] keys;
  private Column[] columns = new Column[0];
  private int[] hashes = new int[0];
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

  /** Goes to {@code batch}. */
  void stand(Batch batch) {
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
    if (!dense && !hopeless) {
      hash(batch);
    }
  }

  private void hash(Batch batch) {
    if (hashes.length < batch.count()) {
      hashes = new int[batch.count()];
    }
    Hash.rows(columns, batch.selection(), batch.count(), hashes);
  }

  /** Returns whether no row has more than one match and {@link #matches} finds them all at once. */
  boolean single() {
    return plain && index.single() && from == 0 && until >= index.rows().count();
  }

  /**
   * Sets {@code came} to the rows of {@code batch} that have a match and {@code found} to the
   * matches; returns how many. Only where {@link #single}.
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

  /** Returns the first match of selected row {@code i}, which is row {@code row}, or -1. */
  int first(int i, int row) {
    if (hopeless) {
      return -1;
    }
    if (!dense) {
      return match(index.first(hashes[i]), row);
    }
    return columns[0].kind(row) == Kind.INT ? match(index.firstOf(columns[0].word(row)), row) : -1;
  }

  /** Returns the match after {@code match}, or -1. */
  int next(int match, int row) {
    return match(index.next(match), row);
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
