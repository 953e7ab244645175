package bourn.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Appends and commits that wait for room. */
final class Parking {

  private Parking() {}

  /** Appends as {@link EventStream#append(AppendRequest, Deadline)} says. */
  static Append append(LogStream stream, AppendRequest request, Deadline deadline)
      throws InterruptedException {
    try {
      AppendTask task = stream.task(request);
      Durability durability = request.durability();
      return run(() -> stream.append(task, durability), Parking::retry, List.of(stream), deadline);
    } catch (InvalidEventsException e) {
      return new Append.Invalid(e.violations());
    }
  }

  /** Commits as {@link Kernel#commit(CommitRequest, Deadline)} says. */
  static Committed commit(PreparedCommit prepared, Deadline deadline) throws InterruptedException {
    return run(prepared::commit, Parking::retry, prepared.streams(), deadline);
  }

  /** Says after which time to try again after an outcome, null when that is no use. */
  private interface Retry<T> {
    @Nullable Duration after(T outcome);
  }

  private static @Nullable Duration retry(Append outcome) {
    return outcome instanceof Append.Full full ? full.retryAfter() : null;
  }

  private static @Nullable Duration retry(Committed outcome) {
    boolean onlyFull =
        !outcome.all()
            && outcome.leasings().isEmpty()
            && outcome.outcomes().values().stream().allMatch(Append.Full.class::isInstance);
    return onlyFull
        ? outcome.outcomes().values().stream()
            .flatMap(append -> Stream.ofNullable(retry(append)))
            .min(Duration::compareTo)
            .orElse(null)
        : null;
  }

  /** Tries again whenever a lease has moved, or a while has passed. */
  private static <T> T run(
      Supplier<T> attempt, Retry<T> retry, List<LogStream> streams, Deadline deadline)
      throws InterruptedException {
    T outcome = attempt.get();
    if (retry.after(outcome) == null) {
      return outcome;
    }
    Waiter waiter = new Waiter();
    List<Watch> watches = new ArrayList<>();
    streams.forEach(stream -> watches.add(stream.leases().watch(waiter)));
    try {
      outcome = attempt.get();
      Duration pause = retry.after(outcome);
      while (pause != null && !deadline.passed()) {
        waiter.await(earlier(pause, deadline));
        outcome = attempt.get();
        pause = retry.after(outcome);
      }
      return outcome;
    } finally {
      watches.forEach(Watch::close);
    }
  }

  private static Deadline earlier(Duration duration, Deadline deadline) {
    return duration.toNanos() < deadline.remainingNanos() ? Deadline.in(duration) : deadline;
  }
}
