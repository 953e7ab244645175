package bourn.cli;

import bourn.Bourn;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn events}. */
@Command(
    name = "events",
    description = "Shows events of a stream, the last ones if not told which.")
final class EventsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "STREAM", description = "The name of the stream.")
  String stream = "";

  @Option(names = "--from", paramLabel = "OFFSET", description = "The first event to show.")
  @Nullable Long from;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "The most events to show; ${DEFAULT-VALUE} if not given.")
  long count;

  @Mixin StoreOption store = new StoreOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    try (Bourn bourn = store.openToRead()) {
      EventStream found = Streams.find(bourn, stream, "events " + stream, "events ".length());
      output.write(List.of("offset", "time", "value"), rows(found, bound(found)), System.out);
      return 0;
    }
  }

  private Bound bound(EventStream found) {
    Extent extent = found.extent();
    long first = from != null ? from : extent.tail() - Math.max(0, count);
    long start = Math.clamp(first, extent.earliest(), extent.tail());
    return new Bound(start, Math.min(extent.tail(), start + Math.max(0, count)));
  }

  private static List<List<Value>> rows(EventStream stream, Bound bound) {
    List<List<Value>> rows = new ArrayList<>();
    try (Reader reader = stream.bound(bound, CausalContext.NONE).read()) {
      Step step;
      while ((step = reader.next()) == Step.EVENT) {
        rows.add(
            List.of(Value.of(reader.offset()), Value.of(reader.stamp().instant()), reader.value()));
      }
      if (step == Step.GAP) {
        throw new StorageException("events of " + stream.descriptor().name() + ": " + reader.gap());
      }
    }
    return rows;
  }
}
