package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.CommitRequest;
import bourn.kernel.Deadline;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backs up stores that are in use, restores them, and finds what is damaged. */
@Timeout(180)
final class BackupTest {

  private static final String BIG = "readings";
  private static final String BULK = "people";
  private static final int BULK_EVENTS = 50;

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  private Path store() {
    return folder.resolve("store");
  }

  private Path backups() {
    return folder.resolve("backups");
  }

  private BackupReport backUp() {
    return Backup.run(store(), backups(), Environment.system(), ProgressListener.NONE);
  }

  private List<String> verify(Path what) {
    return Verification.of(what, Environment.system(), ProgressListener.NONE);
  }

  private static Map<String, Long> tails(Kernel kernel) {
    Map<String, Long> tails = new HashMap<>();
    for (StreamDescriptor descriptor : kernel.streams()) {
      tails.put(
          descriptor.name().text(), kernel.find(descriptor.name()).orElseThrow().extent().tail());
    }
    return tails;
  }

  private Map<String, Long> restored(String to) {
    Path target = folder.resolve(to);
    Backup.restore(backups(), target, ProgressListener.NONE);
    try (Kernel kernel = Stores.open(target)) {
      for (StreamDescriptor descriptor : kernel.streams()) {
        EventStream stream = kernel.find(descriptor.name()).orElseThrow();
        assertThat(Stores.readAll(stream)).isEmpty();
      }
      return tails(kernel);
    }
  }

  @Test
  void aBackupOfAClosedStore_restoresAllOfIt() {
    Map<String, Long> tails;
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, new SplittableRandom(1), 300);
      tails = tails(kernel);
    }
    backUp();

    assertThat(verify(backups())).isEmpty();
    assertThat(restored("back")).isEqualTo(tails);
    assertThatThrownBy(
            () -> Backup.restore(backups(), folder.resolve("back"), ProgressListener.NONE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("must be empty");
  }

  /**
   * Every commit appends one event to each of two streams, so a prefix has as many in both; some
   * append much to a third, which stays in the log.
   */
  @Test
  void backupsWhileAWriterAppends_arePrefixesOfTheCommitOrder() throws Exception {
    LogOptions options = new LogOptions(64 << 10, 128 << 10, 2);
    try (Kernel kernel = RichStores.open(store(), options)) {
      EventStream orders = Stores.stream(kernel, "orders");
      EventStream big = Stores.stream(kernel, BIG);
      Stores.stream(kernel, BULK);
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer = new Thread(() -> commitUntil(stop, kernel, orders));
      writer.start();
      try {
        for (int round = 0; round < 6; round++) {
          long before = big.extent().tail();
          big.awaitBeyond(before + 50, Deadline.NEVER);
          long acknowledged = orders.extent().tail();
          backUp();
          long after = orders.extent().tail();
          Map<String, Long> tails = restored("round-" + round);
          assertThat(tails.get("orders")).isEqualTo(tails.get(BIG));
          assertThat(tails.get("orders")).isBetween(acknowledged, after);
        }
      } finally {
        stop.set(true);
        writer.join();
      }
    }
    assertThat(verify(backups())).isEmpty();
  }

  private static void commitUntil(AtomicBoolean stop, Kernel kernel, EventStream orders) {
    while (!stop.get()) {
      long tail = orders.extent().tail();
      Map<StreamName, AppendRequest> appends = new HashMap<>();
      appends.put(
          new StreamName("orders"), AppendRequest.of(Stores.value("orders", tail)).durable());
      appends.put(new StreamName(BIG), AppendRequest.of(Stores.value(BIG, tail)));
      if (tail % 7 == 0) {
        appends.put(new StreamName(BULK), AppendRequest.of(bulk(tail / 7 * BULK_EVENTS)));
      }
      assertThat(kernel.commit(new CommitRequest(appends)).all()).isTrue();
    }
  }

  private static List<Value> bulk(long first) {
    return LongStream.range(first, first + BULK_EVENTS)
        .mapToObj(offset -> Stores.value(BULK, offset))
        .toList();
  }

  @Test
  void ofAStoreWithEverything_restoresEverything() {
    RichStores.make(store());
    assertThat(Folders.list(store().resolve("log"))).anyMatch(LogSegment::isKept);
    backUp();
    Backup.restore(backups(), folder.resolve("back"), ProgressListener.NONE);

    assertThat(RichStores.contents(folder.resolve("back"))).isEqualTo(RichStores.contents(store()));
    assertThat(verify(folder.resolve("back"))).isEmpty();
  }

  @Test
  void aSecondBackup_copiesOnlyWhatIsNew() {
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, new SplittableRandom(1), 2_000);
    }
    BackupReport first = backUp();
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, new SplittableRandom(2), 10);
    }
    BackupReport second = backUp();

    assertThat(first.sharedBytes()).isZero();
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.sharedBytes()).isGreaterThan(first.copiedBytes() / 2);
    assertThat(second.copiedBytes()).isLessThan(first.copiedBytes() / 2);
  }

  @Test
  void ofNoStore_isRefused() {
    assertThatThrownBy(this::backUp).hasMessageContaining("there is no store");
    assertThatThrownBy(() -> Backup.restore(backups(), folder.resolve("x"), ProgressListener.NONE))
        .hasMessageContaining("there is no backup");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFlippedByteInABackup_isFoundAndNotRestored(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = Stores.open(store())) {
      Stores.append(kernel, random, 60);
    }
    backUp();
    List<Path> files = Folders.files(backups());
    Path file = files.get(random.nextInt(files.size()));
    Stores.flip(file, random.nextLong(Files.size(file)));

    assertThat(verify(backups())).isNotEmpty();
    assertThatThrownBy(() -> Backup.restore(backups(), folder.resolve("x"), ProgressListener.NONE))
        .isInstanceOf(StorageException.class);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFlippedByteInAStore_isFound(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Stores.makeKilled(store(), seed);
    assertThat(verify(store())).isEmpty();
    List<Path> files =
        Folders.files(store()).stream()
            .filter(file -> isChecked(store().relativize(file)))
            .toList();
    Path file = files.get(random.nextInt(files.size()));
    long size = LogSegment.isSegment(file) ? LogEnd.of(file, 0, 0).position() : Files.size(file);
    Stores.flip(file, paddingAvoided(file, random.nextLong(size)));

    assertThat(verify(store())).as(file.toString()).isNotEmpty();
  }

  private static boolean isChecked(Path file) {
    String name = file.toString();
    return name.endsWith(".sst")
        || (name.startsWith("log/") && (LogSegment.isSegment(file) || LogSegment.isKept(file)))
        || name.contains("MANIFEST")
        || name.endsWith("CURRENT")
        || name.equals("FORMAT");
  }

  /** Up to seven bytes behind a frame belong to none. */
  private static long paddingAvoided(Path file, long at) {
    return LogSegment.isSegment(file) ? at & -8L : at;
  }

  @Test
  void aFlippedByteInTheLock_isFound() throws Exception {
    Stores.open(store()).close();
    Path lock = store().resolve("LOCK");
    for (long at = 0; at < Files.size(lock); at++) {
      Stores.flip(lock, at);
      assertThat(verify(store())).as("byte " + at).hasSize(1);
      Stores.flip(lock, at);
    }
    assertThat(verify(store())).isEmpty();
  }
}
