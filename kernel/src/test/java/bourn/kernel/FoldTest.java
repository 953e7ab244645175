package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the fold makes of commits and edits that come together. */
final class FoldTest {

  private static final StreamDescriptor STREAM = StreamDescriptor.generic("a");
  private static final int LARGE = 10_000;

  private final HeapKeyValue state = new HeapKeyValue();

  private static CommitEntry large(long incarnation, long first) {
    Chunk.Batch batch = Chunk.Batch.of(1, new byte[LARGE], 0);
    return new CommitEntry.Appended(
        Chunk.seal(incarnation, first, new Stamp(first + 1, 1, List.of()), batch));
  }

  /** The trims of several threads may be decided against the same earliest offset. */
  @Test
  void trimsInOneCommit_leaveTheGreatest() {
    Fold fold = Fold.load(state);
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

    assertThat(Fold.load(state).streams())
        .extracting(stream -> stream.reach().earliest())
        .containsExactly(2L);
  }

  /** Else a part of the log would be let go of in which chunks of other streams stay. */
  @Test
  void removalsInOneWrite_countWhatTheyRemoveOnce() {
    Fold fold = Fold.load(state);
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
    assertThat(fold.residentParts()).containsExactly(0L);

    fold.edit(new Removal(1, List.of(new Bound(0, 1)), false));
    fold.edit(new Removal(1, List.of(new Bound(0, 2)), false));
    fold.write();
    assertThat(fold.residentParts()).containsExactly(0L);

    fold.edit(new Removal(2, List.of(new Bound(0, Long.MAX_VALUE)), true));
    fold.write();
    assertThat(fold.residentParts()).isEmpty();
    assertThat(Fold.load(state).residentParts()).isEmpty();
  }
}
