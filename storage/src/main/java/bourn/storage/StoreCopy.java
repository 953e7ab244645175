package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One attempt to copy a store that may be in use. */
final class StoreCopy {

  /*
   * First it is noted which parts of the log there are, then the state is copied, then the log. A
   * part that the copied state refers to was there before the state was read, or is still in the
   * chain; so if no noted part is gone in the end, none is missing.
   */

  private static final int BUFFER_BYTES = 1 << 20;

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
   * @throws DamageException if something was taken away meanwhile, or is damaged
   */
  void run() {
    Folders.create(to.log());
    Folders.create(to.state());
    progress.begin("copying", Folders.sizeBytes(from.folder()));
    Set<Long> noted = parts(from.log());
    copyState();
    copyLog();
    if (!parts(to.log()).containsAll(noted)) {
      throw new DamageException("a part of the log of " + from.folder() + " was taken away");
    }
    Folders.copy(from.folder().resolve("FORMAT"), to.folder().resolve("FORMAT"));
  }

  private static Set<Long> parts(Path log) {
    return Folders.list(log).stream()
        .filter(file -> LogSegment.isSegment(file) || LogSegment.isKept(file))
        .map(LogSegment::sequence)
        .collect(Collectors.toSet());
  }

  private void copyState() {
    Path current = from.state().resolve("CURRENT");
    String manifest = read(current).strip();
    copyUpTo(from.state().resolve(manifest), Folders.size(from.state().resolve(manifest)));
    for (Path file : Folders.list(from.state())) {
      if (file.toString().endsWith(".sst")) {
        share(file);
      }
    }
    Folders.write(to.state().resolve("CURRENT"), manifest + "\n");
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DamageException("could not read " + file + ": " + e, e);
    }
  }

  private void copyLog() {
    List<Path> files =
        Folders.list(from.log()).stream().sorted(Comparator.comparing(String::valueOf)).toList();
    files.stream().filter(LogSegment::isKept).forEach(this::share);
    long lastNumber = 0;
    int lastCrc = 0;
    for (Path file : files) {
      if (LogSegment.isSegment(file)) {
        LogEnd end = LogEnd.of(file, lastNumber, lastCrc);
        copyUpTo(file, end.position());
        Folders.extend(to.log().resolve(file.getFileName()), end.sizeBytes());
        if (!LogEnd.of(to.log().resolve(file.getFileName()), lastNumber, lastCrc).equals(end)) {
          throw new DamageException(file + " was used again while it was copied");
        }
        lastNumber = end.lastNumber();
        lastCrc = end.lastCrc();
      }
    }
  }

  /** Links to the same file of the newest backup, if that has it, else copies. */
  private void share(Path file) {
    Path path = from.folder().relativize(file);
    Path copy = to.folder().resolve(path);
    long size = Folders.size(file);
    if (newest.isPresent()) {
      Path older = newest.get().resolve(path);
      try {
        if (Files.exists(older) && Files.size(older) == size) {
          Files.createLink(copy, older);
          sharedBytes += size;
          progress.step(size);
          return;
        }
      } catch (IOException | UnsupportedOperationException e) {
        assert !Files.exists(copy) : "a file system without links has files to be copied";
      }
    }
    copyUpTo(file, size);
  }

  private void copyUpTo(Path file, long sizeBytes) {
    Path copy = to.folder().resolve(from.folder().relativize(file));
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long left = sizeBytes;
      while (left > 0 && in.read(buffer.clear().limit((int) Math.min(left, BUFFER_BYTES))) > 0) {
        left -= buffer.flip().remaining();
        progress.step(buffer.remaining());
        while (buffer.hasRemaining()) {
          copiedBytes += out.write(buffer);
        }
      }
    } catch (NoSuchFileException e) {
      throw new DamageException(file + " was taken away while it was copied", e);
    } catch (IOException e) {
      throw new StorageException("could not copy " + file + " to " + copy + ": " + e, e);
    }
  }
}
