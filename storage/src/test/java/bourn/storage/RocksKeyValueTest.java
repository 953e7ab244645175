package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Environment;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValueContract;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state in RocksDB. */
final class RocksKeyValueTest extends KeyValueContract {

  @TempDir Path folder;

  @Override
  protected KeyValue open() {
    return RocksKeyValue.create(folder, Environment.system());
  }

  @Override
  protected KeyValue reopen() {
    return RocksKeyValue.open(folder, Environment.system());
  }

  @Test
  void useAfterClose_isAnExceptionAndNotACrash() {
    KeyValue state = open();
    KeyValue.Entries entries = state.scan(KeyValue.Family.CHUNKS, new byte[] {0}, new byte[] {1});
    entries.close();
    state.close();
    state.close();

    assertThat(entries.next()).isFalse();
    assertThatThrownBy(() -> state.get(KeyValue.Family.CHUNKS, new byte[] {0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> state.scan(KeyValue.Family.CHUNKS, new byte[] {0}, new byte[] {1}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(state::flush).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void close_waitsForScans() throws Exception {
    KeyValue state = open();
    state.write(new KeyValue.Batch().put(KeyValue.Family.CHUNKS, new byte[] {0}, new byte[] {7}));
    KeyValue.Entries entries = state.scan(KeyValue.Family.CHUNKS, new byte[] {0}, new byte[] {1});
    CountDownLatch begun = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              begun.countDown();
              state.close();
            });
    closer.start();
    begun.await();

    assertThat(entries.next()).isTrue();
    assertThat(entries.value()).containsExactly(7);
    entries.close();
    closer.join(20_000);
    assertThat(closer.isAlive()).isFalse();
  }

  /** A flush that RocksDB begins by itself must not make the state durable before its log. */
  @Test
  void beforeAnyFlush_theTaskHasRun() throws Exception {
    try (RocksKeyValue state = RocksKeyValue.create(folder, Environment.system())) {
      AtomicInteger runs = new AtomicInteger();
      CountDownLatch flushed = new CountDownLatch(2);
      state.beforeFlush(
          () -> {
            runs.incrementAndGet();
            flushed.countDown();
          });
      assertThat(runs).hasValue(0);
      state.write(
          new KeyValue.Batch().put(KeyValue.Family.STREAMS, new byte[] {0}, new byte[] {7}));
      state.flush();
      assertThat(runs).hasPositiveValue();

      byte[] value = new byte[1 << 20];
      for (int i = 0; flushed.getCount() > 0 && i < 200; i++) {
        new SplittableRandom(i).nextBytes(value);
        state.write(
            new KeyValue.Batch().put(KeyValue.Family.CHUNKS, new byte[] {1, (byte) i}, value));
      }
      assertThat(flushed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
