package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.AppendRequest;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that compute hold every carrier; platform threads go on all the same. */
final class BusyCarriersTest {

  private static final int THREADS = 16;
  private static final int APPENDS = 20;

  @TempDir Path folder;

  @Test
  void durableAppendsOfPlatformThreads_needNoCarrier() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    int carriers = Runtime.getRuntime().availableProcessors();
    CountDownLatch computing = new CountDownLatch(carriers);
    for (int i = 0; i < carriers; i++) {
      Thread.startVirtualThread(
          () -> {
            computing.countDown();
            while (!stop.get()) {
              Thread.onSpinWait();
            }
          });
    }
    assertThat(computing.await(20, TimeUnit.SECONDS)).isTrue();
    try (Kernel kernel = Stores.open(folder.resolve("store"))) {
      EventStream stream = Stores.stream(kernel, "orders");
      CountDownLatch appended = new CountDownLatch(THREADS * APPENDS);
      for (int thread = 0; thread < THREADS; thread++) {
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  for (int i = 0; i < APPENDS; i++) {
                    stream.append(AppendRequest.of(Value.of("order")).durable()).orThrow();
                    appended.countDown();
                  }
                });
      }
      assertThat(appended.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      stop.set(true);
    }
  }
}
