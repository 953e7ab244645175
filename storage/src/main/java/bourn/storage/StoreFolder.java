package bourn.storage;

import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

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
  private static final Set<String> BEFORE_CREATION = Set.of("LOCK", "CREATING");

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
   * @throws StorageException if it is not empty and not a store
   */
  void prepare() {
    Folders.create(folder);
    if (Files.exists(format()) || Files.exists(creating())) {
      return;
    }
    List<String> others =
        Folders.list(folder).stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> !BEFORE_CREATION.contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw new StorageException(
          folder + " is not a store and not empty: it holds " + others.getFirst());
    }
  }

  /**
   * Returns whether the store is created.
   *
   * @throws StorageException if it is one of another format
   */
  boolean isCreated() {
    if (!Files.exists(format())) {
      return false;
    }
    String found = read(format());
    if (!found.equals(FORMAT)) {
      throw new StorageException(
          "the store in "
              + folder
              + " has format \""
              + found.strip()
              + "\", this Bourn reads \""
              + FORMAT.strip()
              + "\"");
    }
    return true;
  }

  /** Marks the creation as begun, and removes what an earlier one left. */
  void beginCreation() {
    write(creating(), "");
    Folders.delete(log());
    Folders.delete(state());
    Folders.create(log());
    Folders.create(state());
    Folders.sync(folder);
  }

  /** Marks the store as created; durable when this returns. */
  void endCreation() {
    Path unnamed = folder.resolve("CREATING");
    write(unnamed, FORMAT);
    try {
      Files.move(unnamed, format(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Folders.failed("create", format(), e);
    }
    Folders.sync(folder);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
  }

  private static void write(Path file, String text) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    } catch (IOException e) {
      throw Folders.failed("write", file, e);
    }
  }
}
