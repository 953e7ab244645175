package bourn.bench;

import bourn.kernel.AppendRequest;
import bourn.kernel.CausalContext;
import bourn.kernel.Cursor;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Payload;
import bourn.kernel.Reader;
import bourn.kernel.Step;
import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/** One writer and many readers at the tail; what counts is events delivered to all of them. */
final class Tail implements Bench {

  private static final int ROUNDS = 5;
  private static final int BATCH = 1_000;
  private static final int RING = 1 << 16;
  private static final int FLOW_BUFFER = 1 << 12;

  private final int readers;
  private final int events;
  private final boolean flow;

  /** What the readers made of the events, so that none can leave them out. */
  private final LongAdder sums = new LongAdder();

  private Tail(int readers, int events, boolean flow) {
    this.readers = readers;
    this.events = events;
    this.flow = flow;
  }

  static Tail besideDisruptor() {
    return new Tail(8, 5_000_000, false);
  }

  static Tail besideFlow() {
    return new Tail(1_000, 100_000, true);
  }

  @Override
  public String name() {
    return "tail-" + readers;
  }

  @Override
  public String what() {
    return "one writer, " + readers + " readers at the tail; million deliveries a second";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Records records = new Records(8, BATCH);
    try (Kernel kernel = Ours.open(scratch.resolve("store"))) {
      EventStream stream = Ours.stream(kernel);
      if (flow) {
        return List.of(figure(stream, records, "SubmissionPublisher", this::flow));
      }
      return List.of(
          figure(stream, records, "disruptor 4.0.0, an event a publish", () -> disruptor(1)),
          figure(stream, records, "disruptor 4.0.0, 1,000 a publish", () -> disruptor(BATCH)));
    }
  }

  private Figure figure(EventStream stream, Records records, String peer, Callable<?> theirs)
      throws Exception {
    double[] millis = Clock.medians(() -> ours(stream, records), theirs, 2_000, ROUNDS);
    return new Figure(
        name(), "M deliveries/s", false, delivered(millis[0]), peer, delivered(millis[1]));
  }

  private double delivered(double millis) {
    return (double) readers * events / millis / 1e3;
  }

  private long ours(EventStream stream, Records records) throws Exception {
    ThreadFactory threads = flow ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
    Cursor from = stream.extent().tailCursor();
    CountDownLatch done = new CountDownLatch(readers);
    for (int i = 0; i < readers; i++) {
      threads.newThread(() -> readAll(stream, from, from.offset() + events, done)).start();
    }
    for (int i = 0; i < events / records.recordsABatch(); i++) {
      stream.append(AppendRequest.of(records.values(i))).orThrow();
    }
    done.await();
    return stream.extent().tail();
  }

  private void readAll(EventStream stream, Cursor from, long until, CountDownLatch done) {
    long next = from.offset();
    long sum = 0;
    try (Reader reader = stream.read(from, CausalContext.NONE)) {
      while (next < until) {
        if (reader.next() == Step.EVENT) {
          sum += number(reader.payload());
          next++;
        } else {
          stream.awaitBeyond(next, Deadline.NEVER);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sums.add(sum);
      done.countDown();
    }
  }

  private static long number(Payload payload) {
    return payload
        .segment()
        .get(ValueLayout.JAVA_LONG_UNALIGNED, payload.start() + payload.lengthBytes() - 8);
  }

  /** Publishes {@code batch} events at a time; readers that have nothing to do block. */
  private long disruptor(int batch) throws Exception {
    RingBuffer<long[]> ring =
        RingBuffer.createSingleProducer(() -> new long[1], RING, new BlockingWaitStrategy());
    CountDownLatch done = new CountDownLatch(readers);
    List<BatchEventProcessor<long[]>> processors = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      processors.add(
          new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), new Summing(done)));
    }
    ring.addGatingSequences(
        processors.stream().map(BatchEventProcessor::getSequence).toArray(Sequence[]::new));
    processors.forEach(processor -> Thread.ofPlatform().start(processor));
    for (int i = 0; i < events; i += batch) {
      long last = ring.next(batch);
      long first = last - batch + 1;
      for (long sequence = first; sequence <= last; sequence++) {
        ring.get(sequence)[0] = sequence;
      }
      ring.publish(first, last);
    }
    done.await();
    processors.forEach(BatchEventProcessor::halt);
    return events;
  }

  /** Adds up what it is given. */
  private final class Summing implements EventHandler<long[]> {
    private final CountDownLatch done;
    private long sum;

    Summing(CountDownLatch done) {
      this.done = done;
    }

    @Override
    public void onEvent(long[] event, long sequence, boolean endOfBatch) {
      sum += event[0];
      if (sequence == events - 1) {
        sums.add(sum);
        done.countDown();
      }
    }
  }

  private long flow() throws Exception {
    CountDownLatch done = new CountDownLatch(readers);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        SubmissionPublisher<Long> publisher = new SubmissionPublisher<>(executor, FLOW_BUFFER)) {
      for (int i = 0; i < readers; i++) {
        publisher.subscribe(new Counting(events, done));
      }
      for (long i = 0; i < events; i++) {
        publisher.submit(i);
      }
      done.await();
    }
    return events;
  }

  /** Counts and adds up what it is given. */
  private final class Counting implements Flow.Subscriber<Long> {
    private final CountDownLatch done;
    private long left;
    private long sum;

    Counting(long events, CountDownLatch done) {
      this.left = events;
      this.done = done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Long event) {
      left--;
      sum += event;
      if (left == 0) {
        sums.add(sum);
        done.countDown();
      }
    }

    @Override
    public void onError(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {}
  }
}
