package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every stream promises. Each implementation extends this class and supplies a kernel. */
@Timeout(60)
public abstract class EventStreamContract implements KernelFixture {

  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));

  static LongStream seeds() {
    return Seeds.usually(8);
  }

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static AppendRequest request(String... texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(Value.of(text));
    }
    return AppendRequest.of(values);
  }

  static List<Value> drain(Reader reader) {
    List<Value> values = new ArrayList<>();
    while (reader.next() == Step.EVENT) {
      values.add(reader.value());
    }
    return values;
  }

  static List<Value> drain(EventStream stream) {
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      return drain(reader);
    }
  }

  /** Borrowed or made anew, in the live tail or in history: the same event. */
  @Test
  void payload_isWhatTheValueIsEncodedTo() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        Value value = Value.list(i, "order".repeat(i % 50));
        values.add(value);
        stream.append(AppendRequest.of(value)).orThrow();
        if (i % 1_000 == 0) {
          kernel.derived().flush();
        }
      }
      assertPayloads(stream, values);
      kernel.derived().flush();
      assertPayloads(stream, values);
    }
  }

  private static void assertPayloads(EventStream stream, List<Value> values) {
    try (Reader reader = stream.bound().read()) {
      for (Value value : values) {
        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.payload().toBytes()).isEqualTo(ValueCodec.encode(value));
        assertThat(reader.value()).isEqualTo(value);
      }
      assertThat(reader.next()).isEqualTo(Step.END);
      assertThatThrownBy(reader::payload).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void append_inMemory_isReadAtOnce() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("tea").with(Durability.MEMORY)).orThrow();
      assertThat(drain(stream)).containsExactly(Value.of("tea"));
    }
  }

  @Test
  void append_ofTooManyBytes_isRefusedAndSaysHowMany() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Value large = new Value.Bytes(new byte[14 << 20]);
      assertThatThrownBy(() -> stream.append(AppendRequest.of(large, large, large, large, large)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("an append has at most " + Batches.MOST_BYTES + " bytes");
      assertThat(stream.extent().tail()).isZero();
      assertThatThrownBy(() -> StreamDescriptor.generic("s".repeat(201)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 200");
      assertThat(kernel.open(StreamDescriptor.generic("s".repeat(200))).extent().tail()).isZero();
    }
  }

  @Test
  void tokensOfCursors_sortAsPositionsDo_andOthersAreRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Cursor cursor = stream.extent().earliestCursor();
      List<String> tokens = new ArrayList<>();
      for (long offset : new long[] {0, 9, 10, 99, 12_345_678_901L}) {
        Cursor moved = new Cursor(cursor.incarnation(), cursor.epoch(), offset);
        assertThat(Cursor.of(moved.token())).isEqualTo(moved);
        tokens.add(moved.token());
      }
      assertThat(tokens).isSorted();
    }
    for (String wrong : List.of("", "1-2", "1-2-x", "0-0-0", "1-99999999999-1", "1-1--1")) {
      assertThatThrownBy(() -> Cursor.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void append_ofSeveral_givesOffsetsFromZeroWithoutHoles() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);

      Append.Appended one = stream.append(request("a", "b")).orThrow();
      Append.Appended two = stream.append(request("c")).orThrow();

      assertThat(List.of(one.first(), one.last(), two.first(), two.last()))
          .containsExactly(0L, 1L, 2L, 2L);
      assertThat(stream.extent().tail()).isEqualTo(3);
      assertThat(drain(stream)).containsExactly(Value.of("a"), Value.of("b"), Value.of("c"));
    }
  }

  @Test
  void append_underAStaleTail_isAConflictAndAppendsNothing() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a").ifTailIs(0)).orThrow();

      assertThat(stream.append(request("b").ifTailIs(0)))
          .isEqualTo(new Append.Conflict(new Condition.TailIs(0), 1));
      assertThat(stream.extent().tail()).isEqualTo(1);
      assertThat(drain(stream)).containsExactly(Value.of("a"));
    }
  }

  @Test
  void append_durable_movesTheDurableTail() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a"));
      stream.append(request("b").durable()).orThrow();

      assertThat(stream.extent().durableTail()).isEqualTo(2);
    }
  }

  @Test
  void durableTail_followsByItself() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a")).orThrow();
      while (stream.extent().durableTail() < 1) {
        Thread.onSpinWait();
      }
    }
  }

  /** A large batch lies in several chunks, and is one batch all the same. */
  @Test
  void append_ofManyValues_isOneBatchInSeveralChunks() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("first"));
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        values.add(Value.of("x".repeat(i % 90) + i));
      }

      Append.Appended appended = stream.append(AppendRequest.of(values)).orThrow();

      assertThat(appended.first()).isEqualTo(1);
      assertThat(appended.last()).isEqualTo(20_000);
      BoundedStream batch = stream.bound(new Bound(1, 20_001), CausalContext.NONE);
      List<Long> firsts = new ArrayList<>();
      batch.chunks(
          (first, count, from, until, stamp, body) -> {
            assertThat(stamp).isEqualTo(appended.stamp());
            assertThat(body.byteSize()).isLessThan(1 << 20);
            return firsts.add(first);
          });
      assertThat(firsts).hasSizeGreaterThan(3);
      assertThat(drain(batch.read())).isEqualTo(values);
    }
  }

  @Test
  void submit_completesLikeAppend() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);

      Append outcome = stream.submit(request("a", "b")).toCompletableFuture().join();

      assertThat(outcome.orThrow().last()).isEqualTo(1);
    }
  }

  @Test
  void append_encoded_passesTheBodyThrough() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      byte[] body = stream.format().encode(List.of(Value.of(1), Value.of(2)));

      stream.append(AppendRequest.of(new Events.Encoded(2, body))).orThrow();

      assertThat(drain(stream)).containsExactly(Value.of(1), Value.of(2));
      stream
          .bound()
          .chunks(
              (first, count, from, until, stamp, chunk) -> {
                assertThat(chunk.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).isEqualTo(body);
                return true;
              });
    }
  }

  @Test
  void append_ofAnEventThatIsTooLarge_saysSoAndAppendsNothing() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);

      assertThatThrownBy(() -> stream.append(AppendRequest.of(Value.of(new byte[17 << 20]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("16777216");
      assertThat(stream.extent().tail()).isZero();
    }
  }

  @Test
  void next_atTheTail_isBlockedAndGoesOnAfterTheNextAppend() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      try (Reader reader = stream.read(stream.extent().tailCursor(), CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.BLOCKED);
        stream.append(request("a"));

        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.value()).isEqualTo(Value.of("a"));
        assertThat(reader.offset()).isZero();
        assertThat(reader.cursor().offset()).isEqualTo(1);
        assertThat(reader.next()).isEqualTo(Step.BLOCKED);
      }
    }
  }

  @Test
  void value_whenNotOnAnEvent_isRefused() {
    try (Kernel kernel = open();
        Reader reader =
            orders(kernel).read(orders(kernel).extent().tailCursor(), CausalContext.NONE)) {
      reader.next();

      assertThatThrownBy(reader::value)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("BLOCKED");
      assertThatThrownBy(reader::gap).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void seek_goesBackAndForth() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a", "b"));
      stream.append(request("c", "d"));
      Extent extent = stream.extent();
      try (Reader reader = stream.read(extent.tailCursor(), CausalContext.NONE)) {
        reader.seek(new Cursor(extent.incarnation(), extent.epoch(), 3));
        assertThat(drain(reader)).containsExactly(Value.of("d"));
        reader.seek(new Cursor(extent.incarnation(), extent.epoch(), 1));
        assertThat(drain(reader)).containsExactly(Value.of("b"), Value.of("c"), Value.of("d"));
      }
    }
  }

  @Test
  void cursorOfADeadIncarnation_getsAGap() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a"));
      Cursor dead = new Cursor(stream.extent().incarnation() + 1, 0, 0);
      try (Reader reader = stream.read(dead, CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.GAP);
        assertThat(reader.gap()).isEqualTo(new Gap(0, 0, Gap.Cause.DEAD_INCARNATION));

        reader.seek(stream.extent().earliestCursor());
        assertThat(drain(reader)).containsExactly(Value.of("a"));
      }
    }
  }

  @Test
  void unreadEventsOfASealedStream_areReadBeforeTheEnd() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a"));
      try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
        Append.Appended sealed = stream.seal(List.of(Value.of("last"))).orThrow();

        assertThat(sealed.first()).isEqualTo(1);
        assertThat(drain(reader)).containsExactly(Value.of("a"), Value.of("last"));
        assertThat(reader.next()).isEqualTo(Step.END);
        assertThat(reader.next()).isEqualTo(Step.END);
      }
    }
  }

  @Test
  void seal_ofNothing_endsTheStreamForEver() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a"));

      Append.Appended sealed = stream.seal(List.of()).orThrow();

      assertThat(sealed.last()).isLessThan(sealed.first());
      assertThat(stream.extent().sealed()).isTrue();
      assertThat(stream.append(request("b"))).isEqualTo(new Append.Sealed(1));
      assertThat(stream.seal(List.of())).isEqualTo(new Append.Sealed(1));
    }
  }

  @Test
  void bound_isExactAndNeverBlocked() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      stream.append(request("a", "b", "c", "d", "e"));
      BoundedStream bounded = stream.bound(new Bound(1, 4), CausalContext.NONE);
      stream.append(request("f"));

      for (int time = 0; time < 2; time++) {
        try (Reader reader = bounded.read()) {
          assertThat(drain(reader)).containsExactly(Value.of("b"), Value.of("c"), Value.of("d"));
          assertThat(reader.next()).isEqualTo(Step.END);
        }
      }
      List<Integer> rows = new ArrayList<>();
      bounded.chunks((first, count, from, until, stamp, body) -> rows.addAll(List.of(from, until)));
      assertThat(rows).containsExactly(1, 4);
    }
  }

  @Test
  void bound_beyondTheTail_isRefused() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);

      assertThatThrownBy(() -> stream.bound(new Bound(0, 1), CausalContext.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[0, 1)");
    }
  }

  @Test
  void twoReadersParkedAtOnePosition_areBothWoken() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      List<Thread> waiters = new ArrayList<>();
      List<Future<Long>> parked = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        parked.add(
            threads.submit(
                () -> {
                  waiter.complete(Thread.currentThread());
                  return stream.awaitBeyond(0, SOON);
                }));
        waiters.add(waiter.get());
      }
      waiters.forEach(EventStreamContract::awaitParked);
      stream.append(request("a"));

      for (Future<Long> future : parked) {
        assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      }
    }
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anAppendBetweenBlockedAndWaiting_isNotLost() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      try (Reader reader = stream.read(stream.extent().tailCursor(), CausalContext.NONE)) {
        assertThat(reader.next()).isEqualTo(Step.BLOCKED);
        stream.append(request("a"));

        assertThat(stream.awaitBeyond(reader.cursor().offset(), SOON)).isEqualTo(1);
      }
    }
  }

  @Test
  void awaitBeyond_whenNothingComes_returnsTheTailAtTheDeadline() throws Exception {
    try (Kernel kernel = open()) {
      assertThat(orders(kernel).awaitBeyond(0, Deadline.in(Duration.ofMillis(20)))).isZero();
    }
  }

  @Test
  void awaitBeyond_isWokenByASeal() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      Future<Long> parked = threads.submit(() -> stream.awaitBeyond(0, SOON));
      stream.seal(List.of());

      assertThat(parked.get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void awaitBeyond_isInterruptible() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      Future<Long> parked = threads.submit(() -> stream.awaitBeyond(0, SOON));
      threads.shutdownNow();

      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(parked::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void awaitBeyond_whenTheKernelIsClosed_isRefused() throws Exception {
    Kernel kernel = open();
    EventStream stream = orders(kernel);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> parked = threads.submit(() -> stream.awaitBeyond(0, SOON));
      kernel.close();

      assertThatThrownBy(() -> parked.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> stream.append(request("a")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  /** Half of the writers are virtual threads, and half of the batches are conditional. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void concurrentAppends_loseAndMixNothing(long seed) throws Exception {
    int writers = 8;
    int batches = 60;
    try (Kernel kernel = open();
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService platform = Executors.newCachedThreadPool()) {
      EventStream stream = orders(kernel);
      List<Future<Integer>> done = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int id = writer;
        SplittableRandom random = new SplittableRandom(seed * writers + writer);
        done.add(
            (writer % 2 == 0 ? virtual : platform)
                .submit(() -> appendAll(stream, id, batches, random)));
      }
      int expected = 0;
      for (Future<Integer> future : done) {
        expected += future.get(50, TimeUnit.SECONDS);
      }

      List<Value> events = drain(stream);
      assertThat(events).hasSize(expected);
      long[] next = new long[writers];
      for (Value event : events) {
        List<Value> parts = ((Value.Items) event).items();
        int writer = (int) ((Value.Int) parts.get(0)).value();
        assertThat(parts.get(1)).isEqualTo(Value.of(next[writer]));
        next[writer]++;
      }
    }
  }

  private static int appendAll(
      EventStream stream, int writer, int batches, SplittableRandom random) {
    int appended = 0;
    for (int batch = 0; batch < batches; batch++) {
      List<Value> values = new ArrayList<>();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        values.add(Value.list(writer, appended + values.size()));
      }
      AppendRequest request = AppendRequest.of(values);
      boolean conditional = random.nextBoolean();
      while (stream.append(conditional ? request.ifTailIs(stream.extent().tail()) : request)
          instanceof Append.Conflict) {
        Thread.onSpinWait();
      }
      appended += values.size();
    }
    return appended;
  }

  /** Readers who follow while others write see every event once, in order, and then the end. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readersWhoFollow_seeEveryEventOnceAndInOrder(long seed) throws Exception {
    long count = 4_000;
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        readers.add(threads.submit(() -> follow(stream)));
      }
      long appended = 0;
      while (appended < count) {
        List<Value> batch = new ArrayList<>();
        for (int i = random.nextInt(1, 50); i > 0; i--) {
          batch.add(Value.of(appended));
          appended++;
        }
        stream.append(AppendRequest.of(batch)).orThrow();
      }
      stream.seal(List.of());

      for (Future<Long> reader : readers) {
        assertThat(reader.get(50, TimeUnit.SECONDS)).isEqualTo(appended);
      }
    }
  }

  private static long follow(EventStream stream) throws InterruptedException {
    long expected = 0;
    try (Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE)) {
      while (true) {
        switch (reader.next()) {
          case EVENT -> {
            assertThat(reader.value()).isEqualTo(Value.of(expected));
            expected++;
          }
          case BLOCKED -> stream.awaitBeyond(reader.cursor().offset(), SOON);
          case GAP -> throw new AssertionError(reader.gap());
          case END -> {
            return expected;
          }
        }
      }
    }
  }

  /** Every stream behaves as a list does, whatever is done to it in whatever order. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aStreamBehavesAsAListDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> model = new ArrayList<>();
    boolean sealed = false;
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Reader reader = stream.read(stream.extent().earliestCursor(), CausalContext.NONE);
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> {
            Value value = Value.of(random.nextLong());
            long tail = random.nextInt(4) == 0 ? random.nextInt(50) : model.size();
            Append append = stream.append(AppendRequest.of(value, value).ifTailIs(tail));
            if (sealed) {
              assertThat(append).isEqualTo(new Append.Sealed(model.size()));
            } else if (tail != model.size()) {
              assertThat(append).isInstanceOf(Append.Conflict.class);
            } else {
              assertThat(append.orThrow().first()).isEqualTo(model.size());
              model.addAll(List.of(value, value));
            }
          }
          case 2 -> {
            int from = random.nextInt(model.size() + 1);
            int until = random.nextInt(from, model.size() + 1);
            BoundedStream bounded = stream.bound(new Bound(from, until), CausalContext.NONE);
            assertThat(drain(bounded.read())).isEqualTo(model.subList(from, until));
          }
          case 3 -> {
            Extent extent = stream.extent();
            int offset = random.nextInt(model.size() + 1);
            reader.seek(new Cursor(extent.incarnation(), extent.epoch(), offset));
          }
          case 4 -> {
            int offset = (int) reader.cursor().offset();
            Step expected = offset < model.size() ? Step.EVENT : sealed ? Step.END : Step.BLOCKED;
            assertThat(reader.next()).isEqualTo(expected);
            if (expected == Step.EVENT) {
              assertThat(reader.value()).isEqualTo(model.get(offset));
            }
          }
          default -> {
            if (step > 300) {
              stream.seal(List.of());
              sealed = true;
            }
          }
        }
        assertThat(stream.extent().tail()).isEqualTo(model.size());
      }
      reader.close();
    }
  }
}
