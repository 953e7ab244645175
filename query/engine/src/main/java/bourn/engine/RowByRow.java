package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.kernel.Value;

/** Calls a function that knows single rows only for each row of a batch. */
final class RowByRow {

  /** One row takes milliseconds at worst, as where a pattern is looked for in a long text. */
  private static final int ROWS_A_LOOK = 4;

  private RowByRow() {}

  static Column apply(Function function, Column[] arguments, int count, Codes codes) {
    long[] words = new long[count];
    byte[] kinds = new byte[count];
    Value[] row = new Value[arguments.length];
    for (int i = 0; i < count; i++) {
      if (i % ROWS_A_LOOK == 0) {
        codes.meter().check();
      }
      for (int j = 0; j < row.length; j++) {
        row[j] = arguments[j].value(i, codes);
      }
      Value value = function.apply(row);
      words[i] = codes.word(value);
      kinds[i] = Codes.kind(value).tag();
    }
    return Column.mixed(kinds, words, 0);
  }
}
