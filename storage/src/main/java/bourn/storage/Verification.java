package bourn.storage;

import bourn.kernel.Bound;
import bourn.kernel.BoundedStream;
import bourn.kernel.CausalContext;
import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.EventsLostException;
import bourn.kernel.Extent;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.ValueFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads all of a store, or of backups, and says what is not as it was written. */
public final class Verification {

  /*
   * Of a store, all blocks of the state are read and checked, all frames of the log, and all chunks
   * of all streams, by their places. What opening does not read is not checked: RocksDB's own
   * text log, its identity and its record of options, and bytes of the log where no frame is.
   */

  private final StoreFolder store;
  private final Environment environment;
  private final ProgressListener progress;
  private final List<String> findings = new ArrayList<>();

  private Verification(StoreFolder store, Environment environment, ProgressListener progress) {
    this.store = store;
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * Checks the store in {@code folder}, or the backups there. A store may be open; then what was in
   * it when this began is checked. Changes nothing.
   *
   * @return what is damaged, a line each; empty when nothing is
   * @throws StorageException if there is neither a store nor a backup
   */
  public static List<String> of(Path folder, Environment environment, ProgressListener progress) {
    if (Files.isDirectory(folder) && !Backup.all(folder).isEmpty()) {
      return ofBackups(folder, progress);
    }
    StoreFolder store = StoreFolder.of(folder);
    store.requireSalvageable();
    Verification verification = new Verification(store, environment, progress);
    verification.run();
    return List.copyOf(verification.findings);
  }

  private static List<String> ofBackups(Path folder, ProgressListener progress) {
    List<String> findings = new ArrayList<>();
    for (Path backup : Backup.all(folder)) {
      try {
        FileSums sums = FileSums.read(backup);
        progress.begin("reading " + backup.getFileName(), sums.sizeBytes());
        sums.differences(FileSums.compute(backup, progress)).stream()
            .map(difference -> backup.getFileName() + "/" + difference)
            .forEach(findings::add);
      } catch (StorageException e) {
        findings.add(String.valueOf(e.getMessage()));
      }
    }
    return findings;
  }

  private void run() {
    check(this::checkFormat);
    check(() -> StoreLock.requireWhole(store.folder()));
    check(this::checkState);
    check(this::checkLog);
    check(this::checkStreams);
  }

  private void check(Runnable check) {
    try {
      check.run();
    } catch (StorageException e) {
      findings.add(String.valueOf(e.getMessage()));
    }
  }

  private void checkFormat() {
    if (!store.isCreated()) {
      throw new DamageException("a file of the store is missing: FORMAT");
    }
  }

  private void checkState() {
    progress.begin("reading the state", 1);
    try (RocksKeyValue state = RocksKernel.openStateReadOnly(store, environment)) {
      state.verify();
    }
  }

  private void checkLog() {
    for (Path file : Folders.list(store.log())) {
      if (LogSegment.isSegment(file) || LogSegment.isKept(file)) {
        check(() -> checkSegment(file));
      }
    }
  }

  private void checkSegment(Path file) {
    progress.begin("reading " + file.getFileName(), Folders.size(file));
    LogEnd end = LogEnd.of(file, 0, 0);
    LogEnd.requireNothingBehind(file, end);
    progress.step(end.sizeBytes());
  }

  private void checkStreams() {
    try (Kernel kernel =
        RocksKernel.openReadOnly(store.folder(), environment, descriptor -> ValueFormat.INSTANCE)) {
      List<StreamDescriptor> streams = kernel.streams();
      progress.begin("reading the streams", streams.size());
      for (StreamDescriptor descriptor : streams) {
        kernel.find(descriptor.name()).ifPresent(this::checkStream);
        progress.step(1);
      }
    }
  }

  private void checkStream(EventStream stream) {
    Extent extent = stream.extent();
    long from = extent.earliest();
    while (from < extent.tail()) {
      from = checkFrom(stream, from, extent.tail());
    }
  }

  /** Reads chunks up to the next that is lost, and returns where to go on. */
  private long checkFrom(EventStream stream, long from, long until) {
    BoundedStream bounded = stream.bound(new Bound(from, until), CausalContext.NONE);
    try {
      bounded.chunks((first, count, begin, end, stamp, body) -> true);
      return until;
    } catch (EventsLostException e) {
      findings.add(String.valueOf(e.getMessage()));
      return e.gap().earliest();
    }
  }
}
