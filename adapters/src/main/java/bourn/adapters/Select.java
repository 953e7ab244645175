package bourn.adapters;

import bourn.kernel.Deadline;
import bourn.kernel.Waiter;
import bourn.kernel.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes from whichever of several channels is ready first, in the manner of Go's {@code select}.
 * Confined to one thread.
 *
 * <pre>{@code
 * Select select = Select.over(orders, refunds);
 * while (!select.isEmpty()) {
 *   switch (select.take(Deadline.in(Duration.ofSeconds(1)))) {
 *     case Take.Taken(Channel from, long offset, Value value) when from == orders -> sell(value);
 *     case Take.Taken(Channel from, long offset, Value value) -> refund(value);
 *     case Take.Nothing() -> log("idle for a second");
 *     case Take.Closed(Channel from) -> log(from + " has ended");
 *   }
 * }
 * }</pre>
 *
 * <p>Fair: the channel that was served is the last to be looked at next time, so one that is ready
 * waits for at most one take from each of the others. {@link #tryTake} is {@code select} with a
 * default branch, a deadline is its timeout branch. Puts need no branch, as they do not wait for
 * takers.
 */
public final class Select {

  private final List<Channel> channels;

  private Select(List<Channel> channels) {
    this.channels = new ArrayList<>(channels);
  }

  /** Returns a select over {@code channels}, which stay their owners' to close. */
  public static Select over(Channel... channels) {
    return over(List.of(channels));
  }

  /** Returns a select over {@code channels}, which stay their owners' to close. */
  public static Select over(List<Channel> channels) {
    return new Select(channels);
  }

  /** Returns whether every channel has answered {@link Take.Closed}. */
  public boolean isEmpty() {
    return channels.isEmpty();
  }

  /** Takes from the first channel that is ready, waiting for one. */
  public Take take() throws InterruptedException {
    return take(Deadline.NEVER);
  }

  /**
   * Takes from the first channel that is ready, waiting for one until {@code deadline}. A channel
   * answers {@link Take.Closed} once, and is then left out.
   *
   * @throws IllegalStateException if no channel is left
   * @throws GapException if the event to take from a channel cannot be had
   */
  public Take take(Deadline deadline) throws InterruptedException {
    if (isEmpty()) {
      throw new IllegalStateException(
          "a select needs at least 1 channel that has not ended, had 0");
    }
    return served(await(channels, deadline));
  }

  /** Takes from a channel that is ready; {@link Take.Nothing} if none is. Never waits. */
  public Take tryTake() {
    return served(poll(channels));
  }

  private Take served(Take take) {
    switch (take) {
      case Take.Taken taken -> {
        channels.remove(taken.channel());
        channels.add(taken.channel());
      }
      case Take.Closed closed -> channels.remove(closed.channel());
      case Take.Nothing nothing -> {}
    }
    return take;
  }

  /** Takes from the first of {@code channels} that is ready, waiting until {@code deadline}. */
  static Take await(List<Channel> channels, Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Waiter waiter = new Waiter();
    Take take = poll(channels);
    while (take instanceof Take.Nothing && !deadline.passed()) {
      awaitSignal(channels, waiter, deadline);
      take = poll(channels);
    }
    return take;
  }

  private static Take poll(List<Channel> channels) {
    for (Channel channel : channels) {
      Take take = channel.tryTake();
      if (!(take instanceof Take.Nothing)) {
        return take;
      }
    }
    return new Take.Nothing();
  }

  private static void awaitSignal(List<Channel> channels, Waiter waiter, Deadline deadline)
      throws InterruptedException {
    List<Watch> watches = new ArrayList<>(channels.size());
    try {
      for (Channel channel : channels) {
        watches.add(channel.watch(waiter));
      }
      waiter.await(deadline);
    } finally {
      watches.forEach(Watch::close);
    }
  }
}
