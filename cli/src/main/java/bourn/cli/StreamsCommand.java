package bourn.cli;

import bourn.Bourn;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code bourn streams}. */
@Command(name = "streams", description = "Lists the streams of a store.")
final class StreamsCommand implements Callable<Integer> {

  private static final List<String> COLUMNS =
      List.of("stream", "kind", "earliest", "tail", "sealed", "incarnation");

  @Mixin StoreOption store = new StoreOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    try (Bourn bourn = store.openToRead()) {
      List<List<Value>> rows = new ArrayList<>();
      for (StreamDescriptor descriptor : bourn.streams()) {
        rows.add(row(bourn.find(descriptor.name().text())));
      }
      output.write(COLUMNS, rows, System.out);
      return 0;
    }
  }

  private static List<Value> row(EventStream stream) {
    Extent extent = stream.extent();
    StreamDescriptor descriptor = stream.descriptor();
    return Value.list(
            descriptor.name().text(),
            descriptor.kind().name().toLowerCase(Locale.ROOT),
            extent.earliest(),
            extent.tail(),
            extent.sealed(),
            extent.incarnation())
        .items();
  }
}
