package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.CausalContext;
import bourn.kernel.Durability;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.MemoryBudget;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Novelty of all streams stays within its share of the memory, however it is spread. */
final class NoveltyShareTest {

  private static final MemoryBudget SMALL = new MemoryBudget(MemoryBudget.LEAST_BYTES);
  private static final int STREAMS = 60;
  private static final int TEXT_LENGTH = 8_000;
  private static final int ROUNDS = 10;

  private static Kernel open() {
    return HeapKernel.open(Environment.system().with(SMALL));
  }

  /** Streams that get a long text each in turn, none of them much by itself. */
  @Test
  void manyStreamsWithLongTexts_takeNoMoreThanTheShare_andForgetNothing() {
    try (Kernel kernel = open()) {
      SharedDatabases shared = SharedDatabases.acquire(kernel, Limits.DEFAULT);
      try {
        long most = 0;
        for (int round = 0; round < ROUNDS; round++) {
          for (int i = 0; i < STREAMS; i++) {
            transact(shared.open("s" + i), round);
            most = Math.max(most, shared.noveltyBytes());
          }
        }
        assertThat(most).isBetween(SMALL.noveltyBytes() / 2, atMost(1));
        for (int i = 0; i < STREAMS; i++) {
          Database database = shared.open("s" + i).database(CausalContext.NONE);
          assertThat(database.datoms(100)).hasSize(ROUNDS);
        }
      } finally {
        shared.release();
      }
    }
  }

  @Test
  void writersOfManyStreamsAtOnce_waitForRoom() throws Exception {
    int writers = 4;
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      SharedDatabases shared = SharedDatabases.acquire(kernel, Limits.DEFAULT);
      try {
        List<Future<Long>> most = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          int from = writer * STREAMS;
          most.add(threads.submit(() -> write(shared, from)));
        }
        for (Future<Long> each : most) {
          assertThat(each.get()).isLessThanOrEqualTo(atMost(writers));
        }
      } finally {
        shared.release();
      }
    }
  }

  /** A stream that is deleted leaves the room that its novelty took. */
  @Test
  void whatIsDeletedIsCountedNoMore() {
    try (Kernel kernel = open()) {
      SharedDatabases shared = SharedDatabases.acquire(kernel, Limits.DEFAULT);
      try {
        StreamIndex index = shared.open("gone");
        transact(index, 0);
        assertThat(shared.noveltyBytes()).isGreaterThan(TEXT_LENGTH);
        kernel.delete(new StreamName("gone"));
        index.merge();
        assertThat(shared.noveltyBytes()).isZero();
      } finally {
        shared.release();
      }
    }
  }

  private static long write(SharedDatabases shared, int from) {
    long most = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < STREAMS / 4; i++) {
        transact(shared.open("s" + (from + i)), round);
        most = Math.max(most, shared.noveltyBytes());
      }
    }
    return most;
  }

  private static void transact(StreamIndex index, int round) {
    String text = Character.toString('a' + round).repeat(TEXT_LENGTH);
    Transacted _ =
        index.transact(
            before -> List.of(Value.map("db/id", 100, "text-" + round, text)),
            CausalContext.NONE,
            Durability.LOG);
  }

  /** Returns how much there may be: who finds room adds one transaction to it. */
  private static long atMost(int writers) {
    return SMALL.noveltyBytes() + writers * (TEXT_LENGTH + 4_000L);
  }
}
