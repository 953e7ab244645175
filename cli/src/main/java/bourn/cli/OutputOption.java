package bourn.cli;

import bourn.formats.RowWriter;
import bourn.kernel.Value;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which format a command answers. */
final class OutputOption {

  /** A format of results. */
  enum Format {
    table,
    json,
    ndjson,
    edn,
    csv
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "One of ${COMPLETION-CANDIDATES}; a table on a terminal and ndjson in a pipe if not"
              + " given.")
  @Nullable Format format;

  /** Returns the format to answer in. */
  Format chosen() {
    if (format != null) {
      return format;
    }
    return Screen.isTerminal() ? Format.table : Format.ndjson;
  }

  /** Writes rows. */
  void write(List<String> columns, Iterable<List<Value>> rows, PrintStream out) {
    RowWriter writer = writer(out);
    writer.begin(columns);
    rows.forEach(writer::row);
    writer.end();
    out.flush();
  }

  private RowWriter writer(PrintStream out) {
    return switch (chosen()) {
      case table -> RowWriter.table(out, Screen.table());
      case json -> RowWriter.json(out);
      case ndjson -> RowWriter.ndjson(out);
      case edn -> RowWriter.edn(out);
      case csv -> RowWriter.csv(out);
    };
  }
}
