package bourn.engine;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.Arrays;

/** Makes dense columns of chosen rows. */
final class Gather {

  private Gather() {}

  /** The selected rows of column {@code column} of {@code batch}, shared if all are selected. */
  static Column dense(Batch batch, int column) {
    Column from = batch.columns()[column];
    int[] selection = batch.selection();
    return selection == null ? from : rows(from, selection, batch.count());
  }

  /** The first {@code count} of {@code rows} of {@code column}. */
  static Column rows(Column column, int[] rows, int count) {
    long[] words = new long[count];
    long[] from = column.words();
    int start = column.start();
    for (int i = 0; i < count; i++) {
      words[i] = from[start + rows[i]];
    }
    byte[] fromKinds = column.kinds();
    if (fromKinds == null) {
      return Column.of(column.kind(), words);
    }
    byte[] kinds = new byte[count];
    for (int i = 0; i < count; i++) {
      kinds[i] = fromKinds[start + rows[i]];
    }
    return Column.mixed(kinds, words, 0);
  }

  static Column[] rows(Column[] columns, int[] rows, int count) {
    Column[] made = new Column[columns.length];
    Arrays.setAll(made, c -> rows(columns[c], rows, count));
    return made;
  }

  /** {@code count} missing values. */
  static Column missing(int count) {
    return Column.of(Kind.NULL, new long[count]);
  }

  static Column[] missing(int width, int count) {
    Column[] made = new Column[width];
    Arrays.fill(made, missing(count));
    return made;
  }
}
