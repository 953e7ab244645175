package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a kernel does when its disk fails. */
@Timeout(60)
final class KernelFailureTest {

  private final FailingLog log = new FailingLog();
  private FailingState state = new FailingState();

  private LogKernel open() {
    return LogKernel.open(
        log, state, Environment.system(), descriptor -> ValueFormat.INSTANCE, Tuning.HEAP);
  }

  private static EventStream numbers(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("numbers"));
  }

  private static AppendRequest number(long number) {
    return AppendRequest.of(Value.of(number));
  }

  @Test
  void append_whenTheLogFails_isIndeterminateAndThenRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      stream.append(number(0)).orThrow();
      log.appendsFail.set(true);

      assertThat(stream.append(number(1)))
          .isInstanceOfSatisfying(
              Append.Indeterminate.class,
              outcome -> assertThat(outcome.why()).contains("/disk/1.log"));
      log.appendsFail.set(false);
      assertThatThrownBy(() -> stream.append(number(2)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("/disk/1.log");
      assertThat(stream.extent().tail()).isEqualTo(1);
    }
    try (Kernel kernel = open()) {
      assertThat(EventStreamContract.drain(numbers(kernel))).containsExactly(Value.of(0));
    }
  }

  @Test
  void commit_whenTheLogFails_isIndeterminateForEveryStream() {
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      log.appendsFail.set(true);

      Committed committed =
          kernel.commit(new CommitRequest(Map.of(stream.descriptor().name(), number(1))));

      assertThat(committed.all()).isFalse();
      assertThat(committed.outcomes().values()).hasOnlyElementsOfType(Append.Indeterminate.class);
    }
  }

  /** It is a mistake of its caller, and no reason to accept nothing more. */
  @Test
  void aCommitThatIsTooLarge_isRefused_andHarmsNothing() {
    try (Kernel kernel = open()) {
      AppendRequest large = AppendRequest.of(Value.of(new byte[14 << 20]));
      Map<StreamName, AppendRequest> appends = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        appends.put(kernel.open(StreamDescriptor.generic("large" + i)).descriptor().name(), large);
      }

      assertThatThrownBy(() -> kernel.commit(new CommitRequest(appends)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a commit has at most 134217728 bytes, was at least 14");

      numbers(kernel).append(number(0)).orThrow();
      assertThat(kernel.cut(appends.keySet()).bounds().values()).containsOnly(new Bound(0, 0));
    }
  }

  /** The thread that has synced tells others, and they may have something to be synced too. */
  @Test
  void whatFollowsADurableAppend_mayWaitForAnotherThreadsAppend() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      EventStream stream = numbers(kernel);
      CountDownLatch open = new CountDownLatch(1);
      log.syncsOpen.set(open);
      CompletableFuture<Append> second =
          stream
              .submit(number(0).durable())
              .thenApply(
                  first ->
                      CompletableFuture.supplyAsync(
                              () -> stream.append(number(1).durable()), threads)
                          .orTimeout(20, TimeUnit.SECONDS)
                          .join())
              .toCompletableFuture();
      open.countDown();

      assertThat(second.get(30, TimeUnit.SECONDS)).isInstanceOf(Append.Appended.class);
    }
  }

  @Test
  void aStreamOfWhichTheStateIsDamaged_isLeft_andOthersAreKept() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      state.damaged.set(stream.extent().incarnation());
      stream.configure(StreamSettings.DEFAULT.keepBytes(1));
      assertThat(state.met.tryAcquire(30, TimeUnit.SECONDS)).isTrue();

      EventStream other = kernel.open(StreamDescriptor.generic("other"));
      other.append(AppendRequest.of(Value.of(0), Value.of(1))).orThrow();
      other.configure(StreamSettings.DEFAULT.keepCount(1));
      while (other.extent().earliest() == 0) {
        stream.append(number(0)).orThrow();
      }
    }
  }

  @Test
  void durableAppend_whenTheSyncFails_isIndeterminateAndNothingIsAcceptedAfterwards() {
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      stream.append(number(0)).orThrow();
      log.syncsFail.set(true);

      assertThat(stream.append(number(1).durable())).isInstanceOf(Append.Indeterminate.class);
      log.syncsFail.set(false);
      assertThatThrownBy(() -> stream.append(number(2))).isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> kernel.derived().write(new KeyValue.Batch()))
          .isInstanceOf(StorageException.class);
      assertThat(stream.extent().durableTail()).isLessThan(2);
    }
  }

  /** Nothing more will come, so who waits for it is told, and not left to wait for ever. */
  @Test
  void waiting_whenTheDiskFails_isRefused() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = numbers(kernel);
      Future<Long> parked = threads.submit(() -> stream.awaitBeyond(0, Deadline.NEVER));
      while (((LogStream) stream).waiting() == 0) {
        Thread.onSpinWait();
      }
      log.appendsFail.set(true);
      stream.append(number(0));

      assertThatThrownBy(() -> parked.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StorageException.class);
      assertThatThrownBy(() -> stream.awaitBeyond(0, Deadline.NEVER))
          .isInstanceOf(StorageException.class);
    }
  }

  /** The offsets that it was given are in no commit, so nothing may be appended behind them. */
  @Test
  void aRequestThatBreaksWhileItIsDecided_isTheLast() throws Exception {
    try (LogKernel kernel = open()) {
      LogStream stream = (LogStream) numbers(kernel);
      stream.append(number(0)).orThrow();

      assertThatThrownBy(() -> kernel.committer().run(broken(stream)))
          .hasStackTraceContaining("no memory");
      assertThatThrownBy(() -> stream.append(number(2))).isInstanceOf(StorageException.class);
    }
    try (Kernel kernel = open()) {
      assertThat(EventStreamContract.drain(numbers(kernel))).containsExactly(Value.of(0));
    }
  }

  private static Request<Boolean> broken(LogStream stream) {
    AppendTask task = stream.task(number(1));
    return new Request<>(Durability.LOG) {
      @Override
      Boolean decide(CommitGroup group) {
        stream.take(task.batches().getFirst(), group.stamp(List.of(), 0));
        throw new OutOfMemoryError("no memory");
      }

      @Override
      Boolean indeterminate(String why) {
        return false;
      }
    };
  }

  @Test
  void opening_whenTheSyncFails_isRefused() {
    log.syncsFail.set(true);
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("/disk/1.log");
  }

  @Test
  void reading_whenTheStateFails_isAnExceptionAndNeverTheEnd() {
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      stream.append(number(0)).orThrow();
      stream.seal(List.of());
    }
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      state.readsFail.set(true);
      BoundedStream bounded = stream.bound();
      try (Reader reader = bounded.read()) {
        assertThatThrownBy(reader::next).isInstanceOf(StorageException.class);
        assertThatThrownBy(reader::next).isInstanceOf(StorageException.class);
        state.readsFail.set(false);
        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.next()).isEqualTo(Step.END);
      }
      state.readsFail.set(true);
      assertThatThrownBy(() -> bounded.chunks((f, c, from, until, s, b) -> true))
          .isInstanceOf(StorageException.class);
      state.readsFail.set(false);
    }
  }

  @Test
  void chunksThatAreMissingOrDamaged_areAGap() {
    try (Kernel kernel = open()) {
      numbers(kernel).append(number(0)).orThrow();
    }
    byte[] key = StateKeys.chunks(1, 0);
    byte[] chunk = state.get(KeyValue.Family.CHUNKS, key);
    for (int at = 0; at < chunk.length; at++) {
      byte[] damaged = chunk.clone();
      damaged[at] ^= 4;
      state.write(new KeyValue.Batch().put(KeyValue.Family.CHUNKS, key, damaged));
      try (Kernel kernel = open();
          Reader reader = numbers(kernel).bound().read()) {
        assertThat(reader.next()).as("byte " + at).isEqualTo(Step.GAP);
        assertThat(reader.gap()).isEqualTo(new Gap(0, 1, Gap.Cause.CORRUPTION));
      }
    }
    state.write(new KeyValue.Batch().delete(KeyValue.Family.CHUNKS, key));
    try (Kernel kernel = open();
        Reader reader = numbers(kernel).bound().read()) {
      assertThat(reader.next()).isEqualTo(Step.GAP);
      assertThat(reader.gap()).isEqualTo(new Gap(0, 1, Gap.Cause.CORRUPTION));
    }
  }

  @Test
  void appends_whenTheStateCannotBeWritten_areRefusedBeforeMemoryRunsOut() {
    List<Append> outcomes = new ArrayList<>();
    byte[] large = new byte[1 << 20];
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      state.writesFail.set(true);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 300; i++) {
                  outcomes.add(stream.append(AppendRequest.of(Value.of(large))));
                }
              })
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("/disk/state");
      assertThat(outcomes).hasSizeLessThan(100);
    }
    state.writesFail.set(false);
    try (Kernel kernel = open()) {
      long appended = outcomes.stream().filter(Append.Appended.class::isInstance).count();
      assertThat(EventStreamContract.drain(numbers(kernel)).size())
          .isGreaterThanOrEqualTo((int) appended);
    }
  }

  @Test
  void anUncleanStop_beginsAnEpoch() {
    Kernel killed = open();
    EventStream before = numbers(killed);
    before.append(AppendRequest.of(Value.of(0), Value.of(1)).durable()).orThrow();
    assertThat(before.extent().epoch()).isZero();
    state = state.afterDeath();

    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      stream.append(AppendRequest.of(Value.of(2), Value.of(3))).orThrow();
      assertThat(stream.extent().epoch()).isEqualTo(1);
      assertThat(step(stream, new Cursor(1, 0, 2))).isEqualTo(Step.EVENT);
      assertThat(step(stream, new Cursor(1, 0, 3))).isEqualTo(Step.GAP);
      assertThat(step(stream, new Cursor(1, 1, 3))).isEqualTo(Step.EVENT);
      assertThat(step(stream, new Cursor(1, 1, 4))).isEqualTo(Step.BLOCKED);
      assertThat(step(stream, new Cursor(1, 2, 5))).isEqualTo(Step.GAP);
    }
    try (Kernel kernel = open()) {
      EventStream stream = numbers(kernel);
      assertThat(stream.extent().epoch()).isEqualTo(1);
      assertThat(step(stream, new Cursor(1, 0, 3))).isEqualTo(Step.GAP);
      try (Reader reader = stream.read(new Cursor(1, 0, 3), CausalContext.NONE)) {
        reader.next();
        assertThat(reader.gap()).isEqualTo(new Gap(3, 2, Gap.Cause.LOST_EPOCH));
      }
    }
  }

  private static Step step(EventStream stream, Cursor cursor) {
    try (Reader reader = stream.read(cursor, CausalContext.NONE)) {
      return reader.next();
    }
  }
}
