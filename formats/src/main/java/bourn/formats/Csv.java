package bourn.formats;

import java.io.Reader;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Values as CSV (RFC 4180): each row is a map, its keys the names in the first row, verbatim.
 *
 * <p><b>Read</b>: a column's type is the first of these that fits every cell of the first {@value
 * CsvValues#SAMPLE} rows: whole number (no leading zeros, so that codes such as 007 stay text),
 * floating point number, {@code true} or {@code false}, time ({@code 2026-01-31T10:15:30Z}; a blank
 * for the T, a fraction and an offset are understood; without an offset it is UTC), text. A later
 * cell that does not fit is text. An empty cell is no entry at all. A row with more or fewer cells
 * than the first is refused.
 *
 * <p><b>Written</b>: nil as an empty cell; an empty string in quotes; keywords as their names;
 * times as they are read; what is no scalar as EDN.
 */
public final class Csv {

  private Csv() {}

  /** Returns a reader of rows separated by commas, with the types of its columns inferred. */
  public static ValueReader reader(Reader in) {
    return reader(in, ',', true);
  }

  /**
   * Returns a reader of rows.
   *
   * @param separator what stands between cells
   * @param inferTypes whether types are inferred; otherwise every cell is text
   */
  public static ValueReader reader(Reader in, char separator, boolean inferTypes) {
    return reader(in, separator, names -> inferTypes ? Set.copyOf(names) : Set.of());
  }

  /**
   * Returns a reader of rows.
   *
   * @param separator what stands between cells
   * @param inferred is asked once, with the names in the first row, of which columns types are
   *     inferred; the cells of all others are text. What it throws, the reader throws
   */
  public static ValueReader reader(
      Reader in, char separator, Function<List<String>, Set<String>> inferred) {
    return new CsvValues(in, separator, inferred);
  }

  /**
   * Returns a writer of maps.
   *
   * @param columns the names of the keys, in the order in which they are written; other keys of a
   *     map are refused
   */
  public static ValueWriter writer(Appendable out, List<String> columns) {
    return new CsvMaps(RowWriter.csv(out), columns);
  }
}
