package bourn.cli;

import bourn.Bourn;
import bourn.formats.ValueReader;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamKind;
import bourn.kernel.Value;
import bourn.typed.Blobs;
import bourn.typed.ProductType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn append}. */
@Command(
    name = "append",
    description = "Appends values from a file or the standard input to a stream.",
    footer = {
      "",
      "A stream that is not there is created, for any values. Into a datom stream, all values",
      "together are one transaction. Nothing is appended of a file that cannot be read to its end.",
      "Into a typed stream, times, uuids and bytes (base 64) may be text; a row that does not fit",
      "is named, and then nothing is appended.",
      "",
      "  echo '{\"mag\": 4.5}' | bourn append earthquakes"
    })
final class AppendCommand implements Callable<Integer> {

  private static final int MOST_VALUES = 1_000_000;

  @Parameters(index = "0", paramLabel = "STREAM", description = "The name of the stream.")
  String stream = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "What to append; the standard input if not given.")
  @Nullable Path file;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description =
          "json, ndjson, csv, tsv or edn; if not given as the file's name says, else ndjson.")
  @Nullable String format;

  @Mixin StoreOption store = new StoreOption();

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(store.folder)) {
      List<Value> values = read(Set.of());
      try (Bourn bourn = store.openOrCreate()) {
        return append(bourn, values);
      }
    }
    try (Bourn bourn = store.open()) {
      ProductType type = type(bourn);
      return append(
          bourn,
          type == null ? read(Set.of()) : read(type.symbols()).stream().map(type::read).toList());
    }
  }

  /** Returns the type of the rows of the stream, null if it is no typed stream. */
  private @Nullable ProductType type(Bourn bourn) {
    return kind(bourn).filter(StreamKind.TYPED::equals).isPresent()
        ? ProductType.of(bourn.find(stream))
        : null;
  }

  private List<Value> read(Set<String> texts) throws IOException {
    List<Value> values = new ArrayList<>();
    try (ValueReader reader = TextFiles.reader(file, format, texts)) {
      for (Value value = reader.next(); value != null; value = reader.next()) {
        values.add(value);
        if (values.size() > MOST_VALUES) {
          throw new UsageException("at most " + MOST_VALUES + " values are appended at once");
        }
      }
    }
    if (values.isEmpty()) {
      throw new UsageException("there is nothing to append");
    }
    return values;
  }

  private int append(Bourn bourn, List<Value> values) {
    System.err.println(appended(bourn, values));
    return 0;
  }

  private String appended(Bourn bourn, List<Value> values) {
    Optional<StreamKind> kind = kind(bourn);
    if (kind.filter(StreamKind.DATOM::equals).isPresent()) {
      return "transaction "
          + bourn.datoms(stream).transact(values).t()
          + " of "
          + stream
          + " is appended";
    }
    EventStream found = kind.isPresent() ? bourn.find(stream) : bourn.stream(stream);
    Append.Appended appended = Blobs.append(found, AppendRequest.of(values).durable()).orThrow();
    return "events "
        + appended.first()
        + " to "
        + appended.last()
        + " of "
        + stream
        + " are appended";
  }

  /** Returns the kind of the stream, if it is there. */
  private Optional<StreamKind> kind(Bourn bourn) {
    return bourn.streams().stream()
        .filter(descriptor -> descriptor.name().text().equals(stream))
        .map(StreamDescriptor::kind)
        .findAny();
  }
}
