package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The folder of a store.
 *
 * <pre>
 *  LOCK       whose it is now: see StoreLock
 *  CREATING   there while the store is being created
 *  FORMAT     "bourn 1", there once it is created
 *  log/       the commit log: see FileCommitLog
 *  state/     the folded state: see RocksKeyValue
 * </pre>
 *
 * <p>A folder without FORMAT holds nothing that was ever acknowledged: its creation is begun anew.
 */
record StoreFolder(Path folder) {

  private static final String FORMAT = "bourn 1\n";
  private static final Pattern OTHER_FORMAT = Pattern.compile("bourn \\d+\n");
  private static final Set<String> BEFORE_CREATION = Set.of("LOCK", "CREATING");
  private static final Set<String> PARTS = Set.of("log", "state");

  static StoreFolder of(Path folder) {
    return new StoreFolder(folder.toAbsolutePath().normalize());
  }

  Path log() {
    return folder.resolve("log");
  }

  Path state() {
    return folder.resolve("state");
  }

  private Path format() {
    return folder.resolve("FORMAT");
  }

  private Path creating() {
    return folder.resolve("CREATING");
  }

  /**
   * Makes the folder if it is not there.
   *
   * @throws DamageException if it is a store without its FORMAT
   * @throws StorageException if it is not empty and not a store
   */
  void prepare() {
    Folders.create(folder);
    if (Files.exists(format()) || Files.exists(creating())) {
      return;
    }
    List<String> others = others();
    if (PARTS.stream().allMatch(others::contains)) {
      throw new DamageException("a file of the store is missing: " + format());
    }
    if (!others.isEmpty()) {
      throw new StorageException(
          folder + " is not a store and not empty: it holds " + others.getFirst());
    }
  }

  private List<String> others() {
    return Folders.list(folder).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> !BEFORE_CREATION.contains(name))
        .toList();
  }

  /**
   * Returns whether the store is created.
   *
   * @throws DamageException if what says so is damaged
   * @throws StorageException if it is one of another format
   */
  boolean isCreated() {
    if (!Files.exists(format())) {
      return false;
    }
    String found = read(format());
    if (OTHER_FORMAT.matcher(found).matches() && !found.equals(FORMAT)) {
      throw new StorageException(
          "the store in "
              + folder
              + " has format \""
              + found.strip()
              + "\", this Bourn reads \""
              + FORMAT.strip()
              + "\"");
    }
    if (!found.equals(FORMAT)) {
      throw new DamageException(
          format() + " is damaged: it says \"" + FORMAT.strip() + "\", found " + quoted(found));
    }
    return true;
  }

  private static String quoted(String found) {
    return '"' + found.substring(0, Math.min(found.length(), FORMAT.length())).strip() + '"';
  }

  /**
   * Does nothing if a store is here that can be salvaged.
   *
   * @throws StorageException if there is none, or one of another format
   */
  void requireSalvageable() {
    try {
      if (isCreated()) {
        return;
      }
    } catch (DamageException e) {
      return;
    }
    if (!Files.isDirectory(log()) && !Files.isDirectory(state())) {
      throw new StorageException("there is no store in " + folder);
    }
  }

  /**
   * Does nothing if nothing is here, or what a creation left that was cut off.
   *
   * @throws StorageException if there is
   */
  void requireEmpty() {
    boolean unfinished = Files.exists(creating()) && !Files.exists(format());
    if (!Files.exists(folder) || unfinished) {
      return;
    }
    if (!Folders.list(folder).isEmpty()) {
      throw new StorageException(folder + " must be empty or not there, and is not empty");
    }
  }

  /** Marks the creation as begun, and removes what an earlier one left. */
  void beginCreation() {
    Folders.write(creating(), "");
    Folders.sync(folder);
    Folders.delete(log());
    Folders.delete(state());
    Folders.create(log());
    Folders.create(state());
    Folders.sync(folder);
    Folders.syncAbove(folder);
  }

  /** Marks the store as created; durable when this returns. */
  void endCreation() {
    Path unnamed = folder.resolve("CREATING");
    Folders.write(unnamed, FORMAT);
    try {
      Files.move(unnamed, format(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Folders.failed("create", format(), e);
    }
    Folders.sync(folder);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
  }
}
