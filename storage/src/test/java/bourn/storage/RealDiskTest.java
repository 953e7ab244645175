package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, and one that cannot be written. Needs the right to mount; skipped without.
 */
@Timeout(120)
final class RealDiskTest {

  private static final int FILLER_BYTES = 8 << 20;

  @TempDir Path folder;

  private Path disk() {
    return folder.resolve("disk");
  }

  private Path store() {
    return disk().resolve("store");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @BeforeEach
  void mount() throws Exception {
    Files.createDirectories(disk());
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk().toString()),
        "file systems cannot be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk().toString());
  }

  private static long appendUntilRefused(EventStream orders, List<String> refusals) {
    long acknowledged = orders.extent().tail();
    SplittableRandom random = new SplittableRandom(acknowledged);
    while (true) {
      Value[] values = new Value[1 + random.nextInt(60)];
      for (int i = 0; i < values.length; i++) {
        values[i] = Stores.value("orders", acknowledged + i);
      }
      try {
        Append append = orders.append(AppendRequest.of(Arrays.asList(values)));
        if (!(append instanceof Append.Appended appended)) {
          refusals.add(append.toString());
          return acknowledged;
        }
        acknowledged = appended.last() + 1;
      } catch (StorageException e) {
        refusals.add(String.valueOf(e.getMessage()));
        return acknowledged;
      }
    }
  }

  @Test
  void aFullDisk_isOneClearError_andNothingAcknowledgedIsLost() throws Exception {
    Path filler = disk().resolve("filler");
    Files.write(filler, new byte[FILLER_BYTES]);
    List<String> refusals = new ArrayList<>();
    long acknowledged;
    try (Kernel kernel = Stores.open(store())) {
      EventStream orders = Stores.stream(kernel, "orders");
      acknowledged = appendUntilRefused(orders, refusals);
      assertThat(refusals.getFirst()).contains("No space left");
      assertThatThrownBy(() -> orders.append(AppendRequest.of(Stores.value("orders", 0))))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("No space left");
    }
    assertThat(acknowledged).isGreaterThan(1_000);
    Files.delete(filler);

    try (Kernel kernel = Stores.open(store())) {
      EventStream orders = Stores.stream(kernel, "orders");
      assertThat(orders.extent().tail()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(Stores.readAll(orders)).isEmpty();
      orders
          .append(AppendRequest.of(Stores.value("orders", orders.extent().tail())).durable())
          .orThrow();
    }
  }

  /** Only the state is on the full disk, so the flush that fails is one of RocksDB's own. */
  @Test
  void aFullDiskUnderTheState_stopsTheKernel_andNothingAcknowledgedIsLost() throws Exception {
    Path store = folder.resolve("store");
    Path state = store.resolve("state");
    Stores.open(store).close();
    Stores.copy(state, folder.resolve("copy"));
    assertThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", state.toString())).isTrue();
    try {
      Stores.copy(folder.resolve("copy"), state);
      long acknowledged;
      try (Kernel kernel = Stores.open(store)) {
        EventStream orders = Stores.stream(kernel, "orders");
        acknowledged = StateFailureTest.appendUntilRefused(kernel, orders);
        assertThatThrownBy(() -> orders.append(AppendRequest.of(Stores.value("orders", 0))))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("No space left");
      }
      assertThat(run("mount", "-o", "remount,size=400m", state.toString())).isTrue();
      StateFailureTest.assertHolds(store, acknowledged);
    } finally {
      run("umount", "-l", state.toString());
    }
  }

  /** To be used again, all of its file would need blocks; without it, there is room for others. */
  @Test
  void aSegmentThatIsLetGoOf_onAFullDisk_givesItsRoomBack() throws Exception {
    LogSegment segment = LogSegment.create(disk(), new SegmentHeader(1, 7, 24 << 20), null);
    fill();

    assertThat(segment.retire()).isNull();

    assertThat(Folders.list(disk())).containsExactly(disk().resolve("filler"));
  }

  private void fill() {
    try {
      Files.write(disk().resolve("filler"), new byte[64 << 20]);
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void creation_onAFullDisk_isRefused_andBeginsAnewWhenThereIsRoom() throws Exception {
    fill();
    assertThatThrownBy(() -> Stores.open(store()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No space left");
    Files.delete(disk().resolve("filler"));
    Stores.open(store()).close();
  }

  @Test
  void aDiskThatCannotBeWritten_isOneClearError_andCanBeRead() throws Exception {
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, new SplittableRandom(1), 50);
    }
    assertThat(run("mount", "-o", "remount,ro", disk().toString())).isTrue();

    assertThatThrownBy(() -> Stores.open(store()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Read-only file system");
    try (Kernel kernel =
        RocksKernel.openReadOnly(
            store(), Environment.system(), descriptor -> ValueFormat.INSTANCE)) {
      assertThat(Stores.readAll(kernel.find(new StreamName("orders")).orElseThrow())).isEmpty();
    }
    assertThat(Verification.of(store(), Environment.system(), ProgressListener.NONE)).isEmpty();
  }
}
