package bourn.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store from being opened while its files are read as they lie there. Writes nothing, so it
 * does for folders that cannot be written.
 */
final class StoreReadLock implements AutoCloseable {

  private final @Nullable FileChannel channel;

  private StoreReadLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of the store in {@code folder}; without a lock file there is nothing to take.
   *
   * @throws StoreHeldException if someone has the store open
   */
  static StoreReadLock take(Path folder) {
    Path file = folder.resolve("LOCK");
    if (!Files.exists(file)) {
      return new StoreReadLock(null);
    }
    try {
      Optional<StoreOwner> own = StoreLock.ownHolder(folder);
      if (own.isPresent()) {
        throw new StoreHeldException(folder, own.get());
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      if (!isFree(channel)) {
        StoreOwner owner = StoreOwner.read(StoreLock.read(channel));
        channel.close();
        throw new StoreHeldException(folder, owner);
      }
      return new StoreReadLock(channel);
    } catch (IOException e) {
      throw Folders.failed("lock", file, e);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, true) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Returns whether there was a lock to take. */
  boolean isHeld() {
    return channel != null;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw Folders.failed("unlock", Path.of("LOCK"), e);
    }
  }
}
