package bourn;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.index.DatomStream;
import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Edn;
import bourn.kernel.EventStream;
import bourn.kernel.Extent;
import bourn.kernel.Keyword;
import bourn.kernel.Lag;
import bourn.kernel.Lease;
import bourn.kernel.LeaseRequest;
import bourn.kernel.Producer;
import bourn.kernel.Reader;
import bourn.kernel.Reference;
import bourn.kernel.Step;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.StreamSettings;
import bourn.kernel.Value;
import bourn.typed.Field;
import bourn.typed.FieldType;
import bourn.typed.TypeChange;
import bourn.typed.TypedTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens a store with everything in it, made by the version of the format that is current, once and
 * for all: streams of all kinds, forks, leases, producers, holes of compaction, settings,
 * deletions.
 *
 * <p>Until the first release it may be made again: {@code mvn -pl embed -am test
 * -Dtest=EverythingStoreTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest.jvm=-Dbourn.stores=$PWD/embed/src/test/resources/stores}.
 */
final class EverythingStoreTest {

  private static final int KEYS = 4;
  private static final String NAME = "everything";
  private static final Duration TTL = Duration.ofDays(300);
  private static final String NAMES = "[:find (count ?e) . :where [?e :person/name _]]";

  @TempDir Path folder;

  record Tick(long number, double price, String symbol) {}

  @Test
  void opens_withAllThatIsInIt() throws IOException {
    Path store = folder.resolve("store");
    unpack(store);
    try (Bourn bourn = Bourn.open(store)) {
      assertThat(contents(bourn)).isEqualTo(resource(NAME + ".edn").lines().toList());
      assertThat(bourn.stream("orders").append(sentAgain()))
          .isEqualTo(new Append.Duplicate(44, 44));
      bourn.datoms("people").transact(Edn.readAll("{:person/name \"Zoe\"}"));
      assertThat(bourn.query(NAMES, bourn.datoms("people")).toValue()).isEqualTo(Value.of(31));
    }
  }

  /** The rows of the store were written before chunks said which fields they have. */
  @Test
  void rowsOfBefore_areReadThroughChangesOfTheirType() throws IOException {
    Path store = folder.resolve("changed");
    unpack(store);
    try (Bourn bourn = Bourn.open(store)) {
      EventStream ticks = bourn.find("ticks");
      long[] numbers = TypedTable.of(ticks.bound()).longs("number");
      bourn
          .types()
          .change(
              ticks,
              List.of(
                  new TypeChange.Rename("number", "n"),
                  new TypeChange.Drop("price"),
                  new TypeChange.Add(Field.of(0, "venue", FieldType.SYMBOL).or(Value.of("?")))));
      assertThat(TypedTable.of(ticks.bound(), bourn.segments()).longs("n")).isEqualTo(numbers);
      assertThat(bourn.query("[:find ?v . :where [_ :venue ?v]]", ticks).toValue())
          .isEqualTo(Value.of("?"));
    }
  }

  @Test
  void madeAgain_ifAskedFor() throws IOException {
    String target = System.getProperty("bourn.stores");
    if (target != null) {
      Path made = folder.resolve("made");
      try (Bourn bourn = Bourn.open(made)) {
        fill(bourn);
      }
      pack(made, Path.of(target, NAME + ".zip"));
      try (Bourn bourn = Bourn.open(made)) {
        Files.write(Path.of(target, NAME + ".edn"), contents(bourn), StandardCharsets.UTF_8);
      }
    }
  }

  private static void fill(Bourn bourn) {
    EventStream orders = bourn.stream("orders");
    append(orders, 40);
    Producer producer = Producer.of("till");
    for (int batch = 0; batch < 5; batch++) {
      orders.append(AppendRequest.of(Value.of("of the till")).by(producer)).orThrow();
      producer = batch == 1 ? producer.takeover() : producer.next();
    }
    EventStream fork = orders.fork(new StreamName("fork"), 20);
    append(fork, 5);
    fork.fork(new StreamName("fork-of-the-fork"), 22).seal(List.of(Value.of("sealed")));
    lease(orders);
    append(bourn.stream("parent"), 10);
    append(bourn.stream("parent").fork(new StreamName("orphan"), 6), 3);
    bourn.kernel().delete(new StreamName("parent"));
    append(bourn.stream("deleted"), 10);
    bourn.kernel().delete(new StreamName("deleted"));
    EventStream trimmed = bourn.stream("trimmed");
    append(trimmed, 50);
    trimmed.configure(StreamSettings.DEFAULT.keepCount(1_000).noting(Value.of("kept")));
    trimmed.trim(30);
    compact(bourn.stream("table"));
    DatomStream people = bourn.datoms("people");
    for (int i = 0; i < 30; i++) {
      people.transact(Edn.readAll("{:person/name \"" + i + "\" :person/age " + i + "}"));
    }
    bourn
        .typed("ticks", Tick.class)
        .append(LongStream.range(0, 500).mapToObj(i -> new Tick(i, i / 4.0, "s" + i % 5)).toList())
        .orThrow();
  }

  private static void append(EventStream stream, int count) {
    for (int i = 0; i < count; i++) {
      long at = stream.extent().tail();
      String text = at == 7 ? "large".repeat(3_000) : "small";
      stream.append(AppendRequest.of(Value.map("at", at, "key", at % 4, "text", text))).orThrow();
    }
  }

  private static void lease(EventStream orders) {
    Lease first = orders.leases().acquire(LeaseRequest.of("billing", TTL)).orThrow();
    orders.leases().store(first, at(orders, 10)).orThrow();
    Lease second = orders.leases().takeOver(LeaseRequest.of("billing", TTL)).orThrow();
    orders.leases().store(second, at(orders, 25)).orThrow();
    orders.leases().acquire(LeaseRequest.of("audit", TTL).holding(Lag.ofEvents(500))).orThrow();
  }

  private static Cursor at(EventStream stream, long offset) {
    return new Cursor(stream.extent().incarnation(), stream.extent().epoch(), offset);
  }

  private static AppendRequest sentAgain() {
    return AppendRequest.of(Value.of("of the till")).by(new Producer("till", 1, 2));
  }

  private static void compact(EventStream table) {
    table.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
    Instant deadline = Instant.now().plusSeconds(60);
    append(table, 200);
    while (events(table).size() > 100) {
      assertThat(Instant.now()).isBefore(deadline);
      append(table, 1);
    }
  }

  private static List<String> events(EventStream stream) {
    List<String> lines = new ArrayList<>();
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      while (reader.next() == Step.EVENT) {
        lines.add("  " + reader.offset() + " " + Edn.print(reader.value()));
      }
    }
    return lines;
  }

  /**
   * Returns every stream with all there is of it, a line each; of the table, which goes on being
   * compacted, what has to stay.
   */
  private static List<String> contents(Bourn bourn) {
    List<String> lines = new ArrayList<>();
    for (StreamDescriptor descriptor : bourn.streams()) {
      EventStream stream = bourn.find(descriptor.name().text());
      Extent extent = stream.extent();
      lines.add(Edn.print(descriptor.toValue()));
      lines.add(
          "  "
              + Value.list(extent.earliest(), extent.tail(), extent.sealed(), extent.incarnation())
              + " "
              + stream.parent().map(Reference::toString).orElse("no parent"));
      lines.add("  " + Edn.print(stream.settings().toValue()));
      stream.leases().all().forEach(lease -> lines.add("  " + lease));
      List<String> events = events(stream);
      boolean table = descriptor.name().text().equals("table");
      lines.addAll(table ? events.subList(events.size() - KEYS, events.size()) : events);
    }
    return lines;
  }

  private static void pack(Path store, Path zip) throws IOException {
    Files.createDirectories(Objects.requireNonNull(zip.getParent()));
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = store.relativize(file).toString().replace('\\', '/');
        if (!path.matches("LOCK|state/(LOCK|LOG.*|OPTIONS.*|.*\\.log)|log/.*\\.new")) {
          out.putNextEntry(new ZipEntry(path));
          Files.copy(file, out);
        }
      }
    }
  }

  private static void unpack(Path store) throws IOException {
    try (ZipInputStream in = new ZipInputStream(open(NAME + ".zip"))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = store.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.copy(in, file);
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        EverythingStoreTest.class.getResourceAsStream("/stores/" + name), name);
  }
}
