package bourn.storage;

import bourn.kernel.Environment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps native calls off virtual threads: a native frame pins its carrier, and there are only as
 * many of these as processors.
 */
final class Carriers implements AutoCloseable {

  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor platform;

  Carriers(Environment environment) {
    platform =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            environment.threads());
    platform.allowCoreThreadTimeOut(true);
  }

  /**
   * Returns what {@code call} does, run here if this is a platform thread, else on one.
   *
   * @throws IllegalStateException if this is closed and the thread a virtual one
   */
  <T extends @Nullable Object> T call(Supplier<T> call) {
    if (!Thread.currentThread().isVirtual()) {
      return call.get();
    }
    try {
      return CompletableFuture.supplyAsync(call, platform).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the store is closed", e);
    }
  }

  @Override
  public void close() {
    platform.shutdown();
  }
}
