package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.kernel.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Collects rows of values that satisfy restrictions, and passes them on by the batch. */
final class BatchBuilder {

  private static final int ROWS_A_LOOK = 1 << 10;

  private final int[] wanted;
  private final List<Restriction> restrictions;
  private final Codes codes;
  private final Sink sink;
  private ColumnBuilder[] columns = new ColumnBuilder[0];
  private int count;
  private int looked;
  private boolean wanting = true;

  BatchBuilder(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
    this.wanted = wanted.clone();
    this.restrictions = restrictions;
    this.codes = codes;
    this.sink = sink;
    clear();
  }

  /**
   * Adds the row of which {@code value} gives the columns, if it satisfies the restrictions.
   *
   * @return whether more is wanted
   */
  boolean add(IntFunction<Value> value) {
    if (++looked % ROWS_A_LOOK == 0) {
      codes.meter().check();
    }
    for (Restriction restriction : restrictions) {
      if (!restriction.admits(value.apply(restriction.column()))) {
        return wanting;
      }
    }
    for (int c = 0; c < wanted.length; c++) {
      Value cell = value.apply(wanted[c]);
      columns[c].add(Codes.kind(cell).tag(), codes.word(cell));
    }
    count++;
    return count < Batch.MOST_ROWS || flush();
  }

  /** Passes on what was added; returns whether more is wanted. */
  boolean flush() {
    if (wanting) {
      Column[] made = new Column[columns.length];
      Arrays.setAll(made, c -> columns[c].column());
      Batch batch = new Batch(made, count, null);
      clear();
      wanting = sink.accept(batch);
    }
    return wanting;
  }

  /** Called after each chunk, so that a query that finds nothing looks at its budget. */
  boolean pause() {
    codes.meter().check();
    return wanting;
  }

  private void clear() {
    columns = new ColumnBuilder[wanted.length];
    Arrays.setAll(columns, c -> new ColumnBuilder());
    count = 0;
  }
}
