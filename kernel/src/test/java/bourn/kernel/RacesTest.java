package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The races that {@code stress/run} looks for closely, for a few seconds. */
@Timeout(60)
final class RacesTest {

  private static final Stamp STAMP = new Stamp(1, 1, List.of());
  private static final int CHUNKS = 100_000;
  private static final int HANDOVERS = 10_000;

  private static Chunk chunk(long first, int bodyBytes) {
    byte[] body = new byte[bodyBytes];
    Arrays.fill(body, (byte) first);
    return Chunk.seal(1, first, STAMP, Chunk.Batch.of(1, body, 0));
  }

  /** Packs grow and move to larger memory, are closed, and are trimmed, under whoever walks. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2})
  void aTailThatGrows_isWalkedWhole(long seed) throws Exception {
    LiveTail live = new LiveTail();
    AtomicLong tail = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> writer = threads.submit(() -> grow(live, tail, new SplittableRandom(seed)));
      Future<Long> walker = threads.submit(() -> walk(live, tail));
      writer.get();
      assertThat(walker.get()).isPositive();
    }
  }

  private static void grow(LiveTail live, AtomicLong tail, SplittableRandom random) {
    for (long first = 0; first < CHUNKS; first++) {
      boolean large = random.nextInt(500) == 0;
      live.add(chunk(first, large ? PendingChunks.RESIDENT_BYTES : random.nextInt(1, 300)));
      tail.set(first + 1);
      if (random.nextInt(1_000) == 0) {
        live.trim(random.nextLong(Math.max(0, first - 3_000), first + 1));
      }
    }
  }

  /** Returns how many chunks were found one after the other. */
  private static long walk(LiveTail live, AtomicLong tail) {
    long walked = 0;
    long next = 0;
    while (next < CHUNKS) {
      LiveTail.Node node = next < tail.get() ? live.find(next) : null;
      TailWalk walk = node == null ? null : new TailWalk(node, next);
      Chunk chunk = walk == null ? null : walk.next();
      while (chunk != null) {
        if (!isWhole(chunk, next)) {
          throw new AssertionError("at " + next + ", found " + chunk);
        }
        next++;
        walked++;
        chunk = walk.next();
      }
      next = Math.max(next, Math.min(tail.get(), live.first()));
    }
    return walked;
  }

  /** Fast, so that whoever walks is where the tail grows. */
  private static boolean isWhole(Chunk chunk, long first) {
    MemorySegment body = chunk.body();
    return chunk.first() == first
        && body.get(ValueLayout.JAVA_BYTE, 0) == (byte) first
        && body.get(ValueLayout.JAVA_BYTE, body.byteSize() - 1) == (byte) first;
  }

  /** Whoever finds the committer at work leaves the request to it, which may be about to leave. */
  @Test
  void aRequestHandedOver_isNeverLost() throws Exception {
    CommitterParts parts = new CommitterParts();
    Committer[] committers = new Committer[HANDOVERS];
    Arrays.setAll(committers, i -> parts.committer());
    AtomicInteger arrived = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<CommitterParts.Nothing[]> one = threads.submit(() -> handOver(committers, arrived));
      Future<CommitterParts.Nothing[]> other = threads.submit(() -> handOver(committers, arrived));
      assertThat(one.get()).allMatch(CommitterParts.Nothing::isDone);
      assertThat(other.get()).allMatch(CommitterParts.Nothing::isDone);
    }
  }

  private static CommitterParts.Nothing[] handOver(Committer[] committers, AtomicInteger arrived) {
    CommitterParts.Nothing[] requests = new CommitterParts.Nothing[committers.length];
    Arrays.setAll(requests, i -> new CommitterParts.Nothing());
    for (int i = 0; i < committers.length; i++) {
      arrived.incrementAndGet();
      while (arrived.get() < 2 * (i + 1)) {
        Thread.onSpinWait();
      }
      committers[i].commit(requests[i]);
    }
    return requests;
  }
}
