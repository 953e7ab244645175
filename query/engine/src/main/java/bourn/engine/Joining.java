package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pairs each row that comes with the indexed rows that have its key. */
final class Joining implements Sink {

  /*
   * Pairs are collected as two arrays of row numbers and made into columns when a batch is full or
   * at the end of the batch they come from. A pair counts as a match only after the residual was
   * true of it, so rows without partner are known after the last pair of their batch.
   */

  private final KeyIndex index;
  private final Probe probe;
  private final boolean indexedFirst;
  private final boolean keepUnmatched;
  private final @Nullable Evaluation residual;
  private final Guard guard;
  private final Sink next;
  private int[] came = new int[0];
  private int[] found = new int[0];
  private final Column[] indexedColumns;
  private final boolean[] matched;
  private final long @Nullable [] foundEver;
  private int pairs;

  Joining(JoinSide side, Guard guard, Sink next) {
    this.index = side.index();
    this.probe = side.probe();
    this.indexedFirst = side.indexedFirst();
    this.keepUnmatched = side.keepUnmatched();
    this.matched = new boolean[keepUnmatched ? Batch.MOST_ROWS : 0];
    this.residual = side.residual();
    this.guard = guard;
    this.next = next;
    this.indexedColumns = index.rows().columns();
    this.foundEver = side.keepUnfound() ? new long[(index.rows().count() >>> 6) + 1] : null;
  }

  @Override
  public boolean accept(Batch batch) {
    if (keepUnmatched) {
      Arrays.fill(matched, false);
    }
    boolean more = probe.single(batch) ? matchSingle(batch) : matchAny(batch);
    return more && (!keepUnmatched || passUnmatched(batch));
  }

  private boolean matchSingle(Batch batch) {
    reserve(batch.count());
    pairs = probe.matches(batch, came, found);
    return flush(batch);
  }

  private boolean matchAny(Batch batch) {
    int count = probe.stand(batch);
    reserve(Math.min(Batch.MOST_ROWS, 2 * count));
    for (int i = 0; i < count; i++) {
      int row = probe.row(i);
      for (int match = probe.first(i); match >= 0; match = probe.next(match, i)) {
        came[pairs] = row;
        found[pairs++] = match;
        if (pairs == came.length && !makeRoom(batch)) {
          return false;
        }
      }
    }
    return flush(batch);
  }

  /** Makes the arrays longer, or passes on what they hold if they are as long as they may be. */
  private boolean makeRoom(Batch batch) {
    if (pairs == Batch.MOST_ROWS) {
      return flush(batch);
    }
    came = Arrays.copyOf(came, Batch.MOST_ROWS);
    found = Arrays.copyOf(found, Batch.MOST_ROWS);
    return true;
  }

  private void reserve(int count) {
    if (came.length < count) {
      came = new int[count];
      found = new int[count];
    }
  }

  /** Passes the indexed rows that no row that came was paired with. */
  boolean finish(int cameWidth) {
    if (foundEver == null) {
      return true;
    }
    int[] rows = new int[Batch.MOST_ROWS];
    int count = 0;
    for (int row = 0; row < index.rows().count(); row++) {
      if ((foundEver[row >>> 6] & 1L << row) == 0) {
        rows[count++] = row;
        if (count == rows.length && !passUnfound(rows, count, cameWidth)) {
          return false;
        }
        count %= rows.length;
      }
    }
    return count == 0 || passUnfound(rows, count, cameWidth);
  }

  private boolean flush(Batch batch) {
    int count = pairs;
    pairs = 0;
    if (count == 0) {
      return true;
    }
    guard.check();
    Batch made =
        new Batch(
            side(cameColumns(batch, count), Gather.rows(indexedColumns, found, count)),
            count,
            null);
    if (residual != null) {
      int[] selected = new int[count];
      made =
          new Batch(
              made.columns(), Filtering.select(residual.apply(made), made, selected), selected);
    }
    mark(made);
    return made.count() == 0 || next.accept(made);
  }

  /** Shared as they are when each row of the batch came once. */
  private Column[] cameColumns(Batch batch, int count) {
    if (count == batch.count() && batch.selection() == null) {
      int i = 0;
      while (i < count && came[i] == i) {
        i++;
      }
      if (i == count) {
        return batch.columns();
      }
    }
    return Gather.rows(batch.columns(), came, count);
  }

  private void mark(Batch made) {
    if (keepUnmatched) {
      for (int i = 0; i < made.count(); i++) {
        matched[came[made.row(i)]] = true;
      }
    }
    if (foundEver != null) {
      for (int i = 0; i < made.count(); i++) {
        int row = found[made.row(i)];
        foundEver[row >>> 6] |= 1L << row;
      }
    }
  }

  private boolean passUnmatched(Batch batch) {
    int[] rows = new int[batch.count()];
    int count = 0;
    for (int i = 0; i < batch.count(); i++) {
      int row = batch.row(i);
      rows[count] = row;
      count += matched[row] ? 0 : 1;
    }
    return count == 0
        || next.accept(
            new Batch(
                side(
                    Gather.rows(batch.columns(), rows, count),
                    Gather.missing(indexedColumns.length, count)),
                count,
                null));
  }

  private boolean passUnfound(int[] rows, int count, int cameWidth) {
    guard.check();
    return next.accept(
        new Batch(
            side(Gather.missing(cameWidth, count), Gather.rows(indexedColumns, rows, count)),
            count,
            null));
  }

  private Column[] side(Column[] cameColumns, Column[] foundColumns) {
    Column[] left = indexedFirst ? foundColumns : cameColumns;
    Column[] right = indexedFirst ? cameColumns : foundColumns;
    Column[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
