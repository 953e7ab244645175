package bourn.kernel;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Blows at the first failure of the disk; from then on the kernel accepts nothing. */
final class Fuse {

  private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
  private volatile Runnable then = () -> {};

  /** Has {@code then} run, once, by whoever blows this. */
  void onBlow(Runnable then) {
    this.then = then;
  }

  /** Blows with {@code failure} as the cause, unless it has blown before. */
  void blow(Throwable failure) {
    if (cause.compareAndSet(null, failure)) {
      then.run();
    }
  }

  boolean blown() {
    return cause.get() != null;
  }

  /** Returns the exception that says why nothing is accepted. */
  StorageException refusal() {
    Throwable failure = cause.get();
    if (failure instanceof ReadOnlyException) {
      return new ReadOnlyException();
    }
    return new StorageException(
        "the kernel accepts nothing since its disk failed: "
            + (failure == null ? "" : failure.getMessage()),
        failure);
  }

  /**
   * Does nothing while the disk works.
   *
   * @throws StorageException if it has failed
   */
  void check() {
    if (blown()) {
      throw refusal();
    }
  }
}
