package bourn.adapters;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Deadline;
import bourn.kernel.EventStream;
import java.util.concurrent.locks.LockSupport;

/** Appends that wait for room where {@link EventStream#append} does not. */
public final class Appends {

  private Appends() {}

  /**
   * Appends, and parks while the stream is {@link Append.Full}: until there is room or {@code
   * deadline} has passed.
   *
   * @return the first outcome that is not {@link Append.Full}, or the last one at the deadline
   */
  public static Append append(EventStream stream, AppendRequest request, Deadline deadline)
      throws InterruptedException {
    Append append = stream.append(request);
    while (append instanceof Append.Full full && !deadline.passed()) {
      LockSupport.parkNanos(
          stream, Math.min(deadline.remainingNanos(), Math.max(1, full.retryAfter().toNanos())));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      append = stream.append(request);
    }
    return append;
  }
}
