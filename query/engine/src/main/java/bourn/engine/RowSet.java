package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Sink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows that an operator keeps, in columns. Rows are only ever added. */
final class RowSet {

  private final Guard guard;
  private final ColumnBuilder[] columns;
  private int count;

  RowSet(int width, Guard guard) {
    this.guard = guard;
    this.columns = new ColumnBuilder[width];
    Arrays.setAll(columns, c -> new ColumnBuilder(guard));
  }

  /** Returns what counts these rows. */
  Guard guard() {
    return guard;
  }

  int count() {
    return count;
  }

  int width() {
    return columns.length;
  }

  ColumnBuilder builder(int column) {
    return columns[column];
  }

  /** Adds the rows of {@code batch}, which has as many columns. */
  void add(Batch batch) {
    keep(batch.count());
    for (int c = 0; c < columns.length; c++) {
      columns[c].addAll(batch.columns()[c], batch.selection(), batch.count());
    }
  }

  /** Adds row {@code row} of {@code from}, which are as many columns. */
  void add(Column[] from, int row) {
    keep(1);
    for (int c = 0; c < columns.length; c++) {
      columns[c].add(from[c].kind(row).tag(), from[c].word(row));
    }
  }

  /** Counts rows that were added to each column one by one. */
  void keep(int rows) {
    guard.hold(rows);
    count = Math.addExact(count, rows);
  }

  /** Says that these rows are no longer kept. */
  void release() {
    guard.release(count);
    for (ColumnBuilder column : columns) {
      guard.give(column.bytes());
    }
  }

  Column[] columns() {
    Column[] made = new Column[columns.length];
    Arrays.setAll(made, c -> columns[c].column());
    return made;
  }

  Column[] columns(int[] chosen) {
    Column[] made = new Column[chosen.length];
    Arrays.setAll(made, c -> columns[chosen[c]].column());
    return made;
  }

  /**
   * Passes rows {@code from} to {@code until - 1} to {@code sink}; rows may be added meanwhile.
   *
   * @return whether {@code sink} wants more
   */
  boolean emit(int from, int until, Sink sink) {
    Column[] all = columns();
    for (int at = from; at < until; at += Batch.MOST_ROWS) {
      guard.check();
      if (!sink.accept(slice(all, at, Math.min(until - at, Batch.MOST_ROWS)))) {
        return false;
      }
    }
    return true;
  }

  private static Batch slice(Column[] all, int at, int count) {
    Column[] slice = new Column[all.length];
    for (int c = 0; c < slice.length; c++) {
      slice[c] = all[c].from(at);
    }
    return new Batch(slice, count, null);
  }

  List<Column> toList() {
    return new ArrayList<>(Arrays.asList(columns()));
  }
}
