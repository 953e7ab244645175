package bourn.exchange;

import bourn.index.DatomStream;
import bourn.kernel.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Imports files into datom streams. A file is read as it is imported, many records a transaction;
 * memory holds one transaction at a time. What is imported, and how far that is, is one
 * transaction: the same import after an error, or after the process was killed, goes on behind it.
 */
public final class Import {

  private Import() {}

  /**
   * Imports {@code file} into {@code stream}.
   *
   * @param progress is told of bytes of the file
   * @throws ImportException if the file is not of the format, breaks a rule of transactions, or
   *     does not begin with what was imported under its name before
   * @throws IOException if the file cannot be read
   */
  public static ImportReport run(
      DatomStream stream, Path file, ImportOptions options, ProgressListener progress)
      throws IOException {
    if (options.format() == ExchangeFormat.DATOMS) {
      return new DumpImport(stream, file, progress).run();
    }
    return new RecordImport(stream, file, options, progress, shape(stream, options)).run();
  }

  private static Shape shape(DatomStream stream, ImportOptions options) {
    return switch (options.format()) {
      case EDN -> new EdnShape(options.name());
      case JSON -> new JsonShape(options.name(), false);
      case JSONL -> new JsonShape(options.name(), true);
      case CSV -> new CsvShape(options.mapping(), ',', stream.stream().descriptor().name().text());
      case TSV -> new CsvShape(options.mapping(), '\t', stream.stream().descriptor().name().text());
      case NT -> new TripleShape(options.name());
      case DATOMS -> throw new IllegalArgumentException("a dump has no records");
    };
  }
}
