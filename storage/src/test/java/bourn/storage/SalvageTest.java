package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.Bound;
import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.Reader;
import bourn.kernel.SalvageReport;
import bourn.kernel.Step;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages stores in every way there is, and recovers what is whole. */
final class SalvageTest {

  /** More of them with -Dbourn.salvage.cases=. */
  private static final int CASES = Integer.getInteger("bourn.salvage.cases", 30);

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, CASES);
  }

  private Path old() {
    return folder.resolve("old");
  }

  private Path recovered() {
    return folder.resolve("recovered");
  }

  private SalvageReport salvage() {
    return Salvage.run(old(), recovered(), Environment.system(), ProgressListener.NONE);
  }

  private List<Path> files(String part, String suffix) {
    return Folders.list(old().resolve(part)).stream()
        .filter(file -> file.toString().endsWith(suffix))
        .toList();
  }

  private static SalvageReport.Stream of(SalvageReport report, String name) {
    return report.streams().stream()
        .filter(stream -> stream.descriptor().name().text().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Asserts that the new store holds what the report says, right, and nothing else. */
  private void assertHolds(SalvageReport report) {
    try (Kernel kernel = Stores.open(recovered())) {
      for (SalvageReport.Stream stream : report.streams()) {
        EventStream found = kernel.find(stream.descriptor().name()).orElseThrow();
        assertThat(found.extent().tail()).isEqualTo(stream.tail());
        assertThat(found.extent().incarnation()).isEqualTo(stream.incarnation());
        assertThat(Stores.readAll(found)).isEqualTo(stream.lost());
        found.append(AppendRequest.of(Value.of(1))).orThrow();
      }
      EventStream reports = kernel.open(Salvage.REPORTS);
      try (Reader reader = reports.bound().read()) {
        assertThat(reader.next()).isEqualTo(Step.EVENT);
        assertThat(reader.value()).isEqualTo(report.toValue());
      }
    }
  }

  @Test
  void ofAWholeStore_recoversAll() {
    Stores.makeKilled(old(), 1);
    SalvageReport report = salvage();

    assertThat(report.isWhole()).isTrue();
    assertThat(report.remarks()).isEmpty();
    assertThat(report.streams()).hasSize(3);
    assertHolds(report);
    try (Kernel kernel = Stores.open(old())) {
      for (SalvageReport.Stream stream : report.streams()) {
        assertThat(kernel.find(stream.descriptor().name()).orElseThrow().extent().tail())
            .isEqualTo(stream.tail())
            .isEqualTo(stream.recovered());
      }
    }
  }

  @Test
  void aDamagedFrame_losesItsEventsAndNoOthers() {
    try (Kernel kernel = Stores.open(folder.resolve("living"))) {
      EventStream orders = Stores.stream(kernel, "orders");
      for (long i = 0; i < 50; i++) {
        orders.append(AppendRequest.of(Stores.value("orders", i)).durable()).orThrow();
      }
      Stores.copyLiving(folder.resolve("living"), old());
    }
    long position = positionOfCommit(files("log", ".log").getFirst(), 22);
    Stores.flip(files("log", ".log").getFirst(), position + FrameHeader.BYTES + 70);

    assertThatThrownBy(() -> Stores.open(old()))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("damaged at position " + position)
        .hasMessageContaining("stream orders loses 19\n")
        .hasMessageContaining("bourn salvage " + old() + " " + old() + "-salvaged");

    SalvageReport report = salvage();
    assertThat(of(report, "orders").lost()).containsExactly(new Bound(19, 20));
    assertThat(of(report, "orders").recovered()).isEqualTo(49);
    assertThat(report.lostCommits()).containsExactly(new Bound(22, 23));
    assertHolds(report);
  }

  private static long positionOfCommit(Path file, long number) {
    LogSegment segment = LogSegment.open(file);
    try {
      long at = SegmentHeader.BYTES;
      FrameHeader frame = FrameHeader.read(segment.bytes(), at, segment.seed());
      while (frame != null && frame.number() < number) {
        at = frame.after(at);
        frame = FrameHeader.read(segment.bytes(), at, segment.seed());
      }
      return at;
    } finally {
      segment.close();
    }
  }

  @Test
  void aDamagedBlockOfTheState_losesOnlyWhatIsInIt() throws IOException {
    try (Kernel kernel = Stores.open(old())) {
      Stores.appendInTurn(kernel, 4_000);
    }
    Path file = largest(files("state", ".sst"));
    Stores.flip(file, Files.size(file) / 6);

    SalvageReport report = salvage();
    assertThat(report.isWhole()).isFalse();
    long lost =
        report.streams().stream().flatMap(s -> s.lost().stream()).mapToLong(Bound::count).sum();
    assertThat(lost).isBetween(1L, 1_500L);
    assertHolds(report);
    try (Kernel kernel = Stores.open(old())) {
      for (SalvageReport.Stream stream : report.streams()) {
        assertThat(Stores.readAll(kernel.find(stream.descriptor().name()).orElseThrow()))
            .isEqualTo(stream.lost());
      }
    }
  }

  private static Path largest(List<Path> files) throws IOException {
    Path largest = files.getFirst();
    for (Path file : files) {
      if (Files.size(file) > Files.size(largest)) {
        largest = file;
      }
    }
    return largest;
  }

  @Test
  void theManifestGone_losesNothing() throws IOException {
    try (Kernel kernel = Stores.open(old())) {
      Stores.append(kernel, new SplittableRandom(5), 300);
    }
    Files.delete(old().resolve("state").resolve("CURRENT"));

    assertThatThrownBy(() -> Stores.open(old()))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("CURRENT")
        .hasMessageContaining("no event seems to be lost");
    SalvageReport report = salvage();
    assertThat(report.isWhole()).isTrue();
    assertHolds(report);
  }

  @Test
  void theFileFormatGone_losesNothing() throws IOException {
    Stores.makeKilled(old(), 9);
    Files.delete(old().resolve("FORMAT"));

    assertThatThrownBy(() -> Stores.open(old()))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining("FORMAT");
    SalvageReport report = salvage();
    assertThat(report.isWhole()).isTrue();
    assertHolds(report);
  }

  @Test
  void into_aFolderThatIsNotEmpty_isRefused() throws IOException {
    Stores.makeKilled(old(), 2);
    Folders.create(recovered());
    Files.writeString(recovered().resolve("holiday.txt"), "sun");

    assertThatThrownBy(this::salvage)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("must be empty");
    assertThat(Folders.list(recovered())).hasSize(1);
    Files.delete(recovered().resolve("holiday.txt"));
    assertThat(salvage().isWhole()).isTrue();
    assertThatThrownBy(this::salvage).hasMessageContaining("must be empty");
  }

  @Test
  void ofAStoreThatIsOpen_isRefused() {
    try (Kernel kernel = Stores.open(old())) {
      assertThat(kernel.streams()).isEmpty();
      assertThatThrownBy(this::salvage)
          .isInstanceOf(StoreHeldException.class)
          .hasMessageContaining("in this process");
    }
  }

  @Test
  void ofNoStore_isRefused() {
    assertThatThrownBy(this::salvage).hasMessageContaining("there is no store");
  }

  /** Whatever is damaged, nothing false is read, and the report says exactly what is lost. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyDamage_isRefusedOrAGap_andWhatIsWholeIsRecovered(long seed) throws IOException {
    Stores.makeKilled(old(), seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      damage(old(), random);
    }

    SalvageReport report = salvage();
    assertHolds(report);
    assertNothingFalse(old());
  }

  /** Damages one file of {@code store} in one of many ways. */
  static void damage(Path store, SplittableRandom random) throws IOException {
    List<Path> files =
        Folders.files(store).stream().filter(file -> !file.endsWith("CREATING")).toList();
    Path file = files.get(random.nextInt(files.size()));
    long size = Files.size(file);
    switch (random.nextInt(10)) {
      case 0 -> Files.delete(file);
      case 1 -> truncate(file, size == 0 ? 0 : random.nextLong(size));
      case 2 -> zero(file, random, size);
      default -> Stores.flip(file, size == 0 ? 0 : random.nextLong(Math.min(size, 60_000)));
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void zero(Path file, SplittableRandom random, long size) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int from = size == 0 ? 0 : random.nextInt((int) size);
    Arrays.fill(bytes, from, (int) Math.min(size, from + 4096L), (byte) 0);
    Files.write(file, bytes);
  }

  private static void assertNothingFalse(Path store) {
    try (Kernel kernel =
        RocksKernel.open(store, Environment.system(), descriptor -> ValueFormat.INSTANCE)) {
      for (StreamDescriptor descriptor : kernel.streams()) {
        assertThat(Stores.readAll(kernel.find(descriptor.name()).orElseThrow())).isNotNull();
      }
    } catch (StorageException refused) {
      assertThat(refused).hasMessageContaining("bourn salvage");
    }
  }
}
