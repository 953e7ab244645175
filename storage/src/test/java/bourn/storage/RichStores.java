package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.BusyKernels;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Lag;
import bourn.kernel.Lease;
import bourn.kernel.LeaseRequest;
import bourn.kernel.Producer;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.StreamSettings;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores with everything in them that streams can have: forks, also of what is deleted, holes of
 * compaction, trimmed and sealed streams, leases, producers and settings.
 */
final class RichStores {

  static final String KILLED_AT = "after";

  private static final LogOptions SMALL = new LogOptions(32 << 10, 64 << 10, 1);
  private static final Duration TTL = Duration.ofDays(300);
  private static final int KEYS = 9;
  private static final int LARGE_CHARACTERS = 9_000;

  private RichStores() {}

  static Kernel open(Path store) {
    return open(store, SMALL);
  }

  /** Opens a store that flushes its state and releases its log all the time. */
  static Kernel open(Path store, LogOptions options) {
    return RocksKernel.open(
        store,
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        options,
        BusyKernels::open);
  }

  /** Makes a store that was closed, opened again and killed. */
  static void make(Path store) {
    Path living = store.resolveSibling(store.getFileName() + "-living");
    try (Kernel kernel = open(living)) {
      fill(kernel);
    }
    try (Kernel kernel = open(living)) {
      EventStream orders = Stores.stream(kernel, "orders");
      append(orders, 3, 1);
      Lease billing = orders.leases().find("billing").orElseThrow();
      orders.leases().store(billing, at(orders, 61)).orThrow();
      Stores.stream(kernel, KILLED_AT).append(AppendRequest.of(event(KILLED_AT, 0)).durable());
      Stores.copyLiving(living, store);
    }
    Folders.delete(living);
  }

  private static void fill(Kernel kernel) {
    EventStream orders = Stores.stream(kernel, "orders");
    append(orders, 40, 4);
    produce(orders);
    EventStream fork = orders.fork(new StreamName("fork"), 100);
    append(fork, 20, 2);
    EventStream deep = fork.fork(new StreamName("deep"), 110);
    append(deep, 5, 1);
    deep.seal(List.of());
    lease(orders);
    EventStream parent = Stores.stream(kernel, "gone-parent");
    append(parent, 30, 2);
    append(parent.fork(new StreamName("orphan"), 20), 5, 1);
    kernel.delete(new StreamName("gone-parent"));
    append(Stores.stream(kernel, "gone"), 30, 3);
    kernel.delete(new StreamName("gone"));
    EventStream trimmed = Stores.stream(kernel, "trimmed");
    append(trimmed, 60, 3);
    trimmed.trim(70);
    trimmed.configure(StreamSettings.DEFAULT.keepCount(1_000).noting(Value.of("kept")));
    compact(Stores.stream(kernel, "table"));
  }

  private static void append(EventStream stream, int batches, int each) {
    String name = stream.descriptor().name().text();
    for (int batch = 0; batch < batches; batch++) {
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        values.add(event(name, stream.extent().tail() + i));
      }
      stream.append(AppendRequest.of(values)).orThrow();
    }
  }

  /** Returns the event that was appended there to the stream of that name. */
  static Value event(String name, long offset) {
    int length = (int) (offset % 50 == 0 ? LARGE_CHARACTERS : offset * 37 % 200);
    return Value.map("name", name, "at", offset, "key", offset % KEYS, "text", "t".repeat(length));
  }

  private static void produce(EventStream orders) {
    Producer producer = Producer.of("till");
    for (int batch = 0; batch < 12; batch++) {
      String name = orders.descriptor().name().text();
      orders.append(AppendRequest.of(event(name, orders.extent().tail())).by(producer)).orThrow();
      producer = batch == 7 ? producer.takeover() : producer.next();
    }
  }

  /** Returns what becomes of the batch that was the last of the producer, sent again. */
  static Append sentAgain(EventStream orders) {
    return orders.append(AppendRequest.of(event("orders", 171)).by(new Producer("till", 1, 3)));
  }

  private static void lease(EventStream orders) {
    Lease first = orders.leases().acquire(LeaseRequest.of("billing", TTL)).orThrow();
    orders.leases().store(first, at(orders, 30)).orThrow();
    Lease second = orders.leases().takeOver(LeaseRequest.of("billing", TTL)).orThrow();
    orders.leases().store(second, at(orders, 60)).orThrow();
    orders.leases().acquire(LeaseRequest.of("audit", TTL).holding(Lag.ofEvents(500))).orThrow();
  }

  private static Cursor at(EventStream stream, long offset) {
    return new Cursor(stream.extent().incarnation(), stream.extent().epoch(), offset);
  }

  private static void compact(EventStream table) {
    table.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
    append(table, 50, 4);
    Instant deadline = Instant.now().plusSeconds(30);
    while (events(table).size() > 100) {
      assertThat(Instant.now()).isBefore(deadline);
      append(table, 1, 4);
    }
  }

  /** Returns what can be read of a stream, by offset; gaps are stepped over. */
  static Map<Long, Value> events(EventStream stream) {
    Map<Long, Value> events = new TreeMap<>();
    Extent extent = stream.extent();
    try (Reader reader = stream.read(extent.earliestCursor(), CausalContext.NONE)) {
      Step step = reader.next();
      while (step == Step.EVENT || step == Step.GAP) {
        if (step == Step.EVENT) {
          events.put(reader.offset(), reader.value());
        } else {
          reader.seek(at(stream, reader.gap().earliest()));
        }
        step = reader.next();
      }
    }
    return events;
  }

  /** Returns the stream that the event at {@code offset} of {@code name} was appended to. */
  private static String home(String name, long offset) {
    return switch (name) {
      case "deep" -> offset < 110 ? home("fork", offset) : name;
      case "fork" -> offset < 100 ? "orders" : name;
      case "orphan" -> offset < 20 ? "gone-parent" : name;
      default -> name;
    };
  }

  /** Asserts that every event is the one that was appended there. */
  static void assertNothingFalse(String name, Map<Long, Value> events) {
    events.forEach(
        (offset, event) -> assertThat(event).isEqualTo(event(home(name, offset), offset)));
  }

  /** What there is of one stream. */
  record Content(
      long earliest,
      long tail,
      boolean sealed,
      long incarnation,
      boolean isFork,
      StreamSettings settings,
      List<Lease> leases,
      Map<Long, Value> events) {

    private static Content of(EventStream stream) {
      Extent extent = stream.extent();
      return new Content(
          extent.earliest(),
          extent.tail(),
          extent.sealed(),
          extent.incarnation(),
          stream.parent().isPresent(),
          stream.settings(),
          stream.leases().all(),
          RichStores.events(stream));
    }
  }

  /** Returns what there is in a store, by the names of streams. */
  static Map<String, Content> contents(Kernel kernel) {
    Map<String, Content> contents = new TreeMap<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      Optional<EventStream> stream = kernel.find(descriptor.name());
      contents.put(descriptor.name().text(), Content.of(stream.orElseThrow()));
    }
    return contents;
  }

  /** Returns the same of the store in {@code folder}, of which nothing is changed. */
  static Map<String, Content> contents(Path folder) {
    try (Kernel kernel =
        RocksKernel.openReadOnly(
            folder, Environment.system(), descriptor -> ValueFormat.INSTANCE)) {
      return contents(kernel);
    }
  }
}
