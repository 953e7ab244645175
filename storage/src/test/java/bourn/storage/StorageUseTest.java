package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Reader;
import bourn.kernel.Seeds;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of the disk a store takes, whatever is dropped of it. */
@Timeout(180)
final class StorageUseTest {

  /** Dead bytes that are let be, in the log and in the state, and what a log keeps ahead. */
  private static final long CONSTANT_BYTES = 2 * (16L << 20) + (8L << 20);

  private static final int EVENT_BYTES = 1_000;
  private static final StreamSettings BY_KEY = StreamSettings.DEFAULT.compactBy(Keyword.of("key"));

  @TempDir Path folder;

  private Kernel open() {
    return RocksKernel.open(
        folder.resolve("store"),
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        new LogOptions(256 << 10, 1 << 20, 2));
  }

  private Kernel openReadOnly() {
    return RocksKernel.openReadOnly(
        folder.resolve("store"), Environment.system(), descriptor -> ValueFormat.INSTANCE);
  }

  private static EventStream stream(Kernel kernel, String name) {
    return kernel.open(StreamDescriptor.generic(name));
  }

  private static List<Value> batch(SplittableRandom random, long key, int count) {
    List<Value> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[EVENT_BYTES];
      random.nextBytes(bytes);
      batch.add(Value.map("key", key + i, "bytes", new Value.Bytes(bytes)));
    }
    return batch;
  }

  private static Map<Long, Value> read(EventStream stream) {
    Map<Long, Value> events = new TreeMap<>();
    try (Reader reader = stream.bound().read()) {
      Step step = reader.next();
      while (step == Step.EVENT) {
        events.put(reader.offset(), reader.value());
        step = reader.next();
      }
      assertThat(step).isEqualTo(Step.END);
    }
    return events;
  }

  private long storeBytes() {
    return Folders.sizeBytes(folder.resolve("store"));
  }

  private static void await(BooleanSupplier condition, Supplier<String> what) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      System.gc(); // what is bounded no more is held until it is collected
    }
  }

  /**
   * Twenty events in a thousand live, a large chunk or a run of small ones: no part of the log is
   * dead, and most of each is.
   */
  @ParameterizedTest(name = "{0} appends")
  @ValueSource(ints = {1, 20})
  void partsOfTheLogInWhichLittleLives_areGivenBack(int appends) {
    SplittableRandom random = new SplittableRandom(0);
    Map<Long, Value> expected;
    try (Kernel kernel = open()) {
      EventStream dropped = stream(kernel, "dropped");
      EventStream kept = stream(kernel, "kept");
      for (int i = 0; i < 5_000; i++) {
        dropped.append(AppendRequest.of(batch(random, 0, 20))).orThrow();
        if (i % 50 == 0) {
          for (int append = 0; append < appends; append++) {
            kept.append(AppendRequest.of(batch(random, 0, 20 / appends))).orThrow();
          }
        }
      }
      expected = read(kept);
    }
    assertThat(expected).hasSize(2_000);
    assertThat(storeBytes()).isGreaterThan(90L << 20);
    try (Kernel kernel = open()) {
      EventStream kept = stream(kernel, "kept");
      try (Kernel beside = openReadOnly();
          Reader reader = kept.read(kept.extent().earliestCursor(), CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.EVENT);

        kernel.delete(new StreamName("dropped"));

        await(
            () -> storeBytes() <= 2L * 2_000 * EVENT_BYTES + CONSTANT_BYTES,
            () -> storeBytes() + " bytes are used");
        long rest = 1;
        while (reader.next() == Step.EVENT) {
          assertThat(reader.value()).isEqualTo(expected.get(reader.offset()));
          rest++;
        }
        assertThat(rest).isEqualTo(2_000);
        assertThat(read(stream(beside, "kept"))).isEqualTo(expected);
      }
      assertThat(read(kept)).isEqualTo(expected);
    }
    try (Kernel kernel = open()) {
      assertThat(read(stream(kernel, "kept"))).isEqualTo(expected);
    }
  }

  /** Scattered small chunks lie in the state, whose storage is given back too. */
  @Test
  void whatIsRemovedFromTheState_isGivenBack() {
    SplittableRandom random = new SplittableRandom(0);
    try (Kernel kernel = open()) {
      EventStream dropped = stream(kernel, "dropped");
      EventStream other = stream(kernel, "other");
      for (int i = 0; i < 30_000; i++) {
        dropped.append(AppendRequest.of(batch(random, 0, 3))).orThrow();
        other.append(AppendRequest.of(Value.of((long) i))).orThrow();
      }
      await(() -> storeBytes() > 80L << 20, () -> storeBytes() + " bytes are used");

      dropped.trim(dropped.extent().tail());

      await(() -> storeBytes() <= CONSTANT_BYTES, () -> storeBytes() + " bytes are used");
    }
  }

  /** Streams that grow, are trimmed, deleted, forked and compacted at random. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aStore_takesAtMostTwiceWhatLivesAndAConstant(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Map<Long, Value>> model = new LinkedHashMap<>();
    int made = 0;
    for (int opening = 0; opening < 3; opening++) {
      try (Kernel kernel = open()) {
        for (int i = 0; i < 2_000; i++) {
          if (model.isEmpty() || random.nextInt(100) == 0) {
            String name = "stream" + made++;
            model.put(name, new TreeMap<>());
            if (random.nextInt(3) == 0) {
              stream(kernel, name).configure(BY_KEY);
            }
          }
          String name = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
          Map<Long, Value> events = model.get(name);
          if (random.nextInt(20) == 0 && model.size() > 2 && !name.equals("stream0")) {
            kernel.delete(new StreamName(name));
            model.remove(name);
          } else {
            append(stream(kernel, name), events, random);
            if (random.nextInt(20) == 0 && !name.equals("stream0")) {
              trim(stream(kernel, name), events, random);
            }
          }
        }
        model.forEach((name, events) -> compact(stream(kernel, name), events));
        await(
            () -> storeBytes() <= 2 * livingBytes(model) + CONSTANT_BYTES,
            () -> storeBytes() + " bytes are used, " + livingBytes(model) + " live");
        check(kernel, model);
      }
      try (Kernel kernel = open()) {
        check(kernel, model);
      }
    }
  }

  static LongStream seeds() {
    return Seeds.usually(1);
  }

  private static void append(EventStream stream, Map<Long, Value> events, SplittableRandom random) {
    int most = stream.descriptor().name().toString().equals("stream0") ? 12 : 200;
    int count = random.nextInt(3) == 0 ? random.nextInt(1, 6) : random.nextInt(8, most);
    List<Value> batch = batch(random, random.nextInt(3) * 1_000L, count);
    long first = stream.append(AppendRequest.of(batch)).orThrow().first();
    for (Value event : batch) {
      events.put(first++, event);
    }
  }

  private static void trim(EventStream stream, Map<Long, Value> events, SplittableRandom random) {
    long tail = stream.extent().tail();
    long most = (tail - stream.extent().earliest()) / 20;
    long before = tail - random.nextLong(most + 1);
    stream.trim(before);
    events.keySet().removeIf(offset -> offset < before);
  }

  /** Leaves of {@code events} what is left once {@code stream} is compacted. */
  private static void compact(EventStream stream, Map<Long, Value> events) {
    if (stream.settings().equals(BY_KEY)) {
      Map<Value, Long> newest = new LinkedHashMap<>();
      events.forEach((offset, event) -> newest.put(key(event), offset));
      events.entrySet().removeIf(entry -> newest.get(key(entry.getValue())) > entry.getKey());
    }
  }

  private static Value key(Value event) {
    return ((Value.Entries) event).get(Keyword.of("key"));
  }

  private static long livingBytes(Map<String, Map<Long, Value>> model) {
    return model.values().stream().mapToLong(Map::size).sum() * EVENT_BYTES;
  }

  private static void check(Kernel kernel, Map<String, Map<Long, Value>> model) {
    model.forEach(
        (name, events) -> {
          Map<Long, Value> found = read(stream(kernel, name));
          assertThat(found).containsAllEntriesOf(events);
          if (!stream(kernel, name).settings().equals(BY_KEY)) {
            assertThat(found).isEqualTo(events);
          }
        });
  }

  /** A part that is read by one who holds a bound stays readable while it is given back. */
  @Test
  void whoeverReadsWhatIsMoved_missesNothing() {
    SplittableRandom random = new SplittableRandom(1);
    try (Kernel kernel = open()) {
      EventStream stream = stream(kernel, "stream");
      for (int i = 0; i < 4_000; i++) {
        stream.append(AppendRequest.of(batch(random, 0, 20))).orThrow();
      }
      Map<Long, Value> all = read(stream);
      Bound last = new Bound(79_000, 80_000);
      var held = stream.bound(last, CausalContext.NONE);
      stream.trim(79_500);
      await(
          () -> storeBytes() <= 2L * 1_000 * EVENT_BYTES + CONSTANT_BYTES,
          () -> storeBytes() + " bytes are used");
      long offset = 79_000;
      try (Reader reader = held.read()) {
        while (reader.next() == Step.EVENT) {
          assertThat(reader.value()).isEqualTo(all.get(offset));
          offset++;
        }
      }
      assertThat(offset).isEqualTo(80_000);
    }
  }
}
