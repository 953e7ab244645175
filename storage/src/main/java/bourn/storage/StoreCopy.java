package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.ProgressListener;
import bourn.kernel.StorageException;
import bourn.storage.StoreSnapshot.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Copies a store that may be in use. */
final class StoreCopy {

  /*
   * All files are opened first, so what the store lets go of later can be copied nevertheless. Only
   * segments in the chain of the log are overwritten, once the state has what they hold. They are
   * few, and copied at once, the oldest first; when one was used again meanwhile, all is begun anew.
   */

  private static final int ATTEMPTS = 20;
  private static final int BUFFER_BYTES = 64 << 10;

  private final StoreFolder from;
  private final StoreFolder to;
  private final Optional<Path> newest;
  private final ProgressListener progress;
  private long copiedBytes;
  private long sharedBytes;

  StoreCopy(StoreFolder from, StoreFolder to, Optional<Path> newest, ProgressListener progress) {
    this.from = from;
    this.to = to;
    this.newest = newest;
    this.progress = progress;
  }

  long copiedBytes() {
    return copiedBytes;
  }

  long sharedBytes() {
    return sharedBytes;
  }

  /**
   * Copies the store.
   *
   * @throws DamageException if it is damaged, or changes too fast
   */
  void run() {
    for (int attempt = 1; ; attempt++) {
      Folders.delete(to.folder());
      Folders.create(to.log());
      Folders.create(to.state());
      try (StoreSnapshot snapshot = StoreSnapshot.take(from, progress)) {
        progress.begin("copying", snapshot.sizeBytes());
        if (copyChain(snapshot, attempt == ATTEMPTS)) {
          copyUpTo(snapshot.manifest(), snapshot.manifest().sizeBytes());
          snapshot.unchanging().forEach(this::share);
          Folders.write(to.state().resolve("CURRENT"), snapshot.current());
          Folders.copy(from.folder().resolve("FORMAT"), to.folder().resolve("FORMAT"));
          return;
        }
      }
    }
  }

  /** Returns whether no segment was used again meanwhile; if that is required, it throws. */
  private boolean copyChain(StoreSnapshot snapshot, boolean required) {
    try {
      copyChain(snapshot);
      return true;
    } catch (DamageException e) {
      if (required) {
        throw e;
      }
      return false;
    }
  }

  private void copyChain(StoreSnapshot snapshot) {
    long lastNumber = 0;
    int lastCrc = 0;
    for (OpenFile file : snapshot.chain()) {
      LogEnd end = LogEnd.of(file.path(), file.channel(), lastNumber, lastCrc);
      Path copy = copyUpTo(file, end.position());
      Folders.extend(copy, end.sizeBytes());
      if (!LogEnd.of(copy, lastNumber, lastCrc).equals(end)) {
        throw new DamageException(file.path() + " was used again while it was copied");
      }
      lastNumber = end.lastNumber();
      lastCrc = end.lastCrc();
    }
  }

  /** Links to the same file of the newest backup, if that has it, else copies. */
  private void share(OpenFile file) {
    if (newest.isEmpty() || !link(file, newest.get())) {
      copyUpTo(file, file.sizeBytes());
    }
  }

  private boolean link(OpenFile file, Path newest) {
    Path path = from.folder().relativize(file.path());
    Path older = newest.resolve(path);
    try {
      if (!Files.exists(older) || Files.size(older) != file.sizeBytes()) {
        return false;
      }
      Files.createLink(to.folder().resolve(path), older);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
    sharedBytes += file.sizeBytes();
    progress.step(file.sizeBytes());
    return true;
  }

  private Path copyUpTo(OpenFile file, long sizeBytes) {
    Path copy = to.folder().resolve(from.folder().relativize(file.path()));
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    FileChannel in = file.channel();
    try (FileChannel out =
        FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long at = 0;
      while (at < sizeBytes
          && in.read(buffer.clear().limit((int) Math.min(sizeBytes - at, BUFFER_BYTES)), at) > 0) {
        at += buffer.flip().remaining();
        progress.step(buffer.remaining());
        while (buffer.hasRemaining()) {
          copiedBytes += out.write(buffer);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new StorageException("could not copy " + file.path() + " to " + copy + ": " + e, e);
    }
  }
}
