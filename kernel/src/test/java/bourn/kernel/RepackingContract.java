package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of streams that grow slowly: nobody sees that entries are joined. */
public interface RepackingContract extends KernelFixture {

  private static EventStream slow(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("slow"));
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  /** An event, as it has to be read for ever. */
  record Read(Value value, Stamp stamp) {}

  /** Appends events, and returns when they are an entry of their own. */
  private static void append(
      Kernel kernel, EventStream stream, List<Value> values, Map<Long, Read> appended) {
    Append.Appended outcome = stream.append(AppendRequest.of(values)).orThrow();
    for (int i = 0; i < values.size(); i++) {
      appended.put(outcome.first() + i, new Read(values.get(i), outcome.stamp()));
    }
    byte[] key = StateKeys.stream(stream.extent().incarnation());
    await(() -> tail(kernel.derived().get(KeyValue.Family.STREAMS, key)) > outcome.last());
  }

  private static long tail(byte @Nullable [] record) {
    return record == null ? 0 : StreamRecord.of(record).reach().tail();
  }

  private static int entries(Kernel kernel, EventStream stream) {
    int count = 0;
    long incarnation = stream.extent().incarnation();
    try (KeyValue.Entries entries =
        kernel
            .derived()
            .scan(
                KeyValue.Family.CHUNKS,
                StateKeys.chunks(incarnation, 0),
                StateKeys.chunks(incarnation + 1, 0))) {
      while (entries.next()) {
        count++;
      }
    }
    return count;
  }

  private static Map<Long, Read> read(Reader reader) {
    Map<Long, Read> events = new LinkedHashMap<>();
    Step step = reader.next();
    while (step == Step.EVENT) {
      events.put(reader.offset(), new Read(reader.value(), reader.stamp()));
      step = reader.next();
    }
    assertThat(step).isIn(Step.BLOCKED, Step.END);
    return events;
  }

  private static Map<Long, Read> read(EventStream stream, long from) {
    Extent extent = stream.extent();
    Cursor cursor = new Cursor(extent.incarnation(), extent.epoch(), from);
    try (Reader reader = stream.read(cursor, CausalContext.NONE)) {
      return read(reader);
    }
  }

  private static Map<Long, Read> read(BoundedStream bounded) {
    try (Reader reader = bounded.read()) {
      return read(reader);
    }
  }

  private static Map<Long, Read> from(Map<Long, Read> events, long first) {
    Map<Long, Read> found = new LinkedHashMap<>(events);
    found.keySet().removeIf(offset -> offset < first);
    return found;
  }

  @Test
  default void entriesOfAStreamThatGrowsSlowly_becomeOne() {
    Map<Long, Read> appended = new LinkedHashMap<>();
    try (Kernel kernel = open()) {
      EventStream stream = slow(kernel);
      for (int i = 0; i < 30; i++) {
        append(kernel, stream, List.of(Value.list(i, "x".repeat(5_000))), appended);
      }
      await(() -> entries(kernel, stream) < 12);
      assertThat(read(stream, 0)).isEqualTo(appended);
    }
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = reopen()) {
        EventStream stream = slow(kernel);
        for (int i = 0; i < 7; i++) {
          append(kernel, stream, List.of(Value.list(i, "x".repeat(5_000))), appended);
        }
        assertThat(read(stream, 0)).isEqualTo(appended);
      }
    }
    try (Kernel kernel = reopen()) {
      assertThat(entries(kernel, slow(kernel))).isLessThan(16);
    }
  }

  /** Whatever is appended, forked, bounded, trimmed, compacted and reopened meanwhile. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#four")
  default void whateverIsJoined_isReadAsBefore(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, Read> appended = new LinkedHashMap<>();
    open().close();
    for (int opening = 0; opening < 2; opening++) {
      try (Kernel kernel = reopen();
          ExecutorService threads = Executors.newSingleThreadExecutor()) {
        EventStream stream = slow(kernel);
        if (seed % 2 == 1) {
          stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
        }
        AtomicBoolean done = new AtomicBoolean();
        Future<?> follower = threads.submit(() -> follow(stream, done));
        Map<BoundedStream, Map<Long, Read>> held;
        try {
          held = change(kernel, stream, random, appended);
        } finally {
          done.set(true);
        }
        follower.get();
        held.forEach((bounded, events) -> assertThat(read(bounded)).isEqualTo(events));
        check(stream, appended, seed % 2 == 1);
      }
    }
    try (Kernel kernel = reopen()) {
      check(slow(kernel), appended, seed % 2 == 1);
    }
  }

  /** Does this and that to {@code stream}, and returns what was bounded and has to stay. */
  private static Map<BoundedStream, Map<Long, Read>> change(
      Kernel kernel, EventStream stream, SplittableRandom random, Map<Long, Read> appended) {
    Map<BoundedStream, Map<Long, Read>> held = new LinkedHashMap<>();
    for (int i = 0; i < 25; i++) {
      List<Value> values = new ArrayList<>();
      for (int size = random.nextInt(1, 4); size > 0; size--) {
        String text = "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 9_000 : 2_500));
        values.add(Value.map("key", random.nextInt(10), "text", text));
      }
      append(kernel, stream, values, appended);
      if (random.nextInt(8) == 0) {
        BoundedStream bounded = stream.bound();
        held.put(bounded, read(bounded));
      }
      if (random.nextInt(10) == 0) {
        long at = random.nextLong(stream.extent().earliest(), stream.extent().tail() + 1);
        StreamName name = new StreamName("fork" + stream.extent().tail());
        BoundedStream bounded = stream.fork(name, at).bound();
        held.put(bounded, read(bounded));
      }
      if (random.nextInt(10) == 0) {
        stream.trim(random.nextLong(stream.extent().earliest(), stream.extent().tail() + 1));
      }
    }
    return held;
  }

  /** Reads all of {@code stream} again and again; nothing comes twice or out of order. */
  private static void follow(EventStream stream, AtomicBoolean done) {
    while (!done.get()) {
      try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
        long last = -1;
        while (reader.next() == Step.EVENT) {
          assertThat(reader.offset()).isGreaterThan(last);
          last = reader.offset();
        }
      }
    }
  }

  /** Reads from every offset. */
  private static void check(EventStream stream, Map<Long, Read> appended, boolean compacted) {
    Extent extent = stream.extent();
    for (long from = extent.earliest(); from < extent.tail(); from++) {
      Map<Long, Read> expected = from(appended, from);
      Map<Long, Read> found = read(stream, from);
      assertThat(expected).containsAllEntriesOf(found);
      if (!compacted) {
        assertThat(found).isEqualTo(expected);
      }
      newest(expected).forEach((key, offset) -> assertThat(found).containsKey(offset));
    }
  }

  private static Map<Value, Long> newest(Map<Long, Read> events) {
    Map<Value, Long> newest = new LinkedHashMap<>();
    events.forEach(
        (offset, event) -> {
          if (event.value() instanceof Value.Entries row) {
            newest.put(row.get(Keyword.of("key")), offset);
          }
        });
    return newest;
  }
}
