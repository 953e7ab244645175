package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.KeyValue;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.Value;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state that RocksDB cannot write behind the appends, by a flush that nobody asked for. */
@Timeout(120)
final class StateFailureTest {

  private static final int BATCH = 12;

  /** Far more than RocksDB keeps in memory, and less than what the kernel flushes itself. */
  private static final long MOST_EVENTS = 500_000;

  @TempDir Path folder;

  /**
   * Appends small batches to {@code orders}, between events of another stream, so that they go into
   * the state, and returns how many events were acknowledged.
   */
  static long appendUntilRefused(Kernel kernel, EventStream orders) {
    EventStream others = Stores.stream(kernel, "others");
    long acknowledged = orders.extent().tail();
    while (acknowledged < MOST_EVENTS) {
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        values.add(Stores.value("orders", acknowledged + i));
      }
      try {
        acknowledged = orders.append(AppendRequest.of(values)).orThrow().last() + 1;
        others.append(AppendRequest.of(values.getFirst())).orThrow();
      } catch (StorageException e) {
        return acknowledged;
      }
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void aFlushThatFailsBehindTheAppends_stopsTheKernel_andNothingAcknowledgedIsLost()
      throws Exception {
    Path store = folder.resolve("store");
    Path state = store.resolve("state");
    Path away = folder.resolve("away");
    long acknowledged;
    try (Kernel kernel = Stores.open(store)) {
      EventStream orders = Stores.stream(kernel, "orders");
      Files.move(state, away);
      acknowledged = appendUntilRefused(kernel, orders);
      assertThatThrownBy(() -> orders.append(AppendRequest.of(Stores.value("orders", 0))))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("accepts nothing since its disk failed")
          .hasMessageContaining(state.toString());
    }
    Folders.delete(state);
    Files.move(away, state);

    assertHolds(store, acknowledged);
  }

  @Test
  void aStateThatCouldNotFlush_isNeitherWrittenNorFlushed() throws Exception {
    Path state = folder.resolve("state");
    Path away = folder.resolve("away");
    try (RocksKeyValue rocks = RocksKeyValue.create(state, Environment.system())) {
      Files.move(state, away);
      assertThatThrownBy(() -> writeMuch(rocks))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("could not write " + state);
      assertThatThrownBy(rocks::flush)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("could not flush " + state);
    }
  }

  /** The disk says that it could not keep what it was told to: nobody knows what it has. */
  @ParameterizedTest
  @ValueSource(strings = {".sst", "MANIFEST", "/state", ".log"})
  void aSyncThatFails_stopsTheKernel_andNothingAcknowledgedIsLost(String failing) throws Exception {
    Path library = folder.resolve("journal.so");
    assumeTrue(DiskJournal.compile(library), DiskJournal.NEEDS);
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path journal = folder.resolve("journal");
    Process process =
        Children.start(
            DiskJournal.command(library, disk, journal, "JOURNAL_FAIL=" + failing),
            FailedSyncWorkload.class,
            disk.resolve("store").toString(),
            journal + ".fail");
    List<String> lines = process.inputReader().readAllLines();
    assertThat(process.waitFor()).isZero();
    assertThat(lines.get(1))
        .contains("accepts nothing since its disk failed")
        .contains(failing)
        .containsIgnoringCase("Input/output error");

    assertHolds(disk.resolve("store"), Long.parseLong(lines.getFirst()));
  }

  private static void writeMuch(RocksKeyValue rocks) {
    SplittableRandom random = new SplittableRandom(1);
    for (long i = 0; i < 100; i++) {
      byte[] value = new byte[1 << 20];
      random.nextBytes(value);
      byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(i).array();
      rocks.write(new KeyValue.Batch().put(KeyValue.Family.CHUNKS, key, value));
    }
  }

  /** Asserts that {@code store} opens with what was acknowledged, and takes more. */
  static void assertHolds(Path store, long acknowledged) {
    try (Kernel kernel = Stores.open(store)) {
      EventStream orders = Stores.stream(kernel, "orders");
      assertThat(orders.extent().tail()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(Stores.readAll(orders)).isEmpty();
      orders
          .append(AppendRequest.of(Stores.value("orders", orders.extent().tail())).durable())
          .orThrow();
    }
    assertThat(Verification.of(store, Environment.system(), ProgressListener.NONE)).isEmpty();
  }
}
