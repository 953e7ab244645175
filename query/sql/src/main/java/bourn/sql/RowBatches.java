package bourn.sql;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.Arrays;

/** Gathers rows into batches. */
final class RowBatches {

  private final Codes codes;
  private final Sink sink;
  private final long[][] words;
  private final byte[][] kinds;
  private int rows;
  private boolean wanted = true;

  RowBatches(int columns, Codes codes, Sink sink) {
    this.codes = codes;
    this.sink = sink;
    this.words = new long[columns][Batch.MOST_ROWS];
    this.kinds = new byte[columns][Batch.MOST_ROWS];
  }

  void set(int column, Value value) {
    set(column, Codes.kind(value).tag(), codes.word(value));
  }

  void set(int column, byte kind, long word) {
    kinds[column][rows] = kind;
    words[column][rows] = word;
  }

  /** Ends a row of which all columns are set. Returns whether more are wanted. */
  boolean next() {
    if (++rows == Batch.MOST_ROWS) {
      finish();
    }
    return wanted;
  }

  /** Passes the rows gathered so far. Returns whether more are wanted. */
  boolean finish() {
    if (rows > 0) {
      Column[] columns = new Column[words.length];
      Arrays.setAll(columns, c -> Column.mixed(kinds[c], words[c], 0));
      wanted = sink.accept(new Batch(columns, rows, null));
      rows = 0;
    }
    return wanted;
  }
}
