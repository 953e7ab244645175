package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of settings, of what they drop, and of whoever still reads it. */
public interface RetentionContract extends KernelFixture {

  private static StreamName name(String name) {
    return new StreamName(name);
  }

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static List<Value> append(EventStream stream, int count) {
    List<Value> values = new ArrayList<>();
    long tail = stream.extent().tail();
    for (int i = 0; i < count; i++) {
      values.add(Value.list(tail + i, "x".repeat(50)));
    }
    for (int from = 0; from < count; from += 100) {
      List<Value> batch = values.subList(from, Math.min(count, from + 100));
      stream.append(AppendRequest.of(batch)).orThrow();
    }
    return values;
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  /** Returns how many packs of chunks the state holds. */
  private static int packs(Kernel kernel) {
    return entries(kernel, KeyValue.Family.CHUNKS, new byte[0]);
  }

  private static int entries(Kernel kernel, KeyValue.Family family, byte[] from) {
    int count = 0;
    try (KeyValue.Entries entries =
        kernel.derived().scan(family, from, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1})) {
      while (entries.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  default void trim_dropsWhatLiesBefore() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      List<Value> values = append(stream, 10);
      try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
        assertThat(stream.trim(4)).isEqualTo(4);

        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap()).isEqualTo(new Gap(0, 4, Gap.Cause.RETENTION));
        reader.seek(stream.extent().earliestCursor());
        assertThat(EventStreamContract.drain(reader)).isEqualTo(values.subList(4, 10));
      }
      assertThat(stream.trim(2)).isEqualTo(4);
      assertThat(stream.extent().earliest()).isEqualTo(4);
      assertThat(stream.bound().bound()).isEqualTo(new Bound(4, 10));
      assertThatThrownBy(() -> stream.bound(new Bound(3, 10), CausalContext.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[4, 10)");
      assertThatThrownBy(() -> stream.fork(name("fork"), 3))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (Kernel kernel = reopen()) {
      assertThat(orders(kernel).extent().earliest()).isEqualTo(4);
      assertThat(orders(kernel).trim(100)).isEqualTo(10);
      assertThat(EventStreamContract.drain(orders(kernel))).isEmpty();
    }
  }

  @Test
  default void trim_ofTransactions_isRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.datom("facts"));

      assertThatThrownBy(() -> stream.trim(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("facts");
      assertThatThrownBy(() -> stream.configure(StreamSettings.DEFAULT.keepCount(1)))
          .isInstanceOf(IllegalArgumentException.class);
      stream.configure(StreamSettings.DEFAULT.noting(Value.of("allowed")));
    }
  }

  @Test
  default void settings_areKept() {
    StreamSettings settings =
        StreamSettings.DEFAULT
            .keepCount(1_000)
            .keepBytes(1 << 20)
            .keepFor(Duration.ofDays(7))
            .expireAfter(Duration.ofDays(30))
            .noting(Value.map("owner", "shop"));
    try (Kernel kernel = open()) {
      assertThat(orders(kernel).settings()).isEqualTo(StreamSettings.DEFAULT);
      orders(kernel).configure(settings);
      assertThat(orders(kernel).settings()).isEqualTo(settings);
    }
    try (Kernel kernel = reopen()) {
      assertThat(orders(kernel).settings()).isEqualTo(settings);
      assertThat(StreamSettings.of(settings.toValue())).isEqualTo(settings);
    }
  }

  @Test
  default void keepCount_keepsTheNewest() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.configure(StreamSettings.DEFAULT.keepCount(100));
      for (int i = 0; i < 20; i++) {
        append(stream, 50);
      }
      await(() -> stream.extent().earliest() == 900);
      assertThat(EventStreamContract.drain(stream)).hasSize(100);
    }
  }

  /** Whoever keeps streams must not mistake a stream for the one of the same name before it. */
  @Test
  default void keepCount_ofAStreamMadeAgain_keepsTheNewest() {
    try (Kernel kernel = open()) {
      for (int round = 0; round < 5; round++) {
        EventStream stream = orders(kernel);
        stream.configure(StreamSettings.DEFAULT.keepCount(100));
        append(stream, 300);
        await(() -> stream.extent().earliest() == 200);
        long incarnation = stream.extent().incarnation();
        await(() -> packsOf(kernel, incarnation, 0) == 1);
        kernel.delete(name("orders"));
        await(() -> packsOf(kernel, incarnation, 0) == 0);
      }
    }
  }

  @Test
  default void keepBytes_keepsTheNewest() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.configure(StreamSettings.DEFAULT.keepBytes(200_000));
      for (int i = 0; i < 200; i++) {
        append(stream, 100);
      }
      await(() -> stream.extent().earliest() > 16_000);
      assertThat(stream.extent().tail() - stream.extent().earliest()).isBetween(1_000L, 4_000L);
    }
  }

  @Test
  default void keepFor_dropsWhatIsOlder() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      append(stream, 10);
      append(stream, 10);
      stream.configure(StreamSettings.DEFAULT.keepFor(Duration.ofMillis(1)));
      await(() -> stream.extent().earliest() == 20);
      stream.configure(StreamSettings.DEFAULT.keepFor(Duration.ofMinutes(1)));
      append(stream, 5);
      assertThat(EventStreamContract.drain(stream)).hasSize(5);
    }
  }

  @Test
  default void expireAfter_deletesWhatNobodyAppendsTo() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      append(stream, 10);
      stream.configure(StreamSettings.DEFAULT.expireAfter(Duration.ofMillis(1)));

      await(() -> kernel.find(name("orders")).isEmpty());
      assertThat(stream.append(AppendRequest.of(Value.of(0)))).isInstanceOf(Append.Deleted.class);
    }
  }

  @Test
  default void cursorAt_findsTheFirstEventNotBefore() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      List<Stamp> stamps = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        stamps.add(stream.append(AppendRequest.of(Value.of(i), Value.of(i))).orThrow().stamp());
      }
      for (int i = 0; i < 300; i++) {
        assertThat(stream.cursorAt(stamps.get(i)).offset()).isEqualTo(2L * i);
      }
      EventStream fork = stream.fork(name("fork"), 100);
      assertThat(fork.cursorAt(stamps.get(20)).offset()).isEqualTo(40);
      assertThat(fork.cursorAt(stamps.get(60)).offset()).isEqualTo(100);
      assertThat(stream.cursorAt(Instant.EPOCH)).isEqualTo(stream.extent().earliestCursor());
      assertThat(stream.cursorAt(Instant.now().plusSeconds(3600)))
          .isEqualTo(stream.extent().tailCursor());
    }
  }

  @Test
  default void whatNobodyNeeds_leavesTheState() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      append(stream, 5_000);
      await(() -> packs(kernel) > 3);

      stream.trim(4_999);
      await(() -> packs(kernel) == 1);
      assertThat(EventStreamContract.drain(stream)).hasSize(1);

      stream.append(AppendRequest.of(Value.of(0)).by(Producer.of("till")));
      kernel.derived().write(segment(1));
      kernel.derived().write(segment(2));
      kernel.delete(name("orders"));
      await(() -> packs(kernel) == 0);
      assertThat(entries(kernel, KeyValue.Family.STREAMS, new byte[] {1})).isZero();
      assertThat(entries(kernel, KeyValue.Family.SEGMENTS, new byte[0])).isEqualTo(1);
    }
    try (Kernel kernel = reopen()) {
      assertThat(kernel.streams()).isEmpty();
      assertThat(packs(kernel)).isZero();
      assertThat(orders(kernel).extent().incarnation()).isEqualTo(2);
    }
  }

  private static KeyValue.Batch segment(int incarnation) {
    byte[] key = {0, 0, 0, 0, 0, 0, 0, (byte) incarnation, 7};
    return new KeyValue.Batch().put(KeyValue.Family.SEGMENTS, key, new byte[] {1});
  }

  @Test
  default void whatAForkNeeds_staysUntilTheForkIsGone() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      List<Value> values = append(stream, 5_000);
      EventStream fork = stream.fork(name("fork"), 2_000);
      EventStream forkOfFork = fork.fork(name("fork-of-fork"), 1_000);
      append(fork, 10);
      await(() -> packsOf(kernel, 1, 1_000) > 1 && packsOf(kernel, 2, 0) == 1);

      stream.trim(4_999);
      fork.trim(2_005);
      kernel.delete(name("fork"));
      kernel.delete(name("orders"));
      await(() -> packsOf(kernel, 1, 1_000) == 0 && packsOf(kernel, 2, 0) == 0);
      assertThat(EventStreamContract.drain(forkOfFork)).isEqualTo(values.subList(0, 1_000));

      kernel.delete(name("fork-of-fork"));
      await(() -> packs(kernel) == 0);
      await(() -> entries(kernel, KeyValue.Family.STREAMS, new byte[] {1}) == 0);
    }
  }

  @Test
  default void aBoundedStream_holdsWhatItNeeds() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      List<Value> values = append(stream, 3_000);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      append(other, 3_000);
      await(() -> packs(kernel) > 3);
      List<BoundedStream> held = new ArrayList<>();
      held.add(stream.bound(new Bound(1_500, 2_500), CausalContext.NONE));

      stream.trim(2_999);
      other.trim(2_999);
      kernel.delete(name("orders"));

      await(() -> packsOf(kernel, 2, 0) == 1);
      assertThat(read(held.getFirst())).isEqualTo(values.subList(1_500, 2_500));
      assertThat(read(held.getFirst().part(new Bound(2_000, 2_001), CausalContext.NONE)))
          .isEqualTo(values.subList(2_000, 2_001));
      assertThatThrownBy(() -> held.getFirst().part(new Bound(1_499, 2_001), CausalContext.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[1500, 2500)");
      assertThatThrownBy(stream::bound)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("deleted");
      held.clear();
      await(
          () -> {
            System.gc();
            return packsOf(kernel, 1, 0) == 0;
          });
    }
  }

  /** Nobody but the visit itself refers to the bounded stream, from the first chunk on. */
  @Test
  default void visitingChunks_holdsWhatIsVisited() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      append(stream, 3_000);
      append(kernel.open(StreamDescriptor.generic("other")), 3_000);
      await(() -> packs(kernel) > 3);
      AtomicLong visited = new AtomicLong();
      stream
          .bound(new Bound(500, 2_500), CausalContext.NONE)
          .chunks(
              (first, count, from, until, stamp, body) -> {
                if (visited.get() == 0) {
                  stream.trim(2_999);
                }
                System.gc();
                assertThat(((LogStream) stream).holds().first()).isEqualTo(500);
                visited.addAndGet(until - from);
                return true;
              });
      assertThat(visited).hasValue(2_000);
      assertThat(stream.extent().earliest()).isEqualTo(2_999);
    }
  }

  private static List<Value> read(BoundedStream bounded) {
    try (Reader reader = bounded.read()) {
      return EventStreamContract.drain(reader);
    }
  }

  /** Returns how many packs the state holds of a stream that begin at or after an offset. */
  private static int packsOf(Kernel kernel, long incarnation, long from) {
    int count = 0;
    byte[] first = ByteBuffer.allocate(16).putLong(incarnation).putLong(from).array();
    byte[] after = ByteBuffer.allocate(8).putLong(incarnation + 1).array();
    try (KeyValue.Entries entries = kernel.derived().scan(KeyValue.Family.CHUNKS, first, after)) {
      while (entries.next()) {
        count++;
      }
    }
    return count;
  }

  /** Whoever reads while events are dropped sees every event from some offset on, or a gap. */
  @Test
  default void readingWhileEventsAreDropped_missesNothingUnsaid() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      stream.configure(StreamSettings.DEFAULT.keepCount(500));
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  append(stream, 100);
                }
                stream.seal(List.of());
              });
      Future<?> cutter =
          threads.submit(
              () -> {
                while (!stream.extent().sealed()) {
                  BoundedStream bounded = stream.bound();
                  assertThat(read(bounded)).hasSize((int) bounded.bound().count());
                }
              });
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> follow(stream)));
      }
      writer.get();
      cutter.get();
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isEqualTo(30_000);
      }
    }
  }

  private static long follow(EventStream stream) throws InterruptedException {
    long expected = 0;
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      expected = reader.cursor().offset();
      while (true) {
        switch (reader.next()) {
          case EVENT -> {
            assertThat(reader.offset()).isEqualTo(expected);
            assertThat(((Value.Items) reader.value()).items().getFirst())
                .isEqualTo(Value.of(expected));
            expected++;
          }
          case GAP -> {
            assertThat(reader.gap().cause()).isEqualTo(Gap.Cause.RETENTION);
            assertThat(reader.gap().earliest()).isGreaterThan(expected);
            expected = reader.gap().earliest();
            Extent extent = stream.extent();
            reader.seek(new Cursor(extent.incarnation(), extent.epoch(), expected));
          }
          case BLOCKED -> {
            long tail = stream.awaitBeyond(expected, Deadline.in(Duration.ofSeconds(30)));
            assertThat(tail).isGreaterThanOrEqualTo(expected);
          }
          case END -> {
            return expected;
          }
        }
      }
    }
  }

  /** Streams and forks that are trimmed, deleted, bounded and reopened at random, against lists. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#eight")
  default void whateverIsDropped_whatIsLeftAndWhatIsHeldIsWhole(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, List<Value>> model = new LinkedHashMap<>();
    Map<String, Integer> earliest = new LinkedHashMap<>();
    int made = 0;
    open().close();
    for (int opening = 0; opening < 3; opening++) {
      try (Kernel kernel = reopen()) {
        Map<BoundedStream, List<Value>> held = new LinkedHashMap<>();
        for (int i = 0; i < 150; i++) {
          if (model.isEmpty() || random.nextInt(30) == 0) {
            String name = "stream" + made++;
            kernel.open(StreamDescriptor.generic(name));
            model.put(name, new ArrayList<>());
            earliest.put(name, 0);
          }
          String name = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
          EventStream stream = kernel.find(name(name)).orElseThrow();
          List<Value> events = model.get(name);
          int from = earliest.get(name);
          switch (random.nextInt(10)) {
            case 0 -> {
              int at = random.nextInt(from, events.size() + 1);
              String fork = "stream" + made++;
              stream.fork(name(fork), at);
              model.put(fork, new ArrayList<>(events.subList(0, at)));
              earliest.put(fork, from);
            }
            case 1 -> {
              int before = random.nextInt(from, events.size() + 1);
              stream.trim(before);
              earliest.put(name, before);
            }
            case 2 -> {
              if (random.nextInt(3) == 0) {
                kernel.delete(name(name));
                model.remove(name);
              }
            }
            case 3 -> {
              int start = random.nextInt(from, events.size() + 1);
              int until = random.nextInt(start, events.size() + 1);
              held.put(
                  stream.bound(new Bound(start, until), CausalContext.NONE),
                  List.copyOf(events.subList(start, until)));
            }
            default -> events.addAll(append(stream, random.nextInt(1, 300)));
          }
        }
        held.forEach(
            (bounded, events) -> {
              assertThat(read(bounded)).isEqualTo(events);
            });
        check(kernel, model, earliest);
      }
      try (Kernel kernel = reopen()) {
        check(kernel, model, earliest);
      }
    }
  }

  private static void check(
      Kernel kernel, Map<String, List<Value>> model, Map<String, Integer> earliest) {
    assertThat(kernel.streams()).hasSize(model.size());
    model.forEach(
        (name, events) -> {
          EventStream stream = kernel.find(name(name)).orElseThrow();
          assertThat(stream.extent().earliest()).isEqualTo((long) earliest.get(name));
          assertThat(EventStreamContract.drain(stream))
              .isEqualTo(events.subList(earliest.get(name), events.size()));
        });
  }
}
