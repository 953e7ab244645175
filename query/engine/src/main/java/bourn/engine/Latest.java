package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;

/**
 * The value of the first argument in the last row, up to this one, of which the second argument is
 * 1; missing before there is one. The frame does not matter.
 */
public record Latest() implements WindowFunction {

  private static final int NONE = -1;

  @Override
  public String name() {
    return "LATEST";
  }

  @Override
  public Column apply(Frames frames, Column[] arguments, Codes codes) {
    ColumnBuilder results = new ColumnBuilder();
    Column values = arguments[0];
    Column marks = arguments[1];
    int latest = NONE;
    for (int row = 0; row < frames.count(); row++) {
      if (row == frames.start(row)) {
        latest = NONE;
      }
      if (marks.kind(row) == Kind.INT && marks.word(row) == 1) {
        latest = row;
      }
      if (latest == NONE) {
        results.add(Kind.NULL.tag(), 0);
      } else {
        results.add(values.kind(latest).tag(), values.word(latest));
      }
    }
    return results.column();
  }
}
