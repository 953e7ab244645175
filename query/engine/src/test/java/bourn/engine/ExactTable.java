package bourn.engine;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/** Rows whose number is known whatever the restrictions, as an index knows them. */
final class ExactTable implements Table {

  private final MemoryTable table;
  private final List<List<Restriction>> scans = new ArrayList<>();

  ExactTable(Plan.Rows rows) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < rows.width(); c++) {
      names.add("column" + c);
    }
    this.table = new MemoryTable(names, rows.rows());
  }

  /** Returns the restrictions of each scan so far. */
  List<List<Restriction>> scans() {
    return scans;
  }

  List<List<Value>> rows(List<Restriction> restrictions) {
    return table.rows().stream()
        .filter(row -> restrictions.stream().allMatch(r -> r.admits(row.get(r.column()))))
        .toList();
  }

  @Override
  public List<String> columns() {
    return table.columns();
  }

  @Override
  public void scan(int[] columns, List<Restriction> restrictions, Codes codes, Sink sink) {
    scans.add(restrictions);
    table.scan(columns, restrictions, codes, sink);
  }

  @Override
  public long estimate(List<Restriction> restrictions) {
    return rows(restrictions).size();
  }
}
