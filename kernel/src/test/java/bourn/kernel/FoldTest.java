package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the fold makes of commits and edits that come together. */
final class FoldTest {

  private static final StreamDescriptor STREAM = StreamDescriptor.generic("a");
  private static final int LARGE = 10_000;

  private final HeapKeyValue state = new HeapKeyValue();

  private static CommitEntry.Appended large(long incarnation, long first) {
    Chunk.Batch batch = Chunk.Batch.of(1, new byte[LARGE], 0);
    return new CommitEntry.Appended(
        Chunk.seal(incarnation, first, new Stamp(first + 1, 1, List.of()), batch));
  }

  /** The trims of several threads may be decided against the same earliest offset. */
  @Test
  void trimsInOneCommit_leaveTheGreatest() {
    Fold fold = Fold.load(state, new HeapCommitLog());
    fold.apply(
        1,
        CommitLog.NOWHERE,
        List.of(
            new CommitEntry.Created(1, STREAM),
            large(1, 0),
            large(1, 1),
            large(1, 2),
            new CommitEntry.Trimmed(1, 2),
            new CommitEntry.Trimmed(1, 1)));
    fold.write();

    assertThat(Fold.load(state, new HeapCommitLog()).streams())
        .extracting(stream -> stream.reach().earliest())
        .containsExactly(2L);
  }

  /** Else a part of the log would be let go of in which chunks of other streams stay. */
  @Test
  void removals_countWhatTheyRemoveOnce() {
    Fold fold = Fold.load(state, new HeapCommitLog());
    fold.apply(
        1,
        64,
        List.of(
            new CommitEntry.Created(1, STREAM),
            new CommitEntry.Created(2, StreamDescriptor.generic("b")),
            large(1, 0),
            large(1, 1),
            large(2, 0)));
    fold.write();
    assertThat(fold.usage().parts()).containsOnlyKeys(0L);

    fold.write(new Removal(1, List.of(new Bound(0, 1)), false));
    fold.write(new Removal(1, List.of(new Bound(0, Long.MAX_VALUE)), false));
    assertThat(fold.usage().parts()).containsOnlyKeys(0L);

    fold.write(new Removal(2, List.of(new Bound(0, Long.MAX_VALUE)), true));
    assertThat(fold.usage().parts()).isEmpty();
    assertThat(Fold.load(state, new HeapCommitLog()).usage().parts()).isEmpty();
  }

  @Test
  void relocation_movesWhatIsStillThere_andBringsNothingBack() {
    Fold fold = Fold.load(state, new HeapCommitLog());
    CommitEntry.Appended removed = large(1, 0);
    CommitEntry.Appended kept = large(1, 1);
    fold.apply(1, 64, List.of(new CommitEntry.Created(1, STREAM), removed, kept));
    fold.write();
    ChunkPlace first = place(0);
    ChunkPlace second = place(1);

    fold.write(new Removal(1, List.of(new Bound(0, 1)), false));
    fold.write(
        new Relocation(
            List.of(
                new Relocation.Move(List.of(removed.chunk()), first),
                new Relocation.Move(List.of(kept.chunk()), second))));

    assertThat(state.get(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 0))).isNull();
    assertThat(state.get(KeyValue.Family.CHUNKS, StateKeys.chunks(1, 1)))
        .isEqualTo(Chunk.pack(List.of(kept.chunk())));
    assertThat(fold.usage()).isEqualTo(new Usage.Snapshot(Map.of(), kept.chunk().lengthBytes(), 0));
    assertThat(Fold.load(state, new HeapCommitLog()).usage()).isEqualTo(fold.usage());
  }

  private ChunkPlace place(long first) {
    byte[] value = state.get(KeyValue.Family.CHUNKS, StateKeys.chunks(1, first));
    assertThat(value).isNotNull();
    return ChunkPlace.of(value);
  }
}
