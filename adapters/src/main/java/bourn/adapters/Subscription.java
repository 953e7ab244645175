package bourn.adapters;

import bourn.kernel.Deadline;
import bourn.kernel.Waiter;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One subscriber's pump, on a virtual thread. */
final class Subscription<T> implements Flow.Subscription {

  /*
   * All signals come from the one thread that runs this, so they are serial. That thread waits for
   * an event, or, holding one, for demand; request and cancel change a number or a flag and then
   * signal it. It looks for an event before there is demand, so that an end that needs none is
   * told at once.
   */

  private final Pump<T> pump;
  private final AtomicLong demand = new AtomicLong();
  private final Waiter waiter = new Waiter();
  private volatile boolean cancelled;
  private volatile @Nullable Throwable misuse;

  private Subscription(Pump<T> pump) {
    this.pump = pump;
  }

  /** Subscribes {@code subscriber} to what a pump of {@code pumps} delivers. */
  static <T> void start(Flow.Subscriber<? super T> subscriber, Supplier<Pump<T>> pumps) {
    Thread.ofVirtual().name("bourn-subscription").start(() -> run(subscriber, pumps));
  }

  private static <T> void run(Flow.Subscriber<? super T> subscriber, Supplier<Pump<T>> pumps) {
    try (Pump<T> pump = pumps.get()) {
      Subscription<T> subscription = new Subscription<>(pump);
      subscriber.onSubscribe(subscription);
      subscription.deliver(subscriber);
    }
  }

  private void deliver(Flow.Subscriber<? super T> subscriber) {
    Throwable failure = null;
    try {
      Pump.Found found = pump.advance();
      while (found == Pump.Found.EVENT && awaitDemand()) {
        T element = pump.element();
        demand.getAndUpdate(n -> n == Long.MAX_VALUE ? n : n - 1);
        onNext(subscriber, element);
        found = pump.advance();
      }
      if (found == Pump.Found.LATE) {
        failure = new TimeoutException("the deadline of the reading has passed");
      }
    } catch (InterruptedException e) {
      cancelled = true;
    } catch (RuntimeException e) {
      if (cancelled) {
        throw e;
      }
      failure = e;
    }
    end(subscriber, misuse == null ? failure : misuse);
  }

  /** A subscriber that throws has cancelled; what it threw is its own thread's to report. */
  private void onNext(Flow.Subscriber<? super T> subscriber, T element) {
    try {
      subscriber.onNext(element);
    } catch (RuntimeException e) {
      cancelled = true;
      throw e;
    }
  }

  /** Returns false when this was cancelled or misused instead. */
  private boolean awaitDemand() throws InterruptedException {
    while (demand.get() == 0 && !cancelled && misuse == null) {
      waiter.await(Deadline.NEVER);
    }
    return !cancelled && misuse == null;
  }

  private void end(Flow.Subscriber<? super T> subscriber, @Nullable Throwable failure) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    if (failure == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(failure);
    }
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      misuse = new IllegalArgumentException("rule 3.9: a request is for 1 or more, was " + n);
      stop();
    } else {
      demand.getAndUpdate(asked -> asked + n < 0 ? Long.MAX_VALUE : asked + n);
      waiter.signal();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    stop();
  }

  private void stop() {
    pump.stop();
    waiter.signal();
  }
}
