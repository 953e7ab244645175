package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What readers see of a state that is damaged: where, and where the stream goes on. */
@Timeout(60)
final class DamagedStateTest {

  private static final int APPENDS = 40;
  private static final int BATCH = 10;
  private static final StreamDescriptor NUMBERS = StreamDescriptor.generic("numbers");

  private final HeapCommitLog log = new HeapCommitLog();
  private final HeapKeyValue state = new HeapKeyValue();

  private Kernel open() {
    return LogKernel.open(
        log, state, Environment.system(), descriptor -> ValueFormat.INSTANCE, Tuning.HEAP);
  }

  /** Fills a stream with packs of several chunks, and forgets what is in memory. */
  private List<KeyValue.Entry> fill() {
    String filler = "x".repeat(1_500);
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(NUMBERS);
      for (long append = 0; append < APPENDS; append++) {
        List<Value> batch = new ArrayList<>();
        for (long i = 0; i < BATCH; i++) {
          batch.add(Value.list(append * BATCH + i, filler));
        }
        stream.append(AppendRequest.of(batch)).orThrow();
      }
    }
    return packs();
  }

  private List<KeyValue.Entry> packs() {
    List<KeyValue.Entry> packs = new ArrayList<>();
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.CHUNKS, new byte[16], StateKeys.chunks(Long.MAX_VALUE, 0))) {
      while (entries.next()) {
        packs.add(new KeyValue.Entry(entries.key(), entries.value()));
      }
    }
    assertThat(packs).hasSizeGreaterThan(3);
    return packs;
  }

  private void put(byte[] key, byte[] value) {
    state.write(new KeyValue.Batch().put(KeyValue.Family.CHUNKS, key, value));
  }

  /** Asserts that exactly the events in {@code [from, until)} are lost. */
  private void assertLost(long from, long until) {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(NUMBERS);
      Extent extent = stream.extent();
      try (Reader reader =
          stream.read(new Cursor(extent.incarnation(), extent.epoch(), 0), CausalContext.NONE)) {
        assertEvents(reader, 0, from);
        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap()).isEqualTo(new Gap(from, until, Gap.Cause.CORRUPTION));
        reader.seek(new Cursor(extent.incarnation(), extent.epoch(), until));
        assertEvents(reader, until, extent.tail());
        assertThat(reader.next()).isEqualTo(Step.BLOCKED);
      }
      BoundedStream bounded = stream.bound();
      assertThatThrownBy(() -> bounded.chunks((first, count, begin, end, stamp, body) -> true))
          .isInstanceOf(EventsLostException.class)
          .hasMessageContaining("events " + from + " to " + (until - 1) + " of stream numbers");
    }
  }

  private static void assertEvents(Reader reader, long from, long until) {
    for (long offset = from; offset < until; offset++) {
      assertThat(reader.next()).isEqualTo(Step.EVENT);
      assertThat(reader.offset()).isEqualTo(offset);
      assertThat(((Value.Items) reader.value()).items().getFirst()).isEqualTo(Value.of(offset));
    }
  }

  @Test
  void aChunkWithADamagedBody_isAGapOfThatChunk() {
    KeyValue.Entry pack = fill().get(1);
    long first = StateKeys.first(pack.key());
    pack.value()[ChunkHeader.FIXED_BYTES + 700] ^= 4;
    put(pack.key(), pack.value());

    assertLost(first, first + BATCH);
  }

  @Test
  void aChunkWithADamagedHeader_isAGapOfThatChunk() {
    KeyValue.Entry pack = fill().get(1);
    long first = StateKeys.first(pack.key());
    pack.value()[21] ^= 4;
    put(pack.key(), pack.value());

    assertLost(first, first + BATCH);
  }

  @Test
  void theLastChunkOfAPack_damaged_isAGapUpToTheNextPack() {
    List<KeyValue.Entry> packs = fill();
    KeyValue.Entry pack = packs.get(1);
    long until = StateKeys.first(packs.get(2).key());
    pack.value()[pack.value().length - 1] ^= 4;
    put(pack.key(), pack.value());

    assertLost(until - BATCH, until);
  }

  @Test
  void aMissingPack_isAGapUpToTheNext() {
    List<KeyValue.Entry> packs = fill();
    state.write(new KeyValue.Batch().delete(KeyValue.Family.CHUNKS, packs.get(1).key()));

    assertLost(StateKeys.first(packs.get(1).key()), StateKeys.first(packs.get(2).key()));
  }

  @Test
  void anEmptyPack_isAGapUpToTheNext() {
    List<KeyValue.Entry> packs = fill();
    put(packs.get(1).key(), new byte[0]);

    assertLost(StateKeys.first(packs.get(1).key()), StateKeys.first(packs.get(2).key()));
  }

  @Test
  void eventsMarkedAsLost_areAGap() {
    List<KeyValue.Entry> packs = fill();
    long from = StateKeys.first(packs.get(1).key());
    long until = StateKeys.first(packs.get(2).key());
    put(packs.get(1).key(), new LostRange(1, from, until).toBytes());

    assertLost(from, until);
  }
}
