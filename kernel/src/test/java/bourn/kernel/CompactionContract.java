package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kernel promises of streams of which only the newest event under each key is kept. */
public interface CompactionContract extends KernelFixture {

  StreamSettings BY_KEY = StreamSettings.DEFAULT.compactBy(Keyword.of("key"));

  private static EventStream table(Kernel kernel) {
    EventStream stream = kernel.open(StreamDescriptor.generic("table"));
    stream.configure(BY_KEY);
    return stream;
  }

  private static Value row(long key, long version) {
    return Value.map("key", key, "version", version, "text", "x".repeat(40));
  }

  private static Value tombstone(long key) {
    return new Value.Tagged(new Symbol("bourn/tombstone"), Value.of(key));
  }

  private static void await(BooleanSupplier condition) {
    await(Duration.ofSeconds(30), condition);
  }

  private static void await(Duration most, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(most);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  /** Returns the events by offset. */
  private static Map<Long, Value> read(Reader reader) {
    Map<Long, Value> events = new LinkedHashMap<>();
    Step step = reader.next();
    while (step == Step.EVENT) {
      events.put(reader.offset(), reader.value());
      step = reader.next();
    }
    assertThat(step).isIn(Step.BLOCKED, Step.END);
    return events;
  }

  private static Map<Long, Value> read(EventStream stream) {
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      return read(reader);
    }
  }

  private static Map<Long, Value> read(BoundedStream bounded) {
    try (Reader reader = bounded.read()) {
      return read(reader);
    }
  }

  private static Map<Long, Value> visit(BoundedStream bounded) {
    Map<Long, Value> events = new LinkedHashMap<>();
    EventFormat.Walker walker = bounded.stream().format().walker();
    bounded.chunks(
        (first, count, from, until, stamp, body) -> {
          for (int i = from; i < until; i++) {
            walker.stand(body, count, i);
            events.put(first + i, walker.value());
          }
          return true;
        });
    return events;
  }

  @Test
  default void olderEventsUnderAKey_goAndOffsetsStay() {
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      Map<Long, Value> newest = new HashMap<>();
      for (long version = 0; version < 50; version++) {
        List<Value> rows = new ArrayList<>();
        for (long key = 0; key < 20; key++) {
          rows.add(row(key, version));
        }
        long first = stream.append(AppendRequest.of(rows)).orThrow().first();
        for (int key = 0; key < 20; key++) {
          newest.put(first + key, rows.get(key));
        }
        newest.keySet().removeIf(offset -> offset < first);
      }
      Value keyless = Value.of("keyless");
      long kept = stream.append(AppendRequest.of(keyless)).orThrow().first();
      newest.put(kept, keyless);

      stream.append(AppendRequest.of(Value.of("x".repeat(5_000)))).orThrow();
      await(() -> stateHas(kernel) <= 4 && !read(stream).isEmpty());
      assertThat(stream.extent().earliest()).isZero();
      assertThat(stream.extent().tail()).isEqualTo(1_002);
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.find(new StreamName("table")).orElseThrow();
      await(() -> read(stream).size() == 22);
      Map<Long, Value> events = read(stream);
      assertThat(events.keySet().iterator().next()).isEqualTo(980L);
      assertThat(visit(stream.bound())).isEqualTo(events);
      assertThat(stream.append(AppendRequest.of(row(0, 50))).orThrow().first()).isEqualTo(1_002);
    }
  }

  private static int stateHas(Kernel kernel) {
    int count = 0;
    try (KeyValue.Entries entries =
        kernel.derived().scan(KeyValue.Family.CHUNKS, new byte[0], new byte[] {1})) {
      while (entries.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  default void aTombstone_takesItsKey_andGoesWhenItIsOld() {
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      for (int i = 0; i < 100; i++) {
        stream.append(AppendRequest.of(row(i % 10, i))).orThrow();
      }
      stream.append(AppendRequest.of(tombstone(3))).orThrow();
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.find(new StreamName("table")).orElseThrow();
      await(() -> read(stream).size() == 10);
      assertThat(read(stream)).containsEntry(100L, tombstone(3)).doesNotContainKey(93L);

      stream.configure(BY_KEY.keepTombstonesFor(Duration.ZERO));
      stream.append(AppendRequest.of(row(0, 100))).orThrow();
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.find(new StreamName("table")).orElseThrow();
      await(
          () -> {
            stream.append(AppendRequest.of(row(0, 101))).orThrow();
            return !read(stream).containsKey(100L);
          });
    }
  }

  /** A key whose older event cannot be taken must not come back. */
  @Test
  default void aTombstone_staysWhileAForkKeepsWhatItTook() {
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      stream.configure(BY_KEY.keepTombstonesFor(Duration.ZERO));
      stream.append(AppendRequest.of(row(3, 0))).orThrow();
      await(() -> stateHas(kernel) == 1);
      stream.fork(new StreamName("fork"), 1);
      stream.append(AppendRequest.of(tombstone(3))).orThrow();
      for (int version = 0; version < 3; version++) {
        long older = stream.append(AppendRequest.of(row(9, version))).orThrow().first();
        stream.append(AppendRequest.of(row(9, version))).orThrow();
        awaitGone(kernel, stream, older);
      }
      assertThat(read(stream)).containsEntry(0L, row(3, 0)).containsEntry(1L, tombstone(3));

      kernel.delete(new StreamName("fork"));
      for (int version = 0; version < 3; version++) {
        long older = stream.append(AppendRequest.of(row(9, version))).orThrow().first();
        stream.append(AppendRequest.of(row(9, version))).orThrow();
        awaitGone(kernel, stream, older);
      }
      await(
          () -> {
            stream.append(AppendRequest.of(row(9, 3))).orThrow();
            return !read(stream).containsKey(0L);
          });
    }
  }

  @Test
  default void aTombstone_staysWhileABoundedStreamKeepsWhatItTook() {
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      other.configure(BY_KEY);
      stream.configure(BY_KEY.keepTombstonesFor(Duration.ZERO));
      stream.append(AppendRequest.of(row(3, 0))).orThrow();
      List<BoundedStream> held = new ArrayList<>();
      held.add(stream.bound());
      await(() -> stateHas(kernel) == 1);
      stream.append(AppendRequest.of(tombstone(3))).orThrow();
      for (int version = 0; version < 5; version++) {
        long older = other.append(AppendRequest.of(row(9, version))).orThrow().first();
        other.append(AppendRequest.of(row(9, version))).orThrow();
        awaitGone(kernel, other, older);
      }
      assertThat(read(held.getFirst())).hasSize(1);
      WeakReference<BoundedStream> letGo = new WeakReference<>(held.removeFirst());
      await(
          () -> {
            System.gc();
            return letGo.refersTo(null);
          });
      await(
          () -> {
            Map<Long, Value> events = read(stream);
            assertThat(events.containsKey(0L) && !events.containsKey(1L)).isFalse();
            stream.append(AppendRequest.of(row(9, 0))).orThrow();
            return !events.containsKey(1L);
          });
    }
  }

  /** Five times the limit is appended, and the newest rows always fit it many times. */
  @ParameterizedTest(name = "under a lease {0}")
  @ValueSource(booleans = {false, true})
  default void keepBytes_countsWhatCompactionLeft(boolean leased) {
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      stream.configure(BY_KEY.keepBytes(300_000));
      if (leased) {
        LeaseRequest slow = LeaseRequest.of("slow", Duration.ofMinutes(10));
        stream.leases().acquire(slow.holding(Lag.ofEvents(1_000_000))).orThrow();
      }
      stream.append(AppendRequest.of(row(-1, 0))).orThrow();
      for (long round = 0; round < 15; round++) {
        List<Value> rows = new ArrayList<>();
        for (long i = 0; i < 1_000; i++) {
          rows.add(row(i % 20, round));
        }
        long first = stream.append(AppendRequest.of(rows)).orThrow().first();
        awaitGone(kernel, stream, first);
      }
      assertThat(stream.extent().earliest()).isZero();
      assertThat(read(stream)).hasSize(21).containsEntry(0L, row(-1, 0));

      for (long key = 100; !leased && key < 10_000; key += 100) {
        List<Value> rows = new ArrayList<>();
        for (long i = 0; i < 100; i++) {
          rows.add(row(key + i, 0));
        }
        stream.append(AppendRequest.of(rows)).orThrow();
      }
      await(() -> leased || stream.extent().earliest() > 0);
    }
  }

  /** Waits until the event at {@code offset} is gone for readers. */
  private static void awaitGone(Kernel kernel, EventStream stream, long offset) {
    EventStream filler = kernel.open(StreamDescriptor.generic("filler"));
    await(
        () -> {
          filler.append(AppendRequest.of(Value.of("x".repeat(5_000)))).orThrow();
          return !read(stream).containsKey(offset);
        });
  }

  @Test
  default void tombstones_canBeKeptForEver() {
    Duration ever = Duration.ofMillis(Long.MAX_VALUE);
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      stream.configure(BY_KEY.keepTombstonesFor(ever));
      stream.append(AppendRequest.of(tombstone(3))).orThrow();
      for (int version = 0; version < 3; version++) {
        long older = stream.append(AppendRequest.of(row(9, version))).orThrow().first();
        stream.append(AppendRequest.of(row(9, version))).orThrow();
        awaitGone(kernel, stream, older);
      }
      assertThat(read(stream)).containsEntry(0L, tombstone(3));
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.find(new StreamName("table")).orElseThrow();
      assertThat(stream.settings()).isEqualTo(BY_KEY.keepTombstonesFor(ever));
    }
  }

  @Test
  default void compaction_ofOtherThanGenericStreams_isRefused() {
    try (Kernel kernel = open()) {
      EventStream facts = kernel.open(StreamDescriptor.datom("facts"));

      assertThatThrownBy(() -> facts.configure(BY_KEY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("facts");
      assertThatThrownBy(() -> StreamSettings.DEFAULT.compactBy())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /**
   * Whatever is appended, forked, bounded, trimmed and reopened meanwhile: the newest event under
   * each key is there, no event is there that was not appended, and a bounded stream never changes.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#eight")
  default void theNewestUnderEachKey_isAlwaysThere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, Value> appended = new LinkedHashMap<>();
    Map<Value, Long> newest = new HashMap<>();
    open().close();
    for (int opening = 0; opening < 4; opening++) {
      try (Kernel kernel = reopen()) {
        EventStream stream = table(kernel);
        Map<BoundedStream, Map<Long, Value>> held = new LinkedHashMap<>();
        for (int i = 0; i < 120; i++) {
          List<Value> batch = new ArrayList<>();
          for (int size = random.nextInt(1, 30); size > 0; size--) {
            long key = random.nextInt(40);
            batch.add(random.nextInt(20) == 0 ? tombstone(key) : row(key, random.nextLong()));
          }
          long first = stream.append(AppendRequest.of(batch)).orThrow().first();
          for (Value event : batch) {
            appended.put(first, event);
            newest.put(key(event), first);
            first++;
          }
          if (random.nextInt(20) == 0) {
            BoundedStream bounded = stream.bound();
            held.put(bounded, read(bounded));
          }
          if (random.nextInt(30) == 0) {
            StreamName name = new StreamName("fork" + stream.extent().tail());
            BoundedStream bounded = stream.fork(name, stream.extent().tail()).bound();
            held.put(bounded, read(bounded));
          }
          if (random.nextInt(40) == 0) {
            held.clear();
          }
          check(read(stream), appended, newest);
        }
        held.forEach(
            (bounded, events) -> {
              assertThat(read(bounded)).isEqualTo(events);
              assertThat(visit(bounded)).isEqualTo(events);
            });
      }
    }
  }

  /**
   * Row {@code n} has the key {@code n % 40}, so what a bound may lack is known. Compaction rests
   * nineteen times as long as it took, and a full collection meanwhile may take most of a second.
   */
  @Test
  @Timeout(240)
  default void bounding_whileRowsAreRewritten_seesAllOfTheOldOrAllOfTheNew() {
    try (Kernel kernel = open()) {
      EventStream stream = table(kernel);
      for (int round = 0; round < 20; round++) {
        appendRows(stream);
        checkBound(stream.bound());
        System.gc();
        if (round % 5 == 4) {
          await(Duration.ofSeconds(100), () -> unheld(stream).size() < 400);
        }
      }
    }
  }

  /**
   * What was bounded holds its rows until it is collected, which only a full collection promises.
   * None is asked for after that: compaction rests in proportion to how long it took.
   */
  private static Map<Long, Value> unheld(EventStream stream) {
    if (((LogStream) stream).holds().first() != Long.MAX_VALUE) {
      System.gc();
    }
    return read(stream);
  }

  private static void appendRows(EventStream stream) {
    List<Value> rows = new ArrayList<>();
    long first = stream.extent().tail();
    for (long n = first; n < first + 300; n++) {
      rows.add(row(n % 40, n));
    }
    stream.append(AppendRequest.of(rows)).orThrow();
  }

  private static void checkBound(BoundedStream bounded) {
    long until = bounded.bound().until();
    Map<Long, Value> events = read(bounded);
    assertThat(new ArrayList<>(events.keySet())).isSorted();
    events.forEach((offset, event) -> assertThat(event).isEqualTo(row(offset % 40, offset)));
    for (long newest = Math.max(0, until - 40); newest < until; newest++) {
      assertThat(events).containsKey(newest);
    }
    assertThat(read(bounded)).isEqualTo(events);
    assertThat(visit(bounded)).isEqualTo(events);
  }

  private static Value key(Value event) {
    return switch (event) {
      case Value.Tagged(Symbol tag, Value key) -> key;
      case Value.Entries entries -> entries.get(Keyword.of("key"));
      default -> throw new AssertionError(event);
    };
  }

  private static void check(
      Map<Long, Value> events, Map<Long, Value> appended, Map<Value, Long> newest) {
    assertThat(appended).containsAllEntriesOf(events);
    assertThat(events).containsKeys(newest.values().toArray(new Long[0]));
  }
}
