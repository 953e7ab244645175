package bourn.sql;

import bourn.columns.Batch;
import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/** Rows in memory, to be asked in SQL. */
record MemoryTable(List<SqlColumn> columns, List<List<Value>> values) implements SqlTable {

  @Override
  public Table rows() {
    return new Rows();
  }

  private final class Rows implements Table {

    @Override
    public List<String> columns() {
      return columns.stream().map(SqlColumn::name).toList();
    }

    @Override
    public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
      List<List<Value>> kept = new ArrayList<>();
      for (List<Value> row : values) {
        if (restrictions.stream().allMatch(r -> admits(r, row.get(r.column())))) {
          kept.add(row);
        }
      }
      for (int from = 0; from < kept.size(); from += Batch.MOST_ROWS) {
        List<List<Value>> part = kept.subList(from, Math.min(kept.size(), from + Batch.MOST_ROWS));
        Column[] batch = new Column[wanted.length];
        for (int c = 0; c < wanted.length; c++) {
          batch[c] = column(part, wanted[c], codes);
        }
        if (!sink.accept(new Batch(batch, part.size(), null))) {
          return;
        }
      }
    }

    private static boolean admits(Restriction restriction, Value value) {
      return !value.equals(Value.Nil.NIL) && restriction.admits(value);
    }

    private static Column column(List<List<Value>> rows, int column, Codes codes) {
      long[] words = new long[rows.size()];
      byte[] kinds = new byte[rows.size()];
      for (int i = 0; i < words.length; i++) {
        Value value = rows.get(i).get(column);
        words[i] = codes.word(value);
        kinds[i] = Codes.kind(value).tag();
      }
      return Column.mixed(kinds, words, 0);
    }

    @Override
    public long estimate(List<Restriction> restrictions) {
      return values.size();
    }
  }
}
