package bourn.storage;

import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.SalvageReport;
import bourn.kernel.Salvaging;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.ValueFormat;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recovers every event that is whole of a damaged store into a new one. Offsets, incarnations and
 * stamps stay as they were; where events are lost, readers of the new store find a gap.
 */
public final class Salvage {

  /** The stream of the new store that keeps the report. */
  public static final StreamDescriptor REPORTS = StreamDescriptor.generic("salvages");

  private Salvage() {}

  /**
   * Salvages the store in {@code from} into {@code to}, which must be empty or not there. Of {@code
   * from} nothing is changed. Indexes are left behind: they are built again when they are needed.
   *
   * <p>Events that compaction or trimming took may come back, and so may deleted streams if records
   * of streams are damaged, under their name or one that begins with {@code salvaged/}: what is in
   * a file is kept unless something that is whole says that it went.
   *
   * @return what was recovered and what was not; the new store keeps it in {@link #REPORTS}
   * @throws StorageException if {@code from} is no store, of a later version, or open; if {@code
   *     to} holds anything
   */
  public static SalvageReport run(
      Path from, Path to, Environment environment, ProgressListener progress) {
    StoreFolder old = StoreFolder.of(from);
    StoreFolder made = StoreFolder.of(to);
    old.requireSalvageable();
    made.requireEmpty();
    SalvageReport report = make(old, made, environment, progress);
    keep(report, made, environment);
    return report;
  }

  private static SalvageReport make(
      StoreFolder old, StoreFolder made, Environment environment, ProgressListener progress) {
    made.prepare();
    try (StoreReadLock reading = StoreReadLock.take(old.folder());
        StoreLock writing = StoreLock.take(made.folder(), environment)) {
      assert !reading.isHeld() || !old.equals(made);
      made.beginCreation();
      SalvageReport report = fold(old, made, environment, progress);
      made.endCreation();
      writing.markOpened();
      return report;
    }
  }

  private static SalvageReport fold(
      StoreFolder old, StoreFolder made, Environment environment, ProgressListener progress) {
    FileCommitLog.create(made.log(), environment, LogOptions.USUAL).close();
    try (RocksKeyValue state = RocksKeyValue.create(made.state(), environment)) {
      Salvaging salvaging = Salvaging.into(state);
      read(salvaging, old, environment, progress);
      return salvaging.end(environment.random().nextLong() | 1);
    }
  }

  /** Returns what a salvage of {@code store} would report; reads the state's chunks if told to. */
  static SalvageReport examine(StoreFolder store, Environment environment) {
    Salvaging salvaging = Salvaging.examination();
    read(salvaging, store, environment, ProgressListener.NONE);
    return salvaging.end(1);
  }

  private static void read(
      Salvaging salvaging, StoreFolder store, Environment environment, ProgressListener progress) {
    StateSalvage state = new StateSalvage(salvaging, progress, environment);
    if (Files.isDirectory(store.state())) {
      state.readRecords(store.state());
      state.readChunks(store.state());
    } else {
      salvaging.remark("the folder " + store.state() + " is missing");
      salvaging.endRecords(false);
    }
    if (Files.isDirectory(store.log())) {
      new LogSalvage(salvaging, progress).read(store.log());
    } else {
      salvaging.remark("the folder " + store.log() + " is missing");
    }
  }

  private static void keep(SalvageReport report, StoreFolder made, Environment environment) {
    try (Kernel kernel =
        RocksKernel.open(made.folder(), environment, descriptor -> ValueFormat.INSTANCE)) {
      kernel.open(REPORTS).append(AppendRequest.of(report.toValue()).durable()).orThrow();
    }
  }
}
