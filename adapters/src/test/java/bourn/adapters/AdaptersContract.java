package bourn.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Gap;
import bourn.kernel.Kernel;
import bourn.kernel.Reference;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the adapters promise over every kernel. */
@Timeout(60)
abstract class AdaptersContract {

  /** Returns a new and empty kernel. */
  abstract Kernel open();

  /** Returns how many bytes an event needs, so that some thousand leave the live tail. */
  abstract int eventBytes();

  static LongStream seeds() {
    return LongStream.range(0, 4);
  }

  private static EventStream orders(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("orders"));
  }

  private static EventStream filled(Kernel kernel, int count) {
    EventStream stream = orders(kernel);
    for (int i = 0; i < count; i++) {
      append(stream, i);
    }
    return stream;
  }

  private static void append(EventStream stream, long number) {
    stream.append(AppendRequest.of(Value.of(number))).orThrow();
  }

  private static List<Value> numbers(long from, long until) {
    return LongStream.range(from, until).mapToObj(Value::of).toList();
  }

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

  @Test
  void iterator_overABoundedStream_endsWithTheBound() {
    try (Kernel kernel = open()) {
      BoundedStream bounded = filled(kernel, 3).bound();
      append(orders(kernel), 3);
      try (EventIterator<Value> events = Reading.of(bounded).values().iterator()) {
        List<Value> read = new ArrayList<>();
        events.forEachRemaining(read::add);

        assertThat(read).isEqualTo(numbers(0, 3));
        assertThat(events.ended()).isTrue();
        assertThatThrownBy(events::next).hasMessageContaining("has ended");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void iterator_overALiveTail_waitsForEachEventUntilTheStreamIsSealed(WaitStrategy strategy)
      throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = filled(kernel, 2);
      Future<List<Value>> read =
          threads.submit(() -> drain(Reading.of(stream).waiting(strategy).values()));
      for (int i = 2; i < 50; i++) {
        append(stream, i);
      }
      stream.seal(numbers(50, 52));

      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(numbers(0, 52));
    }
  }

  private static <T> List<T> drain(Reading<T> reading) {
    List<T> read = new ArrayList<>();
    try (EventIterator<T> events = reading.iterator()) {
      events.forEachRemaining(read::add);
    }
    return read;
  }

  /** A stream that is merely idle has not ended. */
  @ParameterizedTest
  @EnumSource
  void iterator_atItsDeadline_stopsAndSaysThatTheStreamHasNotEnded(WaitStrategy strategy) {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 3);
      Deadline deadline = Deadline.in(Duration.ofMillis(300));
      try (EventIterator<Value> events =
          Reading.of(stream).until(deadline).waiting(strategy).values().iterator()) {
        List<Value> read = new ArrayList<>();
        events.forEachRemaining(read::add);

        assertThat(deadline.passed()).isTrue();
        assertThat(read).isEqualTo(numbers(0, 3));
        assertThat(events.hasNext()).isFalse();
        assertThat(events.ended()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void iterator_whenItsThreadIsInterrupted_isCancelled(WaitStrategy strategy) throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 1);
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      CompletableFuture<Value> first = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (EventIterator<Value> events =
                        Reading.of(stream).waiting(strategy).values().iterator()) {
                      first.complete(events.next());
                      interrupted.complete(events.hasNext());
                    } catch (CancellationException e) {
                      interrupted.complete(Thread.currentThread().isInterrupted());
                    }
                  });
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(Value.of(0));
      reader.interrupt();

      assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void iterator_whenTheKernelIsClosed_isRefused(WaitStrategy strategy) throws Exception {
    Kernel kernel = open();
    EventStream stream = orders(kernel);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      CompletableFuture<Thread> started = new CompletableFuture<>();
      Future<Boolean> waiting =
          threads.submit(
              () -> {
                started.complete(Thread.currentThread());
                return Reading.of(stream).waiting(strategy).iterator().hasNext();
              });
      started.get();
      kernel.close();

      assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void iterator_knowsWhereToGoOn() {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 5);
      Cursor cursor;
      try (EventIterator<Value> events = Reading.of(stream).values().iterator()) {
        events.next();
        events.next();
        assertThat(events.hasNext()).isTrue();
        cursor = events.cursor();
      }
      stream.seal(List.of());

      assertThat(cursor.offset()).isEqualTo(2);
      assertThat(drain(Reading.of(stream).from(cursor).values())).isEqualTo(numbers(2, 5));
    }
  }

  @Test
  void events_carryOffsetAndStamp() {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 2);
      List<Event> events = drain(Reading.of(stream.bound()));

      assertThat(events).extracting(Event::offset).containsExactly(0L, 1L);
      assertThat(events.get(0).stamp().hlc()).isLessThan(events.get(1).stamp().hlc());
    }
  }

  @Test
  void aGap_isAnExceptionThatCarriesIt() {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 2);
      Reading<Value> dead = Reading.of(stream).values().from(new Cursor(1L << 40, 1, 0));

      assertThatThrownBy(() -> drain(dead))
          .isInstanceOfSatisfying(
              GapException.class,
              e -> {
                assertThat(e.gap().cause()).isEqualTo(Gap.Cause.DEAD_INCARNATION);
                assertThat(e.stream()).isEqualTo(stream.descriptor().name());
              })
          .hasMessageContaining("orders")
          .hasMessageContaining("DEAD_INCARNATION");
    }
  }

  @Test
  void stream_overALiveTail_isCutShort() {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 100);
      try (Stream<Value> values = Reading.of(stream).values().stream()) {
        assertThat(values.filter(value -> !value.equals(Value.of(1))).limit(3).toList())
            .containsExactly(Value.of(0), Value.of(2), Value.of(3));
      }
      try (Stream<Value> values = Reading.of(stream).values().stream().parallel()) {
        assertThat(values.findFirst()).contains(Value.of(0));
      }
    }
  }

  @Test
  void stream_readsNothingBeforeItIsAskedAndClosesItsReader() {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 3);
      CausalContext context = kernel.newContext();
      Stream<Event> events = Reading.of(stream, context).stream();
      assertThat(context.frontier()).isEmpty();
      var iterator = events.iterator();
      iterator.next();
      assertThat(context.frontier()).hasSize(1);
      events.close();

      assertThat(iterator.hasNext()).isFalse();
    }
  }

  @Test
  void forEach_visitsEverythingUntilTheEnd() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 10);
      stream.seal(List.of());
      List<Value> read = new ArrayList<>();
      Reading.of(stream).values().forEach(read::add);

      assertThat(read).isEqualTo(numbers(0, 10));
    }
  }

  /** Collects what it is sent, asking for {@code batch} elements at a time. */
  private static final class Collector<T> implements Flow.Subscriber<T> {
    private final CompletableFuture<List<T>> done = new CompletableFuture<>();
    private final List<T> received = new ArrayList<>();
    private final long batch;
    private Flow.Subscription subscription;
    private long left;

    Collector(long batch) {
      this.batch = batch;
      this.left = batch;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(batch);
    }

    @Override
    public void onNext(T element) {
      received.add(element);
      left--;
      if (left == 0) {
        left = batch;
        subscription.request(batch);
      }
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(received);
    }

    List<T> get() throws Exception {
      return done.get(30, TimeUnit.SECONDS);
    }
  }

  private static <T> Collector<T> subscribe(Reading<T> reading, long batch) {
    Collector<T> collector = new Collector<>(batch);
    reading.publisher().subscribe(collector);
    return collector;
  }

  @Test
  void publisher_ofASealedStream_completes() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 20);
      Collector<Value> collector = subscribe(Reading.of(stream).values(), 3);
      stream.seal(numbers(20, 22));

      assertThat(collector.get()).isEqualTo(numbers(0, 22));
    }
  }

  @Test
  void publisher_whoseSubscriberAsksForNothing_slowsNoWriter() {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      Collector<Value> slow = subscribe(Reading.of(stream).values(), 1L << 40);
      Collector<Value> stuck = new Collector<>(1);
      Reading.of(stream)
          .values()
          .publisher()
          .subscribe(
              new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {}

                @Override
                public void onNext(Value item) {
                  stuck.onNext(item);
                }

                @Override
                public void onError(Throwable failure) {
                  stuck.onError(failure);
                }

                @Override
                public void onComplete() {
                  stuck.onComplete();
                }
              });
      for (int i = 0; i < 5_000; i++) {
        append(stream, i);
      }
      stream.seal(List.of());

      assertThat(slow.done).succeedsWithin(Duration.ofSeconds(30));
      assertThat(stuck.received).isEmpty();
      assertThat(stuck.done).isNotDone();
    }
  }

  @Test
  void publisher_atAGap_failsWithIt() {
    try (Kernel kernel = open()) {
      EventStream stream = filled(kernel, 1);
      Collector<Event> collector =
          subscribe(Reading.of(stream).from(new Cursor(1L << 40, 1, 0)), 1);

      assertThatThrownBy(collector::get)
          .cause()
          .isInstanceOfSatisfying(
              GapException.class,
              e -> assertThat(e.gap().cause()).isEqualTo(Gap.Cause.DEAD_INCARNATION));
    }
  }

  @Test
  void publisher_atItsDeadline_failsWithATimeout() {
    try (Kernel kernel = open()) {
      Reading<Event> reading =
          Reading.of(filled(kernel, 1)).until(Deadline.in(Duration.ofMillis(30)));

      assertThatThrownBy(subscribe(reading, 5)::get).hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void publisher_whenTheKernelIsClosed_fails() {
    Kernel kernel = open();
    Collector<Event> collector = subscribe(Reading.of(filled(kernel, 1)), 5);
    kernel.close();

    assertThatThrownBy(collector::get).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void publisher_cancelledWhileItWaits_endsItsThread() throws Exception {
    try (Kernel kernel = open()) {
      EventStream stream = orders(kernel);
      CompletableFuture<Thread> pumping = new CompletableFuture<>();
      CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
      Reading.of(stream)
          .publisher()
          .subscribe(
              new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                  pumping.complete(Thread.currentThread());
                  subscribed.complete(subscription);
                }

                @Override
                public void onNext(Event item) {}

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onComplete() {}
              });
      awaitParked(pumping.get(30, TimeUnit.SECONDS));
      subscribed.get().cancel();

      assertThat(pumping.get().join(Duration.ofSeconds(30))).isTrue();
    }
  }

  /**
   * Reads through every adapter, each from a position of its own, while events are appended in
   * random batches and leave the live tail: nothing is lost, read twice or out of order.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyAdapter_readsEveryEventOnceAndInOrderAcrossTheBorderOfHistory(long seed)
      throws Exception {
    int events = 3_000;
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventStream stream = orders(kernel);
      SplittableRandom random = new SplittableRandom(seed);
      List<Future<List<Long>>> readers = new ArrayList<>();
      List<Long> froms = new ArrayList<>();
      String filler = "x".repeat(eventBytes());
      int next = 0;
      while (next < events) {
        if (random.nextInt(next < 50 ? 2 : 12) == 0 && readers.size() < 24) {
          long from = random.nextLong(next + 1);
          Reading<Long> reading = reading(stream, from, random.split());
          froms.add(from);
          int kind = readers.size() % 4;
          readers.add(threads.submit(() -> read(kind, reading, stream, from)));
        }
        int count = Math.min(events - next, 1 + random.nextInt(20));
        List<Value> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          batch.add(Value.of(List.of(next + i, filler)));
        }
        stream.append(AppendRequest.of(batch)).orThrow();
        next += count;
      }
      stream.seal(List.of());

      for (int i = 0; i < readers.size(); i++) {
        assertThat(readers.get(i).get(50, TimeUnit.SECONDS))
            .isEqualTo(LongStream.range(froms.get(i), events).boxed().toList());
      }
      assertThat(readers).hasSizeGreaterThan(8);
    }
  }

  private static Reading<Long> reading(EventStream stream, long from, SplittableRandom random) {
    return Reading.of(stream)
        .from(at(stream, from))
        .waiting(random.nextInt(8) == 0 ? WaitStrategy.SPIN_THEN_PARK : WaitStrategy.PARK)
        .as(reader -> number(reader.value()));
  }

  private static Cursor at(EventStream stream, long offset) {
    Cursor earliest = stream.extent().earliestCursor();
    return new Cursor(earliest.incarnation(), earliest.epoch(), offset);
  }

  private static long number(Value value) {
    return ((Value.Int) ((Value.Items) value).items().get(0)).value();
  }

  private static List<Long> read(int kind, Reading<Long> reading, EventStream stream, long from)
      throws Exception {
    return switch (kind) {
      case 0 -> drain(reading);
      case 1 -> {
        try (Stream<Long> numbers = reading.stream()) {
          yield numbers.toList();
        }
      }
      case 2 -> subscribe(reading, 1 + from % 7).get();
      default -> takeAll(Channel.over(stream, at(stream, from), CausalContext.NONE));
    };
  }

  private static List<Long> takeAll(Channel channel) throws InterruptedException {
    List<Long> taken = new ArrayList<>();
    while (channel.take() instanceof Take.Taken(Channel from, long offset, Value value)) {
      assertThat(number(value)).isEqualTo(offset);
      taken.add(number(value));
    }
    return taken;
  }

  @Test
  void channel_handsOverInOrder() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Channel channel = Channel.over(orders(kernel));
      Future<Take> first = parked(threads, channel::take);
      channel.put(Value.of("a")).orThrow();
      channel.tryPut(Value.of("b")).orThrow();

      assertThat(first.get(30, TimeUnit.SECONDS))
          .isEqualTo(new Take.Taken(channel, 0, Value.of("a")));
      assertThat(channel.tryTake()).isEqualTo(new Take.Taken(channel, 1, Value.of("b")));
      assertThat(channel.tryTake()).isEqualTo(new Take.Nothing());
      assertThat(channel.cursor().offset()).isEqualTo(2);
    }
  }

  @Test
  void channel_whereNothingComes_givesNothingAtTheDeadline() throws Exception {
    try (Kernel kernel = open()) {
      Channel channel = Channel.over(orders(kernel));
      Deadline deadline = Deadline.in(Duration.ofMillis(30));

      assertThat(channel.take(deadline)).isEqualTo(new Take.Nothing());
      assertThat(deadline.passed()).isTrue();
    }
  }

  @Test
  void channel_sealed_givesWhatIsLeftAndThenIsClosed() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Channel channel = Channel.over(orders(kernel));
      channel.put(Value.of("a")).orThrow();
      channel.seal();

      assertThat(channel.put(Value.of("b"))).isInstanceOf(Append.Sealed.class);
      assertThat(channel.take()).isEqualTo(new Take.Taken(channel, 0, Value.of("a")));
      assertThat(channel.take()).isEqualTo(new Take.Closed(channel));
      assertThat(channel.tryTake()).isEqualTo(new Take.Closed(channel));

      Channel other = Channel.over(kernel.open(StreamDescriptor.generic("other")));
      List<Future<Take>> parked = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        parked.add(parked(threads, other::take));
      }
      other.seal();
      for (Future<Take> take : parked) {
        assertThat(take.get(30, TimeUnit.SECONDS)).isEqualTo(new Take.Closed(other));
      }
    }
  }

  @Test
  void channel_closed_wakesItsTakersAndLeavesTheStream() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Channel channel = Channel.over(orders(kernel));
      Channel other = Channel.over(orders(kernel));
      Future<Take> first = parked(threads, channel::take);
      Future<Take> second = parked(threads, channel::take);
      channel.close();

      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(new Take.Closed(channel));
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(new Take.Closed(channel));
      assertThatThrownBy(() -> channel.put(Value.of("a")))
          .isInstanceOf(IllegalStateException.class);
      other.put(Value.of("b")).orThrow();
      assertThat(other.take()).isEqualTo(new Take.Taken(other, 0, Value.of("b")));
    }
  }

  @Test
  void channel_whoseTakerIsInterrupted_losesNothing() throws Exception {
    try (Kernel kernel = open()) {
      Channel channel = Channel.over(orders(kernel));
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      Future<Take> parked = parked(threads, channel::take);
      threads.shutdownNow();
      assertThatThrownBy(() -> parked.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
      channel.put(Value.of("a")).orThrow();

      assertThat(channel.take()).isEqualTo(new Take.Taken(channel, 0, Value.of("a")));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void channel_withManyPuttersAndTakers_givesEachEventToOneTaker(long seed) throws Exception {
    int putters = 4;
    int takers = 5;
    int each = 300;
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Channel channel = Channel.over(orders(kernel));
      List<Future<List<Long>>> taken = new ArrayList<>();
      for (int i = 0; i < takers; i++) {
        taken.add(threads.submit(() -> takeOffsets(channel)));
      }
      List<Future<Integer>> put = new ArrayList<>();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < putters; i++) {
        SplittableRandom own = random.split();
        put.add(threads.submit(() -> put(channel, each, own)));
      }
      for (Future<Integer> future : put) {
        assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(each);
      }
      channel.seal();
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> future : taken) {
        List<Long> offsets = future.get(30, TimeUnit.SECONDS);
        assertThat(offsets).isSorted();
        all.addAll(offsets);
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, (long) putters * each).boxed().toList());
    }
  }

  private static List<Long> takeOffsets(Channel channel) throws InterruptedException {
    List<Long> offsets = new ArrayList<>();
    while (channel.take() instanceof Take.Taken(Channel from, long offset, Value value)) {
      offsets.add(offset);
    }
    return offsets;
  }

  private static int put(Channel channel, int count, SplittableRandom random)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      channel.put(Value.of(random.nextLong())).orThrow();
    }
    return count;
  }

  private static List<Channel> channels(Kernel kernel, int count) {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(Channel.over(kernel.open(StreamDescriptor.generic("s" + i))));
    }
    return channels;
  }

  @Test
  void select_isWokenByWhicheverIsFirst() throws Exception {
    try (Kernel kernel = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Channel> channels = channels(kernel, 3);
      Select select = Select.over(channels);
      for (int i : new int[] {2, 0, 1}) {
        Future<Take> taken = parked(threads, select::take);
        channels.get(i).put(Value.of(i)).orThrow();

        assertThat(taken.get(30, TimeUnit.SECONDS))
            .isEqualTo(new Take.Taken(channels.get(i), 0, Value.of(i)));
      }
    }
  }

  @Test
  void select_whenNoneIsReady_takesItsDefaultOrTimeoutBranch() throws Exception {
    try (Kernel kernel = open()) {
      Select select = Select.over(channels(kernel, 2));

      assertThat(select.tryTake()).isEqualTo(new Take.Nothing());
      assertThat(select.take(Deadline.in(Duration.ofMillis(20)))).isEqualTo(new Take.Nothing());
    }
  }

  @Test
  void select_isFair() throws Exception {
    try (Kernel kernel = open()) {
      List<Channel> channels = channels(kernel, 3);
      for (Channel channel : channels) {
        for (int i = 0; i < 10; i++) {
          channel.put(Value.of(i)).orThrow();
        }
      }
      Select select = Select.over(channels);
      for (int i = 0; i < 30; i++) {
        assertThat(select.take())
            .isEqualTo(new Take.Taken(channels.get(i % 3), i / 3, Value.of(i / 3)));
      }
    }
  }

  @Test
  void select_reportsEachClosedChannelOnce() throws Exception {
    try (Kernel kernel = open()) {
      List<Channel> channels = channels(kernel, 2);
      Select select = Select.over(channels);
      channels.get(0).put(Value.of(1)).orThrow();
      channels.get(0).seal();
      channels.get(1).close();

      assertThat(List.of(select.take(), select.take(), select.take()))
          .containsExactlyInAnyOrder(
              new Take.Taken(channels.get(0), 0, Value.of(1)),
              new Take.Closed(channels.get(0)),
              new Take.Closed(channels.get(1)));
      assertThat(select.isEmpty()).isTrue();
      assertThatThrownBy(select::take).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void select_isInterruptible() throws Exception {
    try (Kernel kernel = open()) {
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      Future<Take> parked = parked(threads, Select.over(channels(kernel, 3))::take);
      threads.shutdownNow();

      assertThatThrownBy(() -> parked.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
    }
  }

  /** What is taken within a context is a cause of what is put within it. */
  @Test
  void channels_ofOneContext_linkCauses() throws Exception {
    try (Kernel kernel = open()) {
      CausalContext context = kernel.newContext();
      EventStream in = filled(kernel, 1);
      EventStream out = kernel.open(StreamDescriptor.generic("out"));
      Channel from = Channel.over(in, in.extent().earliestCursor(), context);
      Channel to = Channel.over(out, out.extent().earliestCursor(), context);
      from.take();

      assertThat(to.put(Value.of("b")).orThrow().stamp().causes())
          .containsExactly(new Reference(in.extent().incarnation(), 0));
    }
  }
}
