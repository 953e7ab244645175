package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a certain timing brings about. */
@Timeout(60)
final class KernelTimingTest {

  private static final Tuning SLOW_STATE =
      new Tuning(64 << 20, 64 << 20, 64 << 20, 64 << 20, 60_000, 50, 1 << 30, 1 << 20);

  private static final Tuning HOLDS_LITTLE =
      new Tuning(1 << 10, 1 << 20, 64 << 10, 4 << 10, 1, 1, 20_000, 1 << 20);

  private final FailingLog log = new FailingLog();

  private LogKernel open(Tuning tuning) {
    return LogKernel.open(
        log, new HeapKeyValue(), Environment.system(), descriptor -> ValueFormat.INSTANCE, tuning);
  }

  @Test
  void aProducerThatTheStateDoesNotHaveYet_isKnown() {
    try (Kernel kernel = open(SLOW_STATE)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      for (int i = 0; i < 12_000; i++) {
        stream.append(AppendRequest.of(Value.of(i)).by(Producer.of("till " + i))).orThrow();
      }

      assertThat(stream.append(AppendRequest.of(Value.of(0)).by(Producer.of("till 0"))))
          .isEqualTo(new Append.Duplicate(0, 0));
    }
  }

  @Test
  void aNameGivenAgainInTheCommitThatFreedIt_isThatOfTheNewStream() throws Exception {
    try (LogKernel kernel = open(Tuning.HEAP)) {
      EventStream parent = kernel.open(StreamDescriptor.generic("parent"));
      LogStream orders = (LogStream) kernel.open(StreamDescriptor.generic("orders"));
      CountDownLatch opened = new CountDownLatch(1);
      log.open.set(opened);
      Thread first = Thread.ofPlatform().start(() -> parent.append(AppendRequest.of(Value.of(0))));
      awaitWaiting(first);
      kernel.committer().submit(new DeleteRequest(orders));
      AtomicReference<EventStream> fork = new AtomicReference<>();
      Thread second =
          Thread.ofPlatform().start(() -> fork.set(parent.fork(new StreamName("orders"), 0)));
      awaitWaiting(second);

      opened.countDown();
      first.join();
      second.join();

      assertThat(kernel.find(new StreamName("orders"))).contains(fork.get());
      assertThat(fork.get().extent().incarnation()).isEqualTo(3);
    }
  }

  /** What expires is decided before the commit that deletes it: an append in between keeps it. */
  @Test
  void aStreamAppendedToSinceItWasFoundExpired_stays() {
    try (LogKernel kernel = open(Tuning.HEAP)) {
      LogStream stream = (LogStream) kernel.open(StreamDescriptor.generic("orders"));
      stream.append(AppendRequest.of(Value.of(0))).orThrow();

      assertThat(kernel.committer().run(new DeleteRequest(stream, 0))).contains(false);
      assertThat(kernel.find(new StreamName("orders"))).isPresent();
      assertThat(kernel.committer().run(new DeleteRequest(stream, 1))).contains(true);
      assertThat(kernel.find(new StreamName("orders"))).isEmpty();
    }
  }

  /** Else a disk that is busy for two seconds would put compaction off for forty. */
  @Test
  void compaction_restsForTheTimeItTook_notForThatOfTheDisk() {
    try (LogKernel kernel = open(Tuning.HEAP)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));
      AppendRequest row = AppendRequest.of(Value.map("key", 1));
      log.syncMillis.set(2_000);
      stream.append(row).orThrow();
      stream.append(row).orThrow();
      awaitFirst(stream, 1);
      log.syncMillis.set(0);
      stream.append(row).orThrow();
      awaitFirst(stream, 2);
    }
  }

  /** Else a consumer that comes later would begin at events that are gone. */
  @Test
  void theLesserOfTwoTrimsInOneCommit_changesNothing() throws Exception {
    try (LogKernel kernel = open(Tuning.HEAP)) {
      LogStream stream = (LogStream) kernel.open(StreamDescriptor.generic("orders"));
      AppendRequest two = AppendRequest.of(Value.of(0), Value.of(1));
      stream.append(two).orThrow();
      CountDownLatch opened = new CountDownLatch(1);
      log.open.set(opened);
      Thread first = Thread.ofPlatform().start(() -> stream.append(two));
      awaitWaiting(first);
      TrimRequest greater = new TrimRequest(stream, 2, false);
      TrimRequest lesser = new TrimRequest(stream, 1, false);
      kernel.committer().submit(greater);
      kernel.committer().submit(lesser);
      opened.countDown();
      first.join();

      assertThat(lesser.join()).isTrue();
      assertThat(stream.nextEarliest()).isEqualTo(2);
      LeaseRequest lease = LeaseRequest.of("reports", Duration.ofMinutes(1));
      assertThat(stream.leases().acquire(lease).orThrow().position()).isEqualTo(2);
    }
  }

  @Test
  void anAppendThatMeetsADurableOne_doesNotWaitForItsSync() throws Exception {
    try (LogKernel kernel = open(Tuning.HEAP)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      CountDownLatch opened = new CountDownLatch(1);
      CountDownLatch synced = new CountDownLatch(1);
      log.open.set(opened);
      AppendRequest append = AppendRequest.of(Value.of(0));
      Thread durable = Thread.ofPlatform().start(() -> stream.append(append.durable()));
      awaitWaiting(durable);
      Thread logged = Thread.ofPlatform().start(() -> stream.append(append));
      awaitWaiting(logged);
      log.syncsOpen.set(synced);
      opened.countDown();
      try {
        assertThat(logged.join(Duration.ofSeconds(20))).isTrue();
        assertThat(durable.isAlive()).isTrue();
      } finally {
        synced.countDown();
      }
      durable.join();
    }
  }

  /** The thread that commits for virtual threads would take a processor from whom it waits for. */
  @Test
  void noThread_spinsWhileACommitTakesLong() throws Exception {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    Environment environment = recording(threads);
    try (LogKernel kernel =
        LogKernel.open(
            log,
            new HeapKeyValue(),
            environment,
            descriptor -> ValueFormat.INSTANCE,
            Tuning.HEAP)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      CountDownLatch opened = new CountDownLatch(1);
      log.open.set(opened);
      AppendRequest append = AppendRequest.of(Value.of(0));
      Thread first = Thread.ofPlatform().start(() -> stream.append(append));
      awaitWaiting(first);
      CompletionStage<Append> second = stream.submit(append);
      try {
        Instant deadline = Instant.now().plusSeconds(20);
        while (threads.stream().anyMatch(KernelTimingTest::runs)) {
          assertThat(Instant.now()).isBefore(deadline);
          Thread.onSpinWait();
        }
      } finally {
        opened.countDown();
      }
      assertThat(second.toCompletableFuture().get()).isInstanceOf(Append.Appended.class);
      first.join();
    }
  }

  private static Environment recording(Queue<Thread> threads) {
    Environment system = Environment.system();
    return new Environment(
        system.clock(),
        system.random(),
        task -> {
          Thread thread = system.threads().newThread(task);
          threads.add(thread);
          return thread;
        },
        system.memory());
  }

  private static boolean runs(Thread thread) {
    return thread.getState() == Thread.State.RUNNABLE;
  }

  private static void awaitFirst(EventStream stream, long offset) {
    Instant deadline = Instant.now().plusSeconds(25);
    while (first(stream) != offset) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  private static long first(EventStream stream) {
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      assertThat(reader.next()).isEqualTo(Step.EVENT);
      return reader.offset();
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aBoundedStreamThatHoldsTooMuch_getsAGapAndNeverFewerEvents() {
    try (Kernel kernel = open(HOLDS_LITTLE)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      for (int i = 0; i < 2_000; i++) {
        stream.append(AppendRequest.of(Value.of("x".repeat(100) + i)));
      }
      BoundedStream little = stream.bound(new Bound(1_950, 2_000), CausalContext.NONE);
      BoundedStream much = stream.bound(new Bound(0, 2_000), CausalContext.NONE);
      stream.trim(1_990);

      Instant deadline = Instant.now().plusSeconds(30);
      while (read(much).size() == 2_000) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      try (Reader reader = much.read()) {
        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap().cause()).isEqualTo(Gap.Cause.RETENTION);
      }
      assertThat(little.bound().count()).isEqualTo(50);
    }
  }

  @Test
  void aBoundedStreamThatHeldTooMuch_getsAGapWhereCompactionTookEvents() {
    try (Kernel kernel = open(HOLDS_LITTLE)) {
      EventStream stream = kernel.open(StreamDescriptor.generic("table"));
      for (int i = 0; i < 2_000; i++) {
        stream.append(AppendRequest.of(Value.map("key", i % 10, "text", "x".repeat(100))));
      }
      BoundedStream all = stream.bound(new Bound(0, 2_000), CausalContext.NONE);
      BoundedStream rest = all.part(new Bound(1_500, 2_000), CausalContext.NONE);
      stream.trim(1_500);
      stream.configure(StreamSettings.DEFAULT.compactBy(Keyword.of("key")));

      Instant deadline = Instant.now().plusSeconds(30);
      while (readAll(stream).size() > 10) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      try (Reader reader = rest.read()) {
        long expected = 1_500;
        Step step = reader.next();
        while (step == Step.EVENT) {
          assertThat(reader.offset()).isEqualTo(expected);
          expected++;
          step = reader.next();
        }
        assertThat(step).isEqualTo(Step.GAP);
        assertThat(reader.gap().cause()).isEqualTo(Gap.Cause.COMPACTION);
        assertThat(reader.gap().requested()).isEqualTo(expected);
        assertThat(reader.gap().earliest()).isGreaterThan(expected);
      }
      assertThatThrownBy(() -> rest.chunks((first, count, from, until, stamp, body) -> true))
          .isInstanceOf(EventsLostException.class);
      BoundedStream later = stream.bound();
      assertThat(read(later)).hasSize(10);
      later.chunks((first, count, from, until, stamp, body) -> true);
      assertThat(all.bound().count()).isEqualTo(2_000);
    }
  }

  @Test
  void aBoundedStreamOfAFork_thatHoldsTooMuchOfItsParent_getsAGap() {
    try (Kernel kernel = open(HOLDS_LITTLE)) {
      EventStream parent = kernel.open(StreamDescriptor.generic("orders"));
      for (int i = 0; i < 2_000; i++) {
        parent.append(AppendRequest.of(Value.of("x".repeat(100) + i)));
      }
      EventStream fork = parent.fork(new StreamName("fork"), 1_990);
      BoundedStream little = parent.bound(new Bound(1_950, 2_000), CausalContext.NONE);
      BoundedStream much = fork.bound(new Bound(0, 1_990), CausalContext.NONE);
      parent.trim(2_000);
      fork.trim(1_990);

      Instant deadline = Instant.now().plusSeconds(30);
      while (read(much).size() == 1_990) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      try (Reader reader = much.read()) {
        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap().cause()).isEqualTo(Gap.Cause.RETENTION);
      }
      assertThat(little.bound().count()).isEqualTo(50);
    }
  }

  private static List<Value> readAll(EventStream stream) {
    List<Value> values = new ArrayList<>();
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      while (reader.next() == Step.EVENT) {
        values.add(reader.value());
      }
    }
    return values;
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
}
