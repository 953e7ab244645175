package bourn.exchange;

import java.util.Locale;
import java.util.Optional;

/** The formats in which datom streams are imported and exported. */
public enum ExchangeFormat {
  /** Entity maps and other forms of transactions, one after the other, each on any lines. */
  EDN,
  /** An array of entity maps, or entity maps one after the other. */
  JSON,
  /** An entity map a line. */
  JSONL,
  /** An entity a row, separated by commas. */
  CSV,
  /** An entity a row, separated by tabs. */
  TSV,
  /** A datom a line: {@code [e a v t m]}, of all transactions. */
  DATOMS,
  /** N-Triples: a triple a line. */
  NT;

  /** Returns the format that the end of {@code fileName} names, if it does. */
  public static Optional<ExchangeFormat> of(String fileName) {
    return switch (fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "edn" -> Optional.of(EDN);
      case "json" -> Optional.of(JSON);
      case "jsonl", "ndjson" -> Optional.of(JSONL);
      case "csv" -> Optional.of(CSV);
      case "tsv" -> Optional.of(TSV);
      case "datoms" -> Optional.of(DATOMS);
      case "nt" -> Optional.of(NT);
      default -> Optional.empty();
    };
  }
}
