package bourn.formats;

import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The formats in which values are read from files. */
public enum TextFormat {
  /** An array of values, or values one after another; see {@link Json#reader}. */
  JSON,
  /** One JSON value a line; see {@link Json#lines}. */
  NDJSON,
  /** Rows separated by commas; see {@link Csv}. */
  CSV,
  /** Rows separated by tabs; see {@link Csv}. */
  TSV,
  /** EDN values in lines; see {@link EdnLines}. */
  EDN;

  /** Returns the format that the end of {@code fileName} names, if it does. */
  public static Optional<TextFormat> of(String fileName) {
    String end = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (end) {
      case "json" -> Optional.of(JSON);
      case "ndjson", "jsonl" -> Optional.of(NDJSON);
      case "csv" -> Optional.of(CSV);
      case "tsv" -> Optional.of(TSV);
      case "edn" -> Optional.of(EDN);
      default -> Optional.empty();
    };
  }

  /** Returns a reader of {@code in}, which it closes. */
  public ValueReader reader(Reader in) {
    return reader(in, Set.of());
  }

  /**
   * Returns a reader of {@code in}, which it closes.
   *
   * @param texts the columns of {@link #CSV} and {@link #TSV} whose cells are text, whatever they
   *     look like
   */
  public ValueReader reader(Reader in, Set<String> texts) {
    return switch (this) {
      case JSON -> Json.reader(in);
      case NDJSON -> Json.lines(in);
      case CSV -> Csv.reader(in, ',', names -> without(texts, names));
      case TSV -> Csv.reader(in, '\t', names -> without(texts, names));
      case EDN -> EdnLines.reader(in);
    };
  }

  private static Set<String> without(Set<String> texts, List<String> names) {
    Set<String> others = new HashSet<>(names);
    others.removeAll(texts);
    return others;
  }
}
