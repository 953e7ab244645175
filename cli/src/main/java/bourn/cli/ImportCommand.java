package bourn.cli;

import bourn.Bourn;
import bourn.exchange.CsvMapping;
import bourn.exchange.ExchangeFormat;
import bourn.exchange.Import;
import bourn.exchange.ImportOptions;
import bourn.exchange.ImportReport;
import bourn.index.DatomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn import}. */
@Command(
    name = "import",
    description = "Imports entities, triples or a dump from a file into a datom stream.",
    footer = {
      "",
      "A stream that is not there is created. After an error, or when it was stopped, the same",
      "command goes on behind what is imported.",
      "",
      "  bourn import people people.csv --id email"
    })
final class ImportCommand implements Callable<Integer> {

  private static final long MOST_MAPPING_BYTES = 1 << 20;

  @Parameters(index = "0", paramLabel = "STREAM", description = "The name of the stream.")
  String stream = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "What to import.")
  Path file = Path.of("");

  @Option(names = "--format", paramLabel = "FORMAT", description = ExchangeFormats.HELP)
  @Nullable String format;

  @Option(
      names = "--mapping",
      paramLabel = "EDN-FILE",
      description =
          "Of rows: {\"column\" {:attribute :person/email, :type :string, :unique true}}; columns"
              + " that are not in it mean what their names say.")
  @Nullable Path mapping;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Of rows: the column that names their entities.")
  @Nullable String id;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "How many records a transaction has; " + ImportOptions.BATCH_SIZE + " if not given.")
  int batch = ImportOptions.BATCH_SIZE;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Under which name the stream remembers how far the file has come; that of the file if"
              + " not given.")
  @Nullable String name;

  @Option(
      names = "--again",
      description = "Imports records once more that were imported under this name.")
  boolean again;

  @Mixin StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    ExchangeFormats.requireFile(file);
    String chosen = name == null ? file.getFileName().toString() : name;
    ImportOptions options =
        ImportOptions.of(ExchangeFormats.of(format, file), chosen)
            .withBatchSize(batch)
            .withMapping(mapping());
    try (Bourn bourn = store.openOrCreate()) {
      ImportReport report = run(bourn.datoms(stream), again ? options.fromTheBeginning() : options);
      System.err.printf(
          "%,d %s of %s are imported into %s, in %,d transactions%s%n",
          report.records(),
          options.format() == ExchangeFormat.DATOMS ? "datoms" : "records",
          file,
          stream,
          report.transactions(),
          report.before() == 0
              ? ""
              : String.format("; %,d before them were imported already", report.before()));
      return 0;
    }
  }

  private ImportReport run(DatomStream datoms, ImportOptions options) throws IOException {
    try (ProgressBars bars = new ProgressBars()) {
      return Import.run(datoms, file, options, bars);
    }
  }

  private CsvMapping mapping() throws IOException {
    if ((mapping != null || id != null) && !isRows()) {
      throw new UsageException("--mapping and --id are of rows, that is of csv and tsv");
    }
    CsvMapping read = CsvMapping.NONE;
    if (mapping != null) {
      ExchangeFormats.requireFile(mapping);
      if (Files.size(mapping) > MOST_MAPPING_BYTES) {
        throw new UsageException("a mapping has at most " + MOST_MAPPING_BYTES + " bytes");
      }
      try {
        read = CsvMapping.read(Files.readString(mapping));
      } catch (IllegalArgumentException wrong) {
        throw new UsageException(mapping + ": " + wrong.getMessage());
      }
    }
    return id == null ? read : read.withUnique(id);
  }

  private boolean isRows() {
    return switch (ExchangeFormats.of(format, file)) {
      case CSV, TSV -> true;
      case EDN, JSON, JSONL, DATOMS, NT -> false;
    };
  }
}
