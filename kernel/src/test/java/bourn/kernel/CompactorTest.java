package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Compaction of what is still in memory, too. */
@Timeout(60)
final class CompactorTest {

  private static final int LIVE_BYTES = 1 << 20;

  private final HeapCommitLog log = new HeapCommitLog();
  private final HeapKeyValue state = new HeapKeyValue();

  private Kernel open() {
    return open(state);
  }

  private Kernel open(KeyValue state) {
    return LogKernel.open(
        log,
        state,
        Environment.system(),
        descriptor -> ValueFormat.INSTANCE,
        new Tuning(LIVE_BYTES, 1 << 20, 0, 1, 1, 1, 1 << 30, 1 << 20));
  }

  private boolean hasHole() {
    boolean found = false;
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 0), StateKeys.chunks(2, 0))) {
      while (entries.next()) {
        found |= entries.value()[9] == 1;
      }
    }
    return found;
  }

  private static List<Value> read(BoundedStream bounded) {
    List<Value> values = new ArrayList<>();
    try (Reader reader = bounded.read()) {
      while (reader.next() == Step.EVENT) {
        values.add(reader.value());
      }
    }
    return values;
  }

  /** It was made when its older events were in memory only, and is read when they are not. */
  @Test
  void aBoundedStream_madeAfterItsStreamWasCompacted_neverChanges() {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
      for (int i = 0; i < 10; i++) {
        stream.append(AppendRequest.of(Value.map("key", 1, "version", i))).orThrow();
      }
      Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
      while (!hasHole()) {
        assertThat(Instant.now()).isBefore(deadline);
        Thread.onSpinWait();
      }
      BoundedStream bounded = stream.bound();
      List<Value> events = read(bounded);

      EventStream filler = kernel.open(StreamDescriptor.generic("filler"));
      for (int i = 0; i < 5; i++) {
        filler.append(AppendRequest.of(Value.of("x".repeat(LIVE_BYTES)))).orThrow();
      }
      assertThat(read(bounded)).isEqualTo(events);
    }
  }

  /** The older events are in memory until the rewrite is written, and not afterwards. */
  @Test
  void aBoundedStream_madeWhileItsStreamIsRewritten_isMadeAfterwards() throws Exception {
    FailingState slow = new FailingState();
    try (Kernel kernel = open(slow)) {
      LogStream stream = (LogStream) kernel.open(StreamDescriptor.generic("table"));
      CountDownLatch written = new CountDownLatch(1);
      slow.open.set(written);
      for (int i = 0; i < 10; i++) {
        stream.append(row(1, i)).orThrow();
      }
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
      FutureTask<BoundedStream> bounded = new FutureTask<>(stream::bound);
      try {
        await(() -> stream.compacting().availablePermits() == 0);
        assertThat(versions(stream, 0)).hasSize(10);
        Thread cutter = Thread.ofPlatform().start(bounded);
        await(() -> cutter.getState() == Thread.State.WAITING);
      } finally {
        written.countDown();
      }
      assertThat(read(bounded.get())).hasSize(1);
      assertThat(versions(stream, 0)).containsExactly(9L);
    }
  }

  private static AppendRequest row(long key, long version) {
    return AppendRequest.of(Value.map("key", key, "version", version, "text", "x".repeat(3_000)));
  }

  private static List<Long> versions(EventStream stream, long from) {
    Extent extent = stream.extent();
    List<Long> versions = new ArrayList<>();
    Cursor cursor = new Cursor(extent.incarnation(), extent.epoch(), from);
    try (Reader reader = stream.read(cursor, CausalContext.NONE)) {
      while (reader.next() == Step.EVENT) {
        if (reader.value() instanceof Value.Entries row
            && row.get(Keyword.of("version")) instanceof Value.Int(long version)) {
          versions.add(version);
        }
      }
    }
    return versions;
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  /** Appends 200 rows, and puts {@code bytes} in the place of the second pack; returns its end. */
  private long fillAndReplace(LongFunction<byte[]> bytes) {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      for (int i = 0; i < 200; i++) {
        stream.append(row(i % 10, i)).orThrow();
      }
    }
    List<KeyValue.Entry> packs = new ArrayList<>();
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 0), StateKeys.chunks(2, 0))) {
      while (entries.next()) {
        packs.add(new KeyValue.Entry(entries.key(), entries.value()));
      }
    }
    assertThat(packs).hasSizeGreaterThan(3);
    long until = StateKeys.first(packs.get(2).key());
    state.write(
        new KeyValue.Batch().put(KeyValue.Family.CHUNKS, packs.get(1).key(), bytes.apply(until)));
    return until;
  }

  private void assertCompactedBehind(long until) {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));

      await(() -> versions(stream, until).size() == 10);
      assertThat(versions(stream, until))
          .containsExactlyElementsOf(LongStream.range(190, 200).boxed().toList());
      await(() -> versions(stream, 0).isEmpty());
      stream.append(row(0, 200)).orThrow();
      await(() -> !versions(stream, until).contains(190L));
    }
  }

  @Test
  void whatASalvageCouldNotRecover_isCompactedAround() {
    assertCompactedBehind(fillAndReplace(until -> new LostRange(1, 2, until).toBytes()));
  }

  @Test
  void whatIsDamaged_isCompactedAround() {
    assertCompactedBehind(fillAndReplace(until -> new byte[700]));
  }

  @Test
  void aTombstoneBehindWhatIsDamaged_stays() {
    long until = fillAndReplace(end -> new byte[700]);
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      stream.configure(
          StreamSettings.DEFAULT.compactBy(Keyword.of("key")).keepTombstonesFor(Duration.ZERO));
      Value tombstone = new Value.Tagged(new Symbol("bourn/tombstone"), Value.of(3));
      long offset = stream.append(AppendRequest.of(tombstone)).orThrow().first();
      for (long version = 190; version < 195; version++) {
        long older = version == 190 ? version : version + 100;
        stream.append(row(0, version + 101)).orThrow();
        await(() -> !versions(stream, until).contains(older));
      }
      Extent extent = stream.extent();
      Cursor there = new Cursor(extent.incarnation(), extent.epoch(), offset);
      try (Reader reader = stream.read(there, CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.value()).isEqualTo(tombstone);
      }
    }
  }
}
