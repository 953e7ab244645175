package bourn.storage;

import bourn.kernel.CommitLog;
import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.EventFormat;
import bourn.kernel.Kernel;
import bourn.kernel.Kernels;
import bourn.kernel.KeyValue;
import bourn.kernel.StorageException;
import bourn.kernel.StreamDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Kernels that keep their streams in a folder: the commit log in files, the rest in RocksDB. */
public final class RocksKernel {

  private static final int READ_ATTEMPTS = 20;

  private RocksKernel() {}

  /**
   * Opens the store in {@code folder}, and creates it if the folder is empty or not there.
   *
   * @param formats the format of a typed stream; called for no other
   * @throws DamageException if the store is damaged, naming the events that are lost as far as that
   *     can be known; {@link Salvage} recovers the others
   * @throws StoreHeldException if another process holds the store
   * @throws StorageException if the folder holds something else, or a store of another version
   */
  public static Kernel open(
      Path folder, Environment environment, Function<StreamDescriptor, EventFormat> formats) {
    return open(folder, environment, formats, LogOptions.USUAL);
  }

  /**
   * Opens the store in {@code folder} to read only, as it is now, also while another process has it
   * open: that one is not disturbed, and nothing is written. What is appended later is not seen.
   * Every change is refused with a {@link bourn.kernel.ReadOnlyException}.
   *
   * @param formats the format of a typed stream; called for no other
   * @throws DamageException if the store is damaged, or changed too fast to be read, or has to be
   *     opened to write once after a loss of power
   * @throws StorageException if there is no store, or one of another version
   */
  public static Kernel openReadOnly(
      Path folder, Environment environment, Function<StreamDescriptor, EventFormat> formats) {
    StoreFolder store = StoreFolder.of(folder);
    if (!store.isCreated()) {
      throw new StorageException("there is no store in " + store.folder());
    }
    for (int attempt = 1; attempt < READ_ATTEMPTS; attempt++) {
      try {
        return openAsItIs(store, environment, formats);
      } catch (DamageException e) {
        assert e.getMessage() != null : "the writer moved on, or it is damage and shows again";
      }
    }
    return openAsItIs(store, environment, formats);
  }

  private static Kernel openAsItIs(
      StoreFolder store, Environment environment, Function<StreamDescriptor, EventFormat> formats) {
    Opening opening = new Opening();
    try {
      List<Path> kept = kept(store);
      RocksKeyValue state = opening.add(openStateReadOnly(store, environment));
      ReadOnlyLog log = opening.add(ReadOnlyLog.open(store.log()));
      Kernel kernel = Kernels.openReadOnly(log, new OverlaidState(state), environment, formats);
      opening.add(kernel);
      if (!kept(store).containsAll(kept)) {
        throw new DamageException("a part of the log of " + store.folder() + " was taken away");
      }
      return kernel;
    } catch (RuntimeException e) {
      opening.undo(e);
      throw e;
    }
  }

  /**
   * Opens the state of {@code store} to read only.
   *
   * @throws DamageException if it is damaged, saying so if it may be mended by opening the store
   */
  static RocksKeyValue openStateReadOnly(StoreFolder store, Environment environment) {
    try {
      return RocksKeyValue.openReadOnly(store.state(), environment);
    } catch (DamageException e) {
      if (Manifest.isTorn(store.state()) && StoreLock.lastStop(store.folder()) == LastStop.POWER) {
        throw new DamageException(
            "the store in "
                + store.folder()
                + " has not been opened since the power was lost, which may have torn the end of"
                + " the manifest of its state: open it once to write, which cuts that off and says"
                + " if there is damage; nothing was changed ("
                + e.getMessage()
                + ")",
            e);
      }
      throw e;
    }
  }

  private static List<Path> kept(StoreFolder store) {
    return Folders.list(store.log()).stream().filter(LogSegment::isKept).toList();
  }

  static Kernel open(
      Path folder,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats,
      LogOptions options) {
    return open(folder, environment, formats, options, Kernels::open);
  }

  /** One of the ways to open a kernel over its log and its state. */
  interface Composition {
    Kernel open(
        CommitLog log,
        KeyValue state,
        Environment environment,
        Function<StreamDescriptor, EventFormat> formats);
  }

  static Kernel open(
      Path folder,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats,
      LogOptions options,
      Composition composition) {
    StoreFolder store = StoreFolder.of(folder);
    Opening opening = new Opening();
    try {
      store.prepare();
      StoreLock lock = opening.add(StoreLock.take(store.folder(), environment));
      boolean created = store.isCreated();
      if (!created) {
        store.beginCreation();
      } else if (lock.lastStop() == LastStop.POWER) {
        Manifest.cutTornEnd(store.state());
      }
      RocksKeyValue state =
          opening.add(
              created
                  ? RocksKeyValue.open(store.state(), environment)
                  : RocksKeyValue.create(store.state(), environment));
      CommitLog log =
          opening.add(
              created
                  ? FileCommitLog.open(
                      store.log(), environment, options, lock.lastStop(), Kernels.applied(state))
                  : FileCommitLog.create(store.log(), environment, options));
      if (!created) {
        store.endCreation();
      }
      lock.markOpened();
      state.beforeFlush(log::sync);
      return composition.open(new LockedLog(log, lock, state::isOpen), state, environment, formats);
    } catch (DamageException e) {
      opening.undo(e);
      throw Refusal.of(store, e, environment);
    } catch (RuntimeException e) {
      opening.undo(e);
      throw e;
    }
  }
}
