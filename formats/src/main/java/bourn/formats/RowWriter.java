package bourn.formats;

import bourn.kernel.Value;
import java.util.List;

/**
 * Writes the rows of a result: {@link #begin} once, {@link #row} for each row, {@link #end} once.
 * Every method throws {@link java.io.UncheckedIOException} when what is written to fails. Confined
 * to one thread.
 */
public interface RowWriter {

  /** Begins a result with the names of its columns. */
  void begin(List<String> columns);

  /** Writes one row, with a value for each column. */
  void row(List<Value> values);

  /** Writes what the format ends with. Does not close what is written to. */
  void end();

  /** Returns a writer of a table for people: boxed, aligned, cut to the width of a terminal. */
  static RowWriter table(Appendable out, TableOptions options) {
    return new TableWriter(out, options);
  }

  /** Returns a writer of a JSON array of objects, a row a line; see {@link Json}. */
  static RowWriter json(Appendable out) {
    return new MapRows(Json.writer(out));
  }

  /** Returns a writer of a JSON object a line. */
  static RowWriter ndjson(Appendable out) {
    return new MapRows(Json.lineWriter(out));
  }

  /**
   * Returns a writer of EDN: one vector that holds a vector for each row, in the order of the rows,
   * without the names of the columns.
   */
  static RowWriter edn(Appendable out) {
    return new EdnRows(out);
  }

  /** Returns a writer of CSV with a header; see {@link Csv}. */
  static RowWriter csv(Appendable out) {
    return new CsvRows(out, ',');
  }
}
