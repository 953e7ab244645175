package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Environment;
import bourn.kernel.KeyValue;
import bourn.kernel.KeyValueContract;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
  void useAfterClose_byAVirtualThread_isTheSameException() throws Exception {
    KeyValue state = open();
    state.close();

    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread.ofVirtual()
        .uncaughtExceptionHandler((thread, e) -> thrown.set(e))
        .start(() -> state.get(KeyValue.Family.CHUNKS, new byte[] {0}))
        .join();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
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

  @Test
  @SuppressWarnings("NullAway") // a caller's mistake
  void aScanThatCouldNotBegin_isNotWaitedFor() {
    KeyValue state = open();
    assertThatThrownBy(() -> state.scan(KeyValue.Family.CHUNKS, new byte[] {0}, null))
        .isInstanceOf(NullPointerException.class);
    state.close();
  }

  @Test
  void beforeAFlushThatWasAskedFor_theTaskHasRun() {
    try (RocksKeyValue state = RocksKeyValue.create(folder, Environment.system())) {
      AtomicInteger runs = new AtomicInteger();
      state.beforeFlush(runs::incrementAndGet);
      state.write(put(0, new byte[] {7}));
      assertThat(runs).hasValue(0);
      state.flush();
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void muchThatIsWritten_isFlushedUnasked_afterTheTask() throws IOException {
    try (RocksKeyValue state = RocksKeyValue.create(folder, Environment.system())) {
      AtomicInteger runs = new AtomicInteger();
      state.beforeFlush(runs::incrementAndGet);
      byte[] value = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        new SplittableRandom(i).nextBytes(value);
        state.write(put(i, value));
      }
      assertThat(runs.get()).isBetween(2, 100);
      assertThat(bytesOfTables()).isGreaterThan(16L << 20);
    }
  }

  /** RocksDB may take into a flush what is written after the flush was asked for. */
  @Test
  void whatIsWrittenDuringAFlush_runsTheTaskToo() {
    try (RocksKeyValue state = RocksKeyValue.create(folder, Environment.system())) {
      AtomicInteger runs = new AtomicInteger();
      state.beforeFlush(
          () -> {
            if (runs.incrementAndGet() == 1) {
              state.write(put(1, new byte[] {7}));
            }
          });
      state.write(put(0, new byte[] {7}));
      state.flush();
      assertThat(runs).hasValue(2);
      state.write(put(2, new byte[] {7}));
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void aTaskThatFails_keepsEverythingFromBecomingDurable() throws IOException {
    try (RocksKeyValue state = RocksKeyValue.create(folder, Environment.system())) {
      state.beforeFlush(
          () -> {
            throw new StorageException("the log failed");
          });
      state.write(put(0, new byte[] {7}));
      assertThatThrownBy(state::flush).hasMessageContaining("the log failed");
      assertThatThrownBy(state::reclaim).hasMessageContaining("the log failed");
      assertThat(bytesOfTables()).isZero();
    }
  }

  /** RocksDB's threads must never be in Java: an exit of the machine would wait for them. */
  @Test
  @Timeout(60)
  void aProcessThatExitsDuringAFlush_ends() throws Exception {
    for (int round = 0; round < 3; round++) {
      Process process = Children.start(Flushing.class, folder.resolve("" + round).toString());
      boolean ended = process.waitFor(15, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).isTrue();
      assertThat(process.exitValue()).isEqualTo(7);
    }
  }

  /** Flushes until it exits in the middle of it. */
  static final class Flushing {

    private Flushing() {}

    public static void main(String... arguments) throws InterruptedException {
      RocksKeyValue state = RocksKeyValue.create(Path.of(arguments[0]), Environment.system());
      CountDownLatch flushed = new CountDownLatch(30);
      state.beforeFlush(flushed::countDown);
      for (int thread = 0; thread < 4; thread++) {
        int key = thread;
        Thread.ofPlatform().daemon().start(() -> flushForEver(state, key));
      }
      flushed.await();
      Runtime.getRuntime().halt(7);
    }

    private static void flushForEver(KeyValue state, int key) {
      while (true) {
        state.write(put(key, new byte[1 << 16]));
        state.flush();
      }
    }
  }

  private static KeyValue.Batch put(int key, byte[] value) {
    return new KeyValue.Batch().put(KeyValue.Family.CHUNKS, new byte[] {1, (byte) key}, value);
  }

  private long bytesOfTables() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
