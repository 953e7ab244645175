package bourn.datalog;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/** A table of given rows, scanned from the first to the last. */
record ListTable(List<String> columns, List<List<Value>> rows) implements Table {

  @Override
  public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
    List<List<Value>> block = new ArrayList<>();
    for (List<Value> row : rows) {
      if (admitted(row, restrictions)) {
        block.add(row);
        if (block.size() == Batch.MOST_ROWS) {
          if (!sink.accept(batch(block, wanted, codes))) {
            return;
          }
          block.clear();
        }
      }
    }
    if (!block.isEmpty()) {
      sink.accept(batch(block, wanted, codes));
    }
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    return rows.stream().filter(row -> admitted(row, restrictions)).count();
  }

  private static boolean admitted(List<Value> row, List<Restriction> restrictions) {
    for (Restriction restriction : restrictions) {
      if (!restriction.admits(row.get(restriction.column()))) {
        return false;
      }
    }
    return true;
  }

  private static Batch batch(List<List<Value>> block, int[] wanted, Codes codes) {
    Column[] columns = new Column[wanted.length];
    for (int c = 0; c < wanted.length; c++) {
      long[] words = new long[block.size()];
      byte[] kinds = new byte[block.size()];
      for (int i = 0; i < words.length; i++) {
        Value value = block.get(i).get(wanted[c]);
        words[i] = codes.word(value);
        kinds[i] = Codes.kind(value).tag();
      }
      columns[c] = Column.mixed(kinds, words, 0);
    }
    return new Batch(columns, block.size(), null);
  }
}
