package bourn.formats;

import java.io.Reader;
import java.util.Locale;
import java.util.Optional;

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
    return switch (this) {
      case JSON -> Json.reader(in);
      case NDJSON -> Json.lines(in);
      case CSV -> Csv.reader(in);
      case TSV -> Csv.reader(in, '\t', true);
      case EDN -> EdnLines.reader(in);
    };
  }
}
