package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much waits while the applier does nothing. */
final class BacklogTest {

  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_ITEMS = (int) (MOST_BYTES / CommitGroup.ENTRY_BYTES) + 1;

  private final Backlog backlog =
      new Backlog(
          new ReentrantLock(), new Tuning(0, MOST_BYTES, 0, MOST_BYTES, 1, 1, 1 << 20, 1 << 20));
  private long number;

  private void add(CommitGroup group, @Nullable ChunkPack pack) {
    number++;
    backlog.add(number, CommitLog.NOWHERE, group, pack);
  }

  private static CommitGroup group() {
    return new CommitGroup(new HybridClock(Environment.system().clock(), 0), 1, new Outputs());
  }

  private void assertBehindUntilApplied() {
    assertThat(backlog.behind()).isTrue();
    List<Backlog.Item> items = backlog.take();
    assertThat(items).hasSizeLessThanOrEqualTo(MOST_ITEMS);
    backlog.applied(items.stream().mapToLong(Backlog.Item::countedBytes).sum() - MOST_BYTES);
    assertThat(backlog.behind()).isFalse();
    backlog.applied(MOST_BYTES);
  }

  @Test
  void commitsWithoutChunks_countToo() {
    for (int i = 0; i < MOST_ITEMS; i++) {
      CommitGroup group = group();
      group.add(new CommitEntry.Trimmed(1, i));
      add(group, null);
    }
    assertBehindUntilApplied();
  }

  @Test
  @SuppressWarnings("NullAway") // nobody asks whose stream the chunks are of
  void appendsThatAlternateBetweenStreams_countMoreThanTheirBytes() {
    List<ChunkPack> packs = List.of(new ChunkPack(chunk(0, 0)), new ChunkPack(chunk(1, 0)));
    for (int i = 0; i < MOST_ITEMS; i++) {
      Chunk chunk = chunk(i % 2, 1 + i / 2);
      assertThat(packs.get(i % 2).add(chunk)).isTrue();
      CommitGroup group = group();
      group.add(null, chunk, new ValueOutput());
      add(group, packs.get(i % 2));
    }
    assertBehindUntilApplied();
  }

  private static Chunk chunk(long incarnation, long first) {
    byte[] body = ValueFormat.INSTANCE.encode(List.of(Value.of(first)));
    return Chunk.seal(incarnation, first, new Stamp(1, 1, List.of()), Chunk.Batch.of(1, body, 0));
  }
}
