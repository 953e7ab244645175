package bourn.cli;

import bourn.Bourn;
import bourn.exchange.ExchangeFormat;
import bourn.exchange.Export;
import bourn.exchange.ExportOptions;
import bourn.index.DatomStream;
import bourn.kernel.StreamKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn export}. */
@Command(
    name = "export",
    description = "Exports a datom stream to a file.",
    footer = {
      "",
      "A dump (.datoms) has all transactions, so that importing it brings history back. The other",
      "formats have the entities as they are now, or as of a transaction.",
      "",
      "  bourn export people people.datoms"
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STREAM", description = "The name of the stream.")
  String stream = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "Where to write.")
  Path file = Path.of("");

  @Option(names = "--format", paramLabel = "FORMAT", description = ExchangeFormats.HELP)
  @Nullable String format;

  @Option(
      names = "--as-of",
      paramLabel = "T",
      description = "The last transaction that counts; all if not given.")
  @Nullable Long asOf;

  @Option(names = "--replace", description = "Replaces the file, if there is one.")
  boolean replace;

  @Mixin StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    ExchangeFormat chosen = ExchangeFormats.of(format, file);
    try (Bourn bourn = store.openToRead()) {
      StreamKind kind =
          Streams.find(bourn, stream, "export " + stream, "export ".length()).descriptor().kind();
      if (kind != StreamKind.DATOM) {
        throw new UsageException(
            "streams of datoms are exported, and "
                + stream
                + " is "
                + kind.name().toLowerCase(Locale.ROOT)
                + "; its events are shown by: bourn events "
                + stream);
      }
      DatomStream datoms = bourn.datoms(stream);
      long tail = datoms.stream().extent().tail();
      long until = asOf == null ? tail : asOf + 1;
      if (until < 0 || until > tail) {
        throw new UsageException(
            stream + " has transactions 0 to " + (tail - 1) + ", --as-of was " + asOf);
      }
      long records = run(datoms, new ExportOptions(chosen, until, replace));
      System.err.printf("%,d records of %s are written to %s%n", records, stream, file);
      return 0;
    } catch (FileAlreadyExistsException there) {
      throw new UsageException(file + " is there already; give --replace, or another name");
    }
  }

  private long run(DatomStream datoms, ExportOptions options) throws IOException {
    try (ProgressBars bars = new ProgressBars()) {
      return Export.run(datoms, file, options, bars);
    }
  }
}
