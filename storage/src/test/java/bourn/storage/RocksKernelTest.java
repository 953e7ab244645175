package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Append;
import bourn.kernel.AppendRequest;
import bourn.kernel.CausalityContract;
import bourn.kernel.CompactionContract;
import bourn.kernel.DeletionContract;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.ForkContract;
import bourn.kernel.FullContract;
import bourn.kernel.Kernel;
import bourn.kernel.KernelContract;
import bourn.kernel.KeyValue;
import bourn.kernel.LeaseContract;
import bourn.kernel.ProducerContract;
import bourn.kernel.Reader;
import bourn.kernel.RedactionContract;
import bourn.kernel.RepackingContract;
import bourn.kernel.RetentionContract;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel over files and RocksDB, and the folder it keeps. */
final class RocksKernelTest extends KernelContract
    implements ProducerContract,
        ForkContract,
        DeletionContract,
        LeaseContract,
        FullContract,
        CausalityContract,
        RetentionContract,
        CompactionContract,
        RedactionContract,
        RepackingContract {

  @TempDir Path folder;

  private Path store() {
    return folder.resolve("new").resolve("store");
  }

  @Override
  public Kernel open() {
    return reopen();
  }

  @Override
  public Kernel reopen(Environment environment) {
    return RocksKernel.open(
        store(),
        environment,
        descriptor -> ValueFormat.INSTANCE,
        new LogOptions(64 << 10, 256 << 10, 2));
  }

  /** Its files stay open as long as somebody reads them, and two may not have them open. */
  @Test
  void closing_whileTheStateIsRead_saysSo_andKeepsTheStoreHeld() {
    Kernel kernel = open();
    KeyValue.Entries scan =
        kernel.derived().scan(KeyValue.Family.SEGMENTS, new byte[0], new byte[] {1});

    assertThatThrownBy(kernel::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 scans are not closed");

    assertThatThrownBy(this::open).isInstanceOf(StoreHeldException.class);
    scan.close();
  }

  /** A large chunk is read from its segment again, which an interrupt must not keep from being. */
  @Test
  void anInterruptedCaller_appendsAndReadsLargeEvents() {
    Value large = Value.of("x".repeat(40_000));
    try (Kernel kernel = open()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("orders"));
      for (int i = 0; i < 20; i++) {
        Thread.currentThread().interrupt();
        Append append = stream.append(AppendRequest.of(large));
        assertThat(Thread.interrupted()).isTrue();
        append.orThrow();
      }
    }
    try (Kernel kernel = reopen()) {
      Thread.currentThread().interrupt();
      List<Value> found = new ArrayList<>();
      try (Reader reader = kernel.open(StreamDescriptor.generic("orders")).bound().read()) {
        while (reader.next() == Step.EVENT) {
          found.add(reader.value());
        }
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(found).hasSize(20).containsOnly(large);
    }
  }

  @Test
  void open_twiceInOneProcess_isRefusedNamingTheOwner() {
    try (Kernel kernel = open()) {
      assertThat(kernel.streams()).isEmpty();
      assertThatThrownBy(this::reopen)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("open already")
          .hasMessageContaining("in this process (" + ProcessHandle.current().pid() + ")");
    }
    reopen().close();
  }

  @Test
  void open_ofAFolderThatHoldsSomethingElse_isRefusedAndLeavesItAlone() throws IOException {
    Path file = folder.resolve("holiday.txt");
    Files.writeString(file, "sun");

    assertThatThrownBy(
            () ->
                RocksKernel.open(folder, Environment.system(), descriptor -> ValueFormat.INSTANCE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("not a store")
        .hasMessageContaining("holiday.txt");
    assertThat(Folders.list(folder)).containsExactly(file);
  }

  @Test
  void open_ofAnotherFormat_isRefused() throws IOException {
    open().close();
    Files.writeString(store().resolve("FORMAT"), "bourn 9\n");

    assertThatThrownBy(this::reopen)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("bourn 9")
        .hasMessageContaining("bourn 1");
  }

  @Test
  void creationThatWasCutOff_isBegunAnew() throws IOException {
    open().close();
    Files.move(store().resolve("FORMAT"), store().resolve("CREATING"));

    try (Kernel kernel = reopen()) {
      EventStream stream = kernel.open(StreamDescriptor.generic("a"));
      stream.append(AppendRequest.of(Value.of(1))).orThrow();
    }
    try (Kernel kernel = reopen()) {
      assertThat(kernel.streams()).hasSize(1);
    }
  }

  @Test
  void open_ofAStoreWhoseLogIsGone_isRefused() throws IOException {
    open().close();
    Folders.delete(store().resolve("log"));
    Files.createDirectories(store().resolve("log"));

    assertThatThrownBy(this::reopen)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no segment");
  }

  /** What a loss of power may leave: the state was flushed, the end of the log was not synced. */
  @Test
  void aStateAheadOfItsLog_isKeptAndGoesOn() throws IOException {
    try (Kernel kernel = open()) {
      numbers(kernel).append(AppendRequest.of(Value.of(0))).orThrow();
    }
    Path log = store().resolve("log");
    Path earlier = folder.resolve("earlier");
    Stores.copy(log, earlier);
    try (Kernel kernel = reopen()) {
      numbers(kernel).append(AppendRequest.of(Value.of(1), Value.of(2))).orThrow();
    }
    Folders.delete(log);
    Stores.copy(earlier, log);

    Path killed = folder.resolve("killed");
    try (Kernel kernel = reopen()) {
      assertThat(numbers(kernel).extent().tail()).isEqualTo(3);
      for (int i = 3; i < 6; i++) {
        numbers(kernel).append(AppendRequest.of(Value.of(i))).orThrow();
      }
      Stores.copyLiving(store(), killed);
    }
    try (Kernel kernel =
        RocksKernel.open(killed, Environment.system(), descriptor -> ValueFormat.INSTANCE)) {
      assertThat(drain(numbers(kernel)))
          .containsExactly(
              Value.of(0), Value.of(1), Value.of(2), Value.of(3), Value.of(4), Value.of(5));
    }
  }

  @Test
  void aStateAheadOfItsLog_keepsTheLargeChunks() throws IOException {
    SplittableRandom random = new SplittableRandom(0);
    List<Value> expected = new ArrayList<>();
    try (Kernel kernel = open()) {
      for (int i = 0; i < 40; i++) {
        List<Value> batch = batch(random);
        numbers(kernel).append(AppendRequest.of(batch)).orThrow();
        expected.addAll(batch);
      }
    }
    Path log = store().resolve("log");
    Path earlier = folder.resolve("earlier");
    Stores.copy(log, earlier);
    try (Kernel kernel = reopen()) {
      numbers(kernel).append(AppendRequest.of(Value.of(1))).orThrow();
      expected.add(Value.of(1));
    }
    Folders.delete(log);
    Stores.copy(earlier, log);

    try (Kernel kernel = reopen()) {
      assertThat(drain(numbers(kernel))).isEqualTo(expected);
    }
  }

  /** Large chunks stay in the log; small ones beside them go into the state. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("mixedSeeds")
  void largeAndSmallBatches_areReadBackAfterReopening(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> expected = new ArrayList<>();
    for (int opening = 0; opening < 3; opening++) {
      try (Kernel kernel = reopen()) {
        EventStream stream = numbers(kernel);
        assertThat(drain(stream)).isEqualTo(expected);
        for (int i = 0; i < 40; i++) {
          List<Value> batch = batch(random);
          stream.append(AppendRequest.of(batch)).orThrow();
          expected.addAll(batch);
        }
        assertThat(drain(stream)).isEqualTo(expected);
      }
      assertThat(Folders.list(store().resolve("log")).stream().filter(LogSegment::isKept))
          .isNotEmpty();
    }
  }

  static LongStream mixedSeeds() {
    return LongStream.range(0, 4);
  }

  private static List<Value> batch(SplittableRandom random) {
    int count = 1 + random.nextInt(random.nextBoolean() ? 4 : 400);
    List<Value> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      batch.add(new Value.Bytes(bytes));
    }
    return batch;
  }

  private static EventStream numbers(Kernel kernel) {
    return kernel.open(StreamDescriptor.generic("numbers"));
  }

  private static List<Value> drain(EventStream stream) {
    List<Value> values = new ArrayList<>();
    try (Reader reader = stream.bound().read()) {
      while (reader.next() == Step.EVENT) {
        values.add(reader.value());
      }
    }
    return values;
  }
}
