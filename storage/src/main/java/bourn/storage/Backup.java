package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.Kernel;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.kernel.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Copies of a store that were made while it may have been in use. Each holds all that was
 * acknowledged before it was begun, and what is more is a beginning of what followed in the order
 * of commits.
 *
 * <pre>
 *  000001/    a backup: the folder of a store, without LOCK
 *    SUMS     the sizes and checksums of its files: see FileSums
 *  000002/    the next; files that did not change are links to those of the one before
 *  00000n.part   one that was cut off; the next backup deletes it
 * </pre>
 */
public final class Backup {

  /*
   * The writer is not asked, it may be another process. State files never change once they are
   * written, nor do segments that are kept; those are linked or copied. The manifest of the state is
   * copied up to where it was when they were opened, and the chain of the log up to its last frame.
   * In the end the copy is opened, to read only, so whatever was wrong with it shows.
   */

  private static final Pattern NAME = Pattern.compile("\\d{6}");
  private static final String UNFINISHED = ".part";

  private Backup() {}

  /**
   * Makes a backup of the store in {@code store} in the folder {@code backups}, which is made if it
   * is not there. Copies what the newest backup there does not have.
   *
   * @throws StorageException if there is no store, if it is damaged, or changes too fast
   */
  public static BackupReport run(
      Path store, Path backups, Environment environment, ProgressListener progress) {
    StoreFolder from = StoreFolder.of(store);
    if (!from.isCreated()) {
      throw new StorageException("there is no store in " + from.folder());
    }
    Folders.create(backups);
    deleteUnfinished(backups);
    List<Path> before = all(backups);
    int number = before.isEmpty() ? 1 : number(before.getLast()) + 1;
    Path folder = backups.resolve(String.format("%06d", number));
    Path unfinished = backups.resolve(folder.getFileName() + UNFINISHED);
    Optional<Path> newest = before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
    StoreCopy copy = new StoreCopy(from, StoreFolder.of(unfinished), newest, progress);
    copy.run();
    open(unfinished, environment);
    progress.begin("checking the copy", Folders.sizeBytes(unfinished));
    FileSums.compute(unfinished, progress).write(unfinished);
    finish(unfinished, folder);
    return new BackupReport(folder, number, copy.copiedBytes(), copy.sharedBytes());
  }

  /** Folds the log of the copy: it fits its state, and no file is missing. */
  private static void open(Path copy, Environment environment) {
    try (Kernel kernel =
        RocksKernel.openReadOnly(copy, environment, descriptor -> ValueFormat.INSTANCE)) {
      assert kernel.streams() != null;
    }
  }

  private static void deleteUnfinished(Path backups) {
    Folders.list(backups).stream()
        .filter(file -> file.toString().endsWith(UNFINISHED))
        .forEach(Folders::delete);
  }

  private static void finish(Path unfinished, Path folder) {
    Folders.files(unfinished).forEach(Folders::syncFile);
    Folders.sync(unfinished.resolve("log"));
    Folders.sync(unfinished.resolve("state"));
    Folders.sync(unfinished);
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Folders.failed("create", folder, e);
    }
    Folders.sync(folder.resolveSibling("."));
  }

  /** Returns the backups in {@code backups}, the oldest first. */
  static List<Path> all(Path backups) {
    return Folders.list(backups).stream()
        .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches())
        .toList();
  }

  private static int number(Path backup) {
    return Integer.parseInt(String.valueOf(backup.getFileName()));
  }

  /**
   * Restores the newest backup in {@code backups} to {@code store}, which must be empty or not
   * there. Every byte is checked on the way.
   *
   * @return the backup that was restored
   * @throws StorageException if there is none, or it is damaged
   */
  public static Path restore(Path backups, Path store, ProgressListener progress) {
    List<Path> all = Files.isDirectory(backups) ? all(backups) : List.of();
    if (all.isEmpty()) {
      throw new StorageException("there is no backup in " + backups);
    }
    Path newest = all.getLast();
    StoreFolder to = StoreFolder.of(store);
    to.requireEmpty();
    FileSums sums = FileSums.read(newest);
    progress.begin("checking " + newest, sums.sizeBytes());
    requireSame(newest, sums, FileSums.compute(newest, progress));
    to.prepare();
    to.beginCreation();
    progress.begin("copying", sums.sizeBytes());
    for (String path : sums.files().keySet()) {
      if (!path.equals("FORMAT")) {
        Folders.copy(newest.resolve(path), to.folder().resolve(path));
        progress.step(Folders.size(newest.resolve(path)));
      }
    }
    Folders.files(to.folder()).forEach(Folders::syncFile);
    Folders.sync(to.log());
    Folders.sync(to.state());
    to.endCreation();
    return newest;
  }

  private static void requireSame(Path backup, FileSums listed, FileSums found) {
    List<String> differences = listed.differences(found);
    if (!differences.isEmpty()) {
      throw new DamageException("the backup " + backup + " is damaged: " + differences);
    }
  }
}
