package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining entries of the state, beside other changes to it that were planned before. */
@Timeout(60)
final class RepackingTest {

  private static final Tuning SLOW =
      new Tuning(2 << 10, 1 << 20, 256 << 10, 1 << 20, 1, 1, 1 << 30, 1 << 20);

  private final HeapKeyValue state = new HeapKeyValue();
  private final Usage usage = Usage.load(state);
  private final List<Chunk> chunks = new ArrayList<>();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 6; i++) {
      Chunk chunk =
          Chunk.seal(1, 2L * i, new Stamp(i, 1, List.of()), Chunk.Batch.of(2, new byte[9], 0));
      chunks.add(chunk);
      KeyValue.Batch batch = new KeyValue.Batch();
      batch.put(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 2L * i), Chunk.pack(List.of(chunk)));
      Milestones.put(batch, 1, 2L * i, i * 65L);
      state.write(batch);
      usage.addPacked(65);
    }
  }

  private void repack(long from, long until) {
    KeyValue.Batch batch = new KeyValue.Batch();
    new Repacking(1, new Bound(from, until)).write(batch, state, new HeapCommitLog(), usage);
    state.write(batch);
  }

  private void write(StateEdit edit) {
    KeyValue.Batch batch = new KeyValue.Batch();
    edit.write(batch, state, usage);
    state.write(batch);
  }

  private List<Long> firsts() {
    List<Long> firsts = new ArrayList<>();
    try (KeyValue.Entries entries =
        state.scan(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 0), StateKeys.chunks(2, 0))) {
      while (entries.next()) {
        firsts.add(StateKeys.first(entries.key()));
      }
    }
    return firsts;
  }

  private byte[] entry(long first) {
    return state.get(KeyValue.Family.CHUNKS, StateKeys.chunks(1, first));
  }

  @Test
  void entries_becomeOneByteForByte() {
    repack(2, 10);

    assertThat(firsts()).containsExactly(0L, 2L, 10L);
    assertThat(entry(2)).isEqualTo(Chunk.pack(chunks.subList(1, 5)));
    assertThat(Milestones.before(state, 1, 9)).isEqualTo(65);
    assertThat(Milestones.before(state, 1, 10)).isEqualTo(5 * 65);
    assertThat(Freed.within(state, 1, new Bound(0, 100))).isZero();
    assertThat(usage.snapshot().packed()).isEqualTo(6 * 65);
    assertThat(usage.snapshot().removed()).isZero();
  }

  @Test
  void placesAndLostEvents_areLeft() {
    byte[] place = new ChunkPlace(4_096, 9_000).toBytes();
    byte[] lost = new LostRange(1, 4, 6).toBytes();
    for (byte[] value : List.of(place, lost)) {
      state.write(new KeyValue.Batch().put(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 4), value));
      repack(2, 10);
      assertThat(firsts()).hasSize(6);
    }
  }

  /** Compaction has read the entries, then they are joined across either end of its run. */
  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4, 6})
  void aRewrite_acrossWhoseEndsEntriesWereJoined_isNotDone(long from) {
    Rewrite rewrite = new Rewrite(1, new Bound(4, 8), 130, Chunk.pack(chunks.subList(2, 4)));
    repack(from, from == 4 ? 10 : from + 4);
    List<Long> before = firsts();
    write(rewrite);

    boolean apart = from == 0;
    assertThat(rewrite.done().get()).isEqualTo(apart);
    assertThat(firsts()).isEqualTo(apart ? List.of(0L, 4L, 8L, 10L) : before);
  }

  @Test
  void aRemoval_upToAnOffsetThatIsInTheMiddleByNow_leavesTheEntry() {
    Removal removal = new Removal(1, List.of(new Bound(0, 6)), false);
    repack(4, 10);
    write(removal);

    assertThat(firsts()).containsExactly(4L, 10L);
  }

  /** The process dies between any two writes of the state. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void aProcessThatDies_loses_nothing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HeapCommitLog log = new HeapCommitLog();
    FailingState disk = new FailingState();
    List<Value> values = new ArrayList<>();
    for (int life = 0; life < 5; life++) {
      Kernel kernel = open(log, disk);
      EventStream stream = kernel.open(StreamDescriptor.generic("slow"));
      assertThat(read(stream)).isEqualTo(values);
      for (int i = random.nextInt(20, 60); i > 0; i--) {
        Value value = Value.list(values.size(), "x".repeat(random.nextInt(5_000)));
        stream.append(AppendRequest.of(value)).orThrow();
        values.add(value);
        boolean waits = random.nextInt(4) > 0;
        while (waits && tail(disk) < values.size()) {
          Thread.onSpinWait();
        }
      }
      disk = disk.afterDeath();
    }
    try (Kernel kernel = open(log, disk)) {
      assertThat(read(kernel.open(StreamDescriptor.generic("slow")))).isEqualTo(values);
    }
  }

  private static Kernel open(CommitLog log, KeyValue state) {
    return LogKernel.open(
        log, state, Environment.system(), descriptor -> ValueFormat.INSTANCE, SLOW);
  }

  /** Returns how far the state has the stream. */
  private static long tail(KeyValue state) {
    byte[] record = state.get(KeyValue.Family.STREAMS, StateKeys.stream(1));
    return record == null ? 0 : StreamRecord.of(record).reach().tail();
  }

  private static List<Value> read(EventStream stream) {
    List<Value> values = new ArrayList<>();
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      while (reader.next() == Step.EVENT) {
        values.add(reader.value());
      }
    }
    return values;
  }
}
