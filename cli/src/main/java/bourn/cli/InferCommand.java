package bourn.cli;

import bourn.formats.ValueReader;
import bourn.kernel.Value;
import bourn.typed.Inference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn infer}. */
@Command(
    name = "infer",
    description = "Proposes what the rows of a file are, as the declaration of a typed stream.",
    footer = {
      "",
      "Each field comes with a reason. Look at it, change what you know better, and declare it:",
      "",
      "  bourn infer flights.csv > flights.edn",
      "  bourn declare flights flights.edn",
      "  bourn append flights flights.csv"
    })
final class InferCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A sample of rows; the standard input if not given.")
  @Nullable Path file;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description =
          "json, ndjson, csv, tsv or edn; if not given as the file's name says, else ndjson.")
  @Nullable String format;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many rows to look at; ${DEFAULT-VALUE} if not given.")
  long rows;

  @Override
  public Integer call() throws IOException {
    Inference inference = new Inference();
    try (ValueReader reader = TextFiles.reader(file, format, Set.of())) {
      long left = rows;
      for (Value row = reader.next(); row != null && left > 0; row = reader.next()) {
        inference.add(row);
        left--;
      }
    }
    System.out.println(inference.propose());
    return 0;
  }
}
