package bourn.storage;

import bourn.kernel.CommitLog;
import bourn.kernel.Environment;
import bourn.kernel.EventFormat;
import bourn.kernel.Kernel;
import bourn.kernel.Kernels;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import java.nio.file.Path;
import java.util.function.Function;

/** Kernels that keep their streams in a folder: the commit log in files, the rest in RocksDB. */
public final class RocksKernel {

  private RocksKernel() {}

  /**
   * Opens the store in {@code folder}, and creates it if the folder is empty or not there.
   *
   * @param formats the format of a typed stream; called for no other
   * @throws StorageException if another process holds the store, if the folder holds something
   *     else, or if the store is damaged
   */
  public static Kernel open(
      Path folder, Environment environment, Function<StreamDescriptor, EventFormat> formats) {
    return open(folder, environment, formats, LogOptions.USUAL);
  }

  static Kernel open(
      Path folder,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats,
      LogOptions options) {
    StoreFolder store = new StoreFolder(folder.toAbsolutePath().normalize());
    store.prepare();
    Opening opening = new Opening();
    try {
      StoreLock lock = opening.add(StoreLock.take(store.folder()));
      boolean created = store.isCreated();
      if (!created) {
        store.beginCreation();
      }
      RocksKeyValue state = opening.add(RocksKeyValue.open(store.state(), environment));
      CommitLog log =
          opening.add(
              created
                  ? FileCommitLog.open(store.log(), environment, options, lock.lastStop())
                  : FileCommitLog.create(store.log(), environment, options));
      if (!created) {
        store.endCreation();
      }
      lock.markOpened();
      state.beforeFlush(() -> syncQuietly(log));
      return Kernels.open(new LockedLog(log, lock), state, environment, formats);
    } catch (RuntimeException e) {
      opening.undo(e);
      throw e;
    }
  }

  /**
   * Makes durable what the state refers to. Should that fail, the log says so to whoever uses it
   * next, and the store stops.
   */
  private static void syncQuietly(CommitLog log) {
    try {
      log.sync();
    } catch (RuntimeException e) {
      assert log.synced() <= log.last();
    }
  }
}
