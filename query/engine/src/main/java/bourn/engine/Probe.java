package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;

/** Finds, for each row of a batch, the rows of an index with an equal key, within a range. */
final class Probe {

  private final KeyIndex index;
  private final int[] keys;
  private final int[] hashes = new int[Batch.MOST_ROWS];
  private Column[] columns = new Column[0];
  private boolean plain;
  private boolean hopeless;
  private int from;
  private int until;

  /**
   * @param keys the columns of a batch that the key of {@code index} is matched with
   */
  Probe(KeyIndex index, int[] keys) {
    this.index = index;
    this.keys = keys.clone();
    this.until = Integer.MAX_VALUE;
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
    Hash.rows(columns, batch.selection(), batch.count(), hashes);
    plain = keys.length == 1 && columns[0].uniform();
    hopeless = false;
    if (plain) {
      Kind kind = columns[0].kind();
      hopeless = kind == Kind.NULL;
      plain = index.key(0).uniform(kind.tag());
    }
  }

  /** Returns the first match of selected row {@code i}, which is row {@code row}, or -1. */
  int first(int i, int row) {
    return hopeless ? -1 : match(index.first(hashes[i]), row);
  }

  /** Returns the match after {@code match}, or -1. */
  int next(int match, int row) {
    return match(index.next(match), row);
  }

  private int match(int candidate, int row) {
    int match = candidate;
    if (plain) {
      long word = columns[0].word(row);
      long[] words = index.key(0).words();
      while (match >= 0 && (words[match] != word || match >= until)) {
        match = index.next(match);
      }
    } else {
      while (match >= 0 && (!same(match, row) || match >= until)) {
        match = index.next(match);
      }
    }
    return match >= from ? match : -1;
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
