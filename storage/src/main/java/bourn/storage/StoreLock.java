package bourn.storage;

import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a store for one process. The file of the lock names its owner and the run of the operating
 * system in which it was taken; who takes it next learns from that whether the power may have been
 * lost since.
 */
final class StoreLock implements AutoCloseable {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String BOOT = "boot ";
  private static final int MOST_BYTES = 1024;

  private final FileChannel channel;
  private final LastStop lastStop;

  private StoreLock(FileChannel channel, LastStop lastStop) {
    this.channel = channel;
    this.lastStop = lastStop;
  }

  /**
   * Takes the lock of the store in {@code folder}.
   *
   * @throws StorageException if someone holds it, naming whom
   */
  static StoreLock take(Path folder) {
    Path file = folder.resolve("LOCK");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        String before = read(channel);
        requireFree(folder, lock(channel), before);
        String lastBoot =
            before.lines().filter(line -> line.startsWith(BOOT)).findFirst().orElse(BOOT);
        write(channel, lastBoot);
        boolean sameBoot = !lastBoot.equals(BOOT) && lastBoot.equals(boot());
        return new StoreLock(channel, sameBoot ? LastStop.PROCESS : LastStop.POWER);
      } catch (RuntimeException | IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Folders.failed("lock", file, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void requireFree(Path folder, @Nullable FileLock lock, String owner) {
    if (lock == null) {
      String pid = owner.lines().findFirst().orElse("pid unknown").replace("pid ", "");
      boolean own = pid.equals(Long.toString(ProcessHandle.current().pid()));
      throw new StorageException(
          "the store in "
              + folder
              + " is open already, "
              + (own ? "in this process (" + pid + ")" : "in process " + pid));
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    int length = channel.read(bytes, 0);
    return new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  private static void write(FileChannel channel, String boot) throws IOException {
    String text = "pid " + ProcessHandle.current().pid() + "\n" + boot + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }

  private static String boot() throws IOException {
    return BOOT + (Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "");
  }

  /** Returns what may have happened since the store was last open. */
  LastStop lastStop() {
    return lastStop;
  }

  /** Notes that the store was opened, and so recovered, in this run of the operating system. */
  void markOpened() {
    try {
      write(channel, boot());
    } catch (IOException e) {
      throw new StorageException("could not write the lock of a store: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("could not let go of the lock of a store: " + e, e);
    }
  }
}
