package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel promises those who wait, be they one or ten thousand. */
@Timeout(60)
public abstract class WaitingContract {

  private static final int MANY = 10_000;

  /** Returns a new and empty kernel. */
  protected abstract Kernel open();

  static LongStream seeds() {
    return Seeds.usually(4);
  }

  private static EventStream stream(Kernel kernel, int number) {
    return kernel.open(StreamDescriptor.generic("s" + number));
  }

  private static List<EventStream> streams(Kernel kernel, int count) {
    List<EventStream> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      streams.add(stream(kernel, i));
    }
    return streams;
  }

  private static void append(EventStream stream) {
    stream.append(AppendRequest.of(Value.of(1))).orThrow();
  }

  /** Starts {@code waiting} on a virtual thread and returns when that is parked. */
  private static <T> Future<T> parked(ExecutorService threads, Callable<T> waiting)
      throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    Future<T> future =
        threads.submit(
            () -> {
              thread.complete(Thread.currentThread());
              return waiting.call();
            });
    awaitParked(thread.get());
    return future;
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static Map<EventStream, Long> atTails(List<EventStream> streams) {
    Map<EventStream, Long> offsets = new LinkedHashMap<>();
    streams.forEach(stream -> offsets.put(stream, stream.extent().tail()));
    return offsets;
  }

  @Test
  void awaitAny_isWokenByEachOfItsStreams() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<EventStream> streams = streams(kernel, 5);
      for (EventStream grown : streams) {
        Map<EventStream, Long> offsets = atTails(streams);
        Future<Set<EventStream>> woken =
            parked(threads, () -> EventStream.awaitAny(offsets, Deadline.NEVER));
        append(grown);

        assertThat(woken.get(30, TimeUnit.SECONDS)).containsExactly(grown);
      }
    }
  }

  /** A source that is ready is not hidden by one before it, nor waited for in turn. */
  @Test
  void awaitAny_returnsAllThatAreReadyAlready() throws Exception {
    try (Kernel kernel = open()) {
      List<EventStream> streams = streams(kernel, 4);
      append(streams.get(1));
      streams.get(3).seal(List.of());

      Map<EventStream, Long> offsets = new LinkedHashMap<>();
      streams.forEach(stream -> offsets.put(stream, 0L));
      assertThat(EventStream.awaitAny(offsets, Deadline.NEVER))
          .containsExactly(streams.get(1), streams.get(3));
    }
  }

  @Test
  void awaitAny_whenNothingComes_isEmptyAtTheDeadline() throws Exception {
    try (Kernel kernel = open()) {
      List<EventStream> streams = streams(kernel, 3);
      long start = System.nanoTime();

      assertThat(EventStream.awaitAny(atTails(streams), Deadline.in(Duration.ofMillis(50))))
          .isEmpty();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }
  }

  @Test
  void awaitAny_ofNoStreams_waitsForTheDeadline() throws Exception {
    assertThat(EventStream.awaitAny(Map.of(), Deadline.in(Duration.ofMillis(5)))).isEmpty();
  }

  @Test
  void awaitAny_isInterruptible() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<EventStream, Long> offsets = atTails(streams(kernel, 3));
      Future<Set<EventStream>> woken =
          parked(threads, () -> EventStream.awaitAny(offsets, Deadline.NEVER));
      threads.shutdownNow();

      assertThatThrownBy(() -> woken.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void awaitAny_whenTheKernelIsClosed_isRefused() throws Exception {
    Kernel kernel = open();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<EventStream, Long> offsets = atTails(streams(kernel, 3));
      Future<Set<EventStream>> woken =
          parked(threads, () -> EventStream.awaitAny(offsets, Deadline.NEVER));
      kernel.close();

      assertThatThrownBy(() -> woken.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> EventStream.awaitAny(offsets, Deadline.NEVER))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void awaitAny_ofStreamsOfTwoKernels_isWokenByEither() throws Exception {
    try (Kernel one = open();
        Kernel other = HeapKernel.open(Environment.system());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream here = stream(one, 0);
      EventStream there = stream(other, 0);
      Future<Set<EventStream>> woken =
          parked(threads, () -> EventStream.awaitAny(Map.of(here, 0L, there, 0L), Deadline.NEVER));
      append(there);

      assertThat(woken.get(30, TimeUnit.SECONDS)).containsExactly(there);
    }
  }

  @Test
  void whoWaitsForALaterOffset_isNotWokenByEarlierOnes() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = stream(kernel, 0);
      AtomicLong signals = new AtomicLong();
      Future<Long> patient =
          parked(
              threads,
              () -> {
                Waiter waiter = new Waiter();
                try (Watch _ = stream.watch(99, waiter)) {
                  while (!stream.isBeyond(99)) {
                    waiter.await(Deadline.NEVER);
                    signals.incrementAndGet();
                  }
                }
                return stream.extent().tail();
              });
      for (int i = 0; i < 100; i++) {
        try (Watch _ = stream.watch(i, new Waiter())) {
          append(stream);
        }
      }

      assertThat(patient.get(30, TimeUnit.SECONDS)).isEqualTo(100);
      assertThat(signals).hasValue(1);
    }
  }

  @Test
  void tenThousandParkedOnOneStream_areAllWoken() throws Exception {
    try (Kernel kernel = open()) {
      assertAllAreWoken(List.of(stream(kernel, 0)), 4);
    }
  }

  @Test
  void tenThousandParkedOnManyStreams_areAllWoken() throws Exception {
    try (Kernel kernel = open()) {
      assertAllAreWoken(streams(kernel, 1_000), 4);
    }
  }

  @Test
  void tenThousandParkedOnSeveralStreamsEach_areAllWoken() throws Exception {
    try (Kernel kernel = open()) {
      List<EventStream> streams = streams(kernel, 100);
      CountDownLatch woken = new CountDownLatch(MANY);
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Map<EventStream, Long> several = new LinkedHashMap<>();
        for (int k = 0; k < 5; k++) {
          several.put(streams.get((i + 17 * k) % 100), 0L);
        }
        waiting.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    if (EventStream.awaitAny(several, Deadline.NEVER) != null) {
                      woken.countDown();
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
      }
      waiting.forEach(WaitingContract::awaitParked);

      streams.forEach(stream -> stream.append(AppendRequest.of(Value.of(1))).orThrow());

      assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
      for (EventStream stream : streams) {
        assertThat(waiting(stream)).isZero();
      }
    }
  }

  /**
   * Parks ten thousand on the tails of {@code streams}, appends an event to each stream, and does
   * so again when all were woken. The timeout of the test is the bound on their wake-up.
   */
  private static void assertAllAreWoken(List<EventStream> streams, int rounds) throws Exception {
    List<Thread> waiting = new ArrayList<>();
    List<CountDownLatch> woken = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      woken.add(new CountDownLatch(MANY));
    }
    for (int i = 0; i < MANY; i++) {
      EventStream stream = streams.get(i % streams.size());
      waiting.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int round = 0; round < rounds; round++) {
                    assertThat(stream.awaitBeyond(round, Deadline.NEVER)).isEqualTo(round + 1);
                    woken.get(round).countDown();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (CountDownLatch round : woken) {
      waiting.forEach(WaitingContract::awaitParked);
      streams.forEach(WaitingContract::append);
      assertThat(round.await(30, TimeUnit.SECONDS)).isTrue();
    }
    for (Thread thread : waiting) {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void tenThousandInterrupted_allLeaveAndNoneIsKept() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = stream(kernel, 0);
      CountDownLatch interrupted = new CountDownLatch(MANY);
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        waiting.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    stream.awaitBeyond(0, Deadline.NEVER);
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                }));
      }
      waiting.forEach(WaitingContract::awaitParked);
      waiting.forEach(Thread::interrupt);

      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(waiting(stream)).isZero();
    }
  }

  @Test
  void waitsThatEndAtTheirDeadline_leaveNothingBehind() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = stream(kernel, 0);
      for (int i = 0; i < 1_000; i++) {
        stream.awaitBeyond(0, new Deadline(System.nanoTime() + 1_000));
        EventStream.awaitAny(Map.of(stream, 0L), new Deadline(System.nanoTime() + 1_000));
      }
      assertThat(waiting(stream)).isZero();
    }
  }

  private static int waiting(EventStream stream) {
    return ((LogStream) stream).waiting();
  }

  @Test
  void aClosedKernel_leavesNoThreadBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Kernel kernel = open();
    append(stream(kernel, 0));
    kernel.close();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread) && thread.getName().startsWith("bourn-")) {
        assertThat(thread.join(Duration.ofSeconds(30))).as(thread.getName()).isTrue();
      }
    }
  }

  /**
   * Waiters of every kind follow streams that grow at random, each taking every event as it comes.
   * One wake-up that is lost ends in the timeout.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void followersOfRandomAppends_missNothing(long seed) throws Exception {
    int events = 400;
    try (Kernel kernel = open();
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService platform = Executors.newCachedThreadPool()) {
      List<EventStream> streams = streams(kernel, 3);
      List<Future<Long>> followers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        EventStream stream = streams.get(i % 3);
        Callable<Long> one = () -> follow(stream, events);
        Callable<Long> all = () -> followAll(streams, events);
        followers.add((i % 2 == 0 ? virtual : platform).submit(i < 12 ? one : all));
      }
      SplittableRandom random = new SplittableRandom(seed);
      int[] left = {events, events, events};
      while (left[0] + left[1] + left[2] > 0) {
        int chosen = random.nextInt(3);
        if (left[chosen] > 0) {
          append(streams.get(chosen));
          left[chosen]--;
        }
        if (random.nextInt(8) == 0) {
          LockSupport.parkNanos(20_000);
        }
      }
      for (int i = 0; i < followers.size(); i++) {
        assertThat(followers.get(i).get(30, TimeUnit.SECONDS))
            .isEqualTo(i < 12 ? events : 3L * events);
      }
    }
  }

  private static long follow(EventStream stream, int events) throws InterruptedException {
    long offset = 0;
    while (offset < events) {
      offset = Math.min(stream.awaitBeyond(offset, Deadline.NEVER), offset + 1);
    }
    return offset;
  }

  private static long followAll(List<EventStream> streams, int events) throws InterruptedException {
    Map<EventStream, Long> offsets = new LinkedHashMap<>();
    streams.forEach(stream -> offsets.put(stream, 0L));
    long taken = 0;
    while (!offsets.isEmpty()) {
      for (EventStream stream : EventStream.awaitAny(offsets, Deadline.NEVER)) {
        taken++;
        if (offsets.merge(stream, 1L, Long::sum) == events) {
          offsets.remove(stream);
        }
      }
    }
    return taken;
  }
}
