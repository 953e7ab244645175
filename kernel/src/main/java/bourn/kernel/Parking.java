package bourn.kernel;

import java.time.Duration;

/** Appends that wait for room. */
final class Parking {

  private Parking() {}

  /** Appends as {@link EventStream#append(AppendRequest, Deadline)} says. */
  static Append append(LogStream stream, AppendRequest request, Deadline deadline)
      throws InterruptedException {
    AppendTask task;
    try {
      task = stream.task(request);
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
    Append outcome = stream.append(task, request.durability());
    return outcome instanceof Append.Full
        ? appendWaiting(stream, task, request.durability(), deadline)
        : outcome;
  }

  /** Tries again whenever a lease has moved, or a while has passed. */
  private static Append appendWaiting(
      LogStream stream, AppendTask task, Durability durability, Deadline deadline)
      throws InterruptedException {
    Waiter waiter = new Waiter();
    try (Watch _ = stream.leases().watch(waiter)) {
      Append outcome = stream.append(task, durability);
      while (outcome instanceof Append.Full full && !deadline.passed()) {
        waiter.await(earlier(full.retryAfter(), deadline));
        outcome = stream.append(task, durability);
      }
      return outcome;
    }
  }

  private static Deadline earlier(Duration duration, Deadline deadline) {
    return duration.toNanos() < deadline.remainingNanos() ? Deadline.in(duration) : deadline;
  }
}
