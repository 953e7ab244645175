package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises of streams within limits on which a lease holds retention. */
public interface FullContract extends KernelFixture {

  /** How long the leases of these tests last. */
  Duration TTL = Duration.ofSeconds(30);

  private static EventStream orders(Kernel kernel, StreamSettings settings) {
    EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
    stream.configure(settings);
    return stream;
  }

  private static EventStream orders(Kernel kernel, int mostEvents) {
    return orders(kernel, StreamSettings.DEFAULT.keepCount(mostEvents));
  }

  private static AppendRequest events(int count) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(Value.of(i));
    }
    return AppendRequest.of(values);
  }

  private static Lease lease(EventStream stream, Lag lag) {
    return stream.leases().acquire(LeaseRequest.of("billing", TTL).holding(lag)).orThrow();
  }

  private static Cursor at(EventStream stream, long offset) {
    return new Cursor(stream.extent().incarnation(), stream.extent().epoch(), offset);
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  default void append_beyondWhatALeaseHolds_isFullUntilItMovesOn() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      Lease lease = lease(stream, Lag.ofEvents(1_000));
      stream.append(events(8)).orThrow();

      assertThat(stream.append(events(3)))
          .isInstanceOfSatisfying(
              Append.Full.class,
              full -> {
                assertThat(full.earliest()).isZero();
                assertThat(full.retryAfter()).isBetween(Duration.ofMillis(1), TTL);
              });
      assertThat(stream.extent().tail()).isEqualTo(8);
      stream.append(events(2)).orThrow();
      lease = stream.leases().store(lease, at(stream, 3)).orThrow();
      stream.append(events(3)).orThrow();
      assertThat(stream.append(events(1))).isInstanceOf(Append.Full.class);
      stream.leases().release(lease).orThrow();
      stream.append(events(1)).orThrow();
      stream.append(events(100)).orThrow();
    }
  }

  @Test
  default void full_outlivesTheKernel() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10)).orThrow();
    }
    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      assertThat(stream.append(events(1))).isInstanceOf(Append.Full.class);
      Lease lease = stream.leases().find("billing").orElseThrow();
      stream.leases().store(lease, at(stream, 1)).orThrow();
      stream.append(events(1)).orThrow();
    }
  }

  @Test
  default void aLeaseThatExpires_makesRoom() {
    MovedClock clock = new MovedClock();
    try (Kernel kernel = reopen(clock.environment())) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10)).orThrow();
      clock.move(TTL.minusMillis(10));
      assertThat(stream.append(events(1))).isEqualTo(new Append.Full(0, Duration.ofMillis(10)));
      clock.move(Duration.ofMillis(10));

      stream.append(events(1)).orThrow();
    }
  }

  @Test
  default void aLeaseThatHoldsNothing_orLessThanTheLimit_isNeverInTheWay() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.NONE);
      stream.leases().acquire(LeaseRequest.of("b", TTL).holding(Lag.ofEvents(9))).orThrow();
      for (int i = 0; i < 100; i++) {
        stream.append(events(1)).orThrow();
      }
      await(() -> stream.extent().earliest() == 90);
    }
  }

  /** Otherwise it could never be appended. */
  @Test
  default void aBatchLargerThanTheLimit_isAppendedWhenNothingIsHeld() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      Lease lease = lease(stream, Lag.ofEvents(1_000));

      stream.append(events(25)).orThrow();
      assertThat(stream.append(events(1))).isInstanceOf(Append.Full.class);
      stream.leases().store(lease, at(stream, 25)).orThrow();
      stream.append(events(25)).orThrow();
    }
  }

  @Test
  default void whatElseIsToSay_isSaidBeforeFull() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.ofEvents(1_000));
      AppendRequest first = events(10).by(Producer.of("till"));
      stream.append(first).orThrow();

      assertThat(stream.append(first)).isEqualTo(new Append.Duplicate(0, 9));
      assertThat(stream.append(events(1).ifTailIs(3))).isInstanceOf(Append.Conflict.class);
      assertThat(stream.seal(List.of(Value.of(1)))).isInstanceOf(Append.Full.class);
      assertThat(stream.seal(List.of())).isInstanceOf(Append.Appended.class);
      assertThat(stream.append(events(1))).isInstanceOf(Append.Sealed.class);
    }
  }

  /** What a lease holds is dropped when the lease has moved on, and what it may not hold is not. */
  @Test
  default void retention_dropsNothingThatALeaseHolds() {
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      Lease lease = lease(stream, Lag.ofEvents(60));
      stream.append(events(100)).orThrow();
      stream.configure(StreamSettings.DEFAULT.keepCount(10));

      await(() -> stream.extent().earliest() > 0);
      assertThat(stream.extent().earliest()).isEqualTo(40);
      lease = stream.leases().store(lease, at(stream, 50)).orThrow();
      await(() -> stream.extent().earliest() > 40);
      assertThat(stream.extent().earliest()).isEqualTo(50);
      stream.leases().store(lease, at(stream, 100)).orThrow();
      await(() -> stream.extent().earliest() > 50);
      assertThat(stream.extent().earliest()).isEqualTo(90);
    }
  }

  @Test
  default void trim_dropsWhatALeaseHolds() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.ofEvents(60));
      stream.append(events(10)).orThrow();

      assertThat(stream.trim(5)).isEqualTo(5);
      stream.append(events(5)).orThrow();
      assertThat(stream.append(events(1))).isInstanceOf(Append.Full.class);
    }
  }

  @Test
  default void aLimitOfBytes_isKeptToWithinOfAChunk() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, StreamSettings.DEFAULT.keepBytes(256 << 10));
      Lease lease = lease(stream, Lag.ofBytes(1 << 30));
      AppendRequest kilobyte = AppendRequest.of(Value.of("x".repeat(1_000)));
      for (int round = 0; round < 3; round++) {
        long before = stream.extent().tail();
        while (stream.append(kilobyte) instanceof Append.Appended) {
          assertThat(stream.extent().tail() - before).isLessThan(260);
        }
        assertThat(stream.extent().tail() - before).isBetween(170L, 260L);
        lease = stream.leases().store(lease, stream.extent().tailCursor()).orThrow();
      }
    }
  }

  @Test
  default void aLagOfBytes_isKeptToWithinOfAChunk() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, StreamSettings.DEFAULT.keepBytes(256 << 10));
      lease(stream, Lag.ofBytes(150 << 10));
      AppendRequest kilobyte = AppendRequest.of(Value.of("x".repeat(1_000)));
      for (int i = 0; i < 2_000; i++) {
        stream.append(kilobyte).orThrow();
      }
      await(() -> stream.extent().earliest() > 1_500);
      assertThat(stream.extent().earliest()).isLessThan(1_900);
    }
  }

  /** A consumer that appends to what it consumes would wait for itself for ever. */
  @Test
  default void aPositionStoredInTheCommit_makesRoomForIt() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      StreamName name = stream.descriptor().name();
      Lease lease = lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10)).orThrow();

      Committed tooMuch =
          kernel.commit(
              new CommitRequest(Map.of(name, events(3))).with(Checkpoint.of(lease, at(stream, 2))));
      assertThat(tooMuch.all()).isFalse();
      assertThat(tooMuch.outcomes().get(name)).isInstanceOf(Append.Full.class);
      assertThat(stream.leases().find("billing")).contains(lease);
      assertThat(
              kernel
                  .commit(
                      new CommitRequest(Map.of(name, events(3)))
                          .with(Checkpoint.of(lease, at(stream, 3))))
                  .all())
          .isTrue();
    }
  }

  @Test
  default void append_withADeadline_isFullOnceItHasPassed() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10), Deadline.NEVER).orThrow();

      assertThat(stream.append(events(1), Deadline.in(Duration.ofMillis(20))))
          .isInstanceOf(Append.Full.class);
      assertThat(stream.append(events(1), Deadline.in(Duration.ZERO)))
          .isInstanceOf(Append.Full.class);
      assertThat(stream.extent().tail()).isEqualTo(10);
    }
  }

  @Test
  default void append_interruptedWhileItWaits_appendsNothing() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel, 10);
      Lease lease = lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10)).orThrow();
      CompletableFuture<Thread> waiting = new CompletableFuture<>();
      Future<Append> append =
          threads.submit(
              () -> {
                waiting.complete(Thread.currentThread());
                return stream.append(events(1), Deadline.NEVER);
              });
      Thread thread = waiting.get(30, TimeUnit.SECONDS);
      await(() -> thread.getState() == Thread.State.TIMED_WAITING);
      thread.interrupt();

      assertThatThrownBy(() -> append.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      stream.leases().release(lease).orThrow();
      assertThat(stream.extent().tail()).isEqualTo(10);
    }
  }

  @Test
  default void append_thatWaits_endsWithTheKernel() throws Exception {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Future<Append> append;
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel, 10);
      lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10)).orThrow();
      append = threads.submit(() -> stream.append(events(1), Deadline.NEVER));
    }
    assertThatThrownBy(() -> append.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    threads.close();
  }

  @Test
  default void commit_withADeadline_waitsForRoomInAllItsStreams() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream one = orders(kernel, 10);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      other.configure(StreamSettings.DEFAULT.keepCount(10));
      Lease first = lease(one, Lag.ofEvents(1_000));
      Lease second = lease(other, Lag.ofEvents(1_000));
      one.append(events(10)).orThrow();
      other.append(events(10)).orThrow();
      CommitRequest both =
          new CommitRequest(
              Map.of(one.descriptor().name(), events(1), other.descriptor().name(), events(2)));

      Committed full = kernel.commit(both, Deadline.in(Duration.ofMillis(20)));
      assertThat(full.all()).isFalse();
      assertThat(full.outcomes().values()).hasSize(2).allMatch(Append.Full.class::isInstance);

      Future<Committed> waiting = threads.submit(() -> kernel.commit(both, Deadline.NEVER));
      one.leases().store(first, at(one, 10)).orThrow();
      assertThat(other.extent().tail()).isEqualTo(10);
      other.leases().store(second, at(other, 2)).orThrow();

      assertThat(waiting.get(30, TimeUnit.SECONDS).all()).isTrue();
      assertThat(one.extent().tail()).isEqualTo(11);
      assertThat(other.extent().tail()).isEqualTo(12);
    }
  }

  /** Waiting would not help: the answer comes at once. */
  @Test
  default void commit_withADeadline_isRefusedAtOnceByAnythingElse() throws Exception {
    try (Kernel kernel = open()) {
      EventStream one = orders(kernel, 10);
      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      Lease lease = lease(one, Lag.ofEvents(1_000));
      one.append(events(10)).orThrow();
      StreamName name = one.descriptor().name();
      AppendRequest conflicting = events(1).ifTailIs(7);

      Committed conflict =
          kernel.commit(
              new CommitRequest(Map.of(name, events(1), other.descriptor().name(), conflicting)),
              Deadline.NEVER);
      assertThat(conflict.outcomes().get(other.descriptor().name()))
          .isInstanceOf(Append.Conflict.class);

      Checkpoint beyond = Checkpoint.of(lease, at(one, 11));
      Committed refused =
          kernel.commit(new CommitRequest(Map.of(name, events(1))).with(beyond), Deadline.NEVER);
      assertThat(refused.leasings().get(beyond)).isEqualTo(new Leasing.Beyond(10));
    }
  }

  /**
   * Who waits tries again after a second in any case, so one lost wake-up shows as a second: thirty
   * of them would be half a minute.
   */
  @Test
  default void whoWaitsForRoom_isWokenWhenALeaseMovesOrEnds() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel, 10);
      StreamName name = stream.descriptor().name();
      Lease lease = lease(stream, Lag.ofEvents(1_000));
      stream.append(events(10)).orThrow();
      long start = System.nanoTime();
      for (int round = 0; round < 30; round++) {
        boolean commits = round % 2 == 0;
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Future<Boolean> woken =
            threads.submit(
                () -> {
                  thread.complete(Thread.currentThread());
                  return commits
                      ? kernel
                          .commit(new CommitRequest(Map.of(name, events(1))), Deadline.NEVER)
                          .all()
                      : stream.append(events(1), Deadline.NEVER) instanceof Append.Appended;
                });
        Thread writer = thread.get(30, TimeUnit.SECONDS);
        await(() -> writer.getState() == Thread.State.TIMED_WAITING);
        if (round % 3 == 0) {
          stream.leases().release(lease).orThrow();
        } else {
          lease = stream.leases().store(lease, at(stream, lease.position() + 1)).orThrow();
        }
        assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
        if (round % 3 == 0) {
          lease = lease(stream, Lag.ofEvents(1_000));
          lease = stream.leases().store(lease, at(stream, round + 1)).orThrow();
        }
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
    }
  }

  /** Many writers, one slow consumer, little room: everything arrives, nothing is dropped. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.Seeds#four")
  default void writersThatWait_loseNothingAndNoWakeUp(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel, 10);
      Lease lease = lease(stream, Lag.ofEvents(1_000));
      int total = 0;
      List<Future<Append>> appends = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int size = random.nextInt(1, 5);
        total += size;
        appends.add(threads.submit(() -> stream.append(events(size), Deadline.NEVER)));
      }
      try (Reader reader = stream.read(lease.cursor(), CausalContext.NONE)) {
        while (reader.cursor().offset() < total) {
          switch (reader.next()) {
            case EVENT -> {
              if (random.nextInt(3) == 0) {
                lease = stream.leases().store(lease, reader.cursor()).orThrow();
              }
            }
            case BLOCKED -> {
              lease = stream.leases().store(lease, reader.cursor()).orThrow();
              stream.awaitBeyond(reader.cursor().offset(), Deadline.in(Duration.ofSeconds(30)));
            }
            case GAP, END -> throw new AssertionError(reader.gap());
          }
        }
      }
      for (Future<Append> append : appends) {
        append.get(30, TimeUnit.SECONDS).orThrow();
      }
      assertThat(stream.extent().tail()).isEqualTo(total);
    }
  }
}
