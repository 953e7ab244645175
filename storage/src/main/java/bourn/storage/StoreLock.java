package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Holds a store for one process. The file of the lock names its owner and the run of the operating
 * system in which it was taken; who takes it next learns from that whether the power may have been
 * lost since. Its last line is the CRC32C of those before.
 */
final class StoreLock implements AutoCloseable {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String BOOT = "boot ";
  private static final String CRC = "crc ";
  private static final int MOST_BYTES = 1024;

  private final FileChannel channel;
  private final StoreOwner self;
  private final LastStop lastStop;

  private StoreLock(FileChannel channel, StoreOwner self, LastStop lastStop) {
    this.channel = channel;
    this.self = self;
    this.lastStop = lastStop;
  }

  /**
   * Takes the lock of the store in {@code folder}.
   *
   * @throws StoreHeldException if someone holds it, naming whom
   */
  static StoreLock take(Path folder, Environment environment) {
    Path file = folder.resolve("LOCK");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        String before = read(channel);
        if (!isFree(channel)) {
          throw new StoreHeldException(folder, StoreOwner.read(before));
        }
        String lastBoot = isWhole(before) ? StoreOwner.line(before, BOOT).orElse("") : "";
        StoreOwner self = StoreOwner.self(environment.clock());
        write(channel, self, lastBoot);
        boolean sameBoot = !lastBoot.isEmpty() && lastBoot.equals(boot());
        return new StoreLock(channel, self, sameBoot ? LastStop.PROCESS : LastStop.POWER);
      } catch (RuntimeException | IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Folders.failed("lock", file, e);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Returns the text of a lock. */
  static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    int length = channel.read(bytes, 0);
    return new String(bytes.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  private static void write(FileChannel channel, StoreOwner self, String boot) throws IOException {
    String text = signed(self.lines() + BOOT + boot + "\n");
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }

  private static String signed(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.UTF_8));
    return lines + CRC + String.format("%08x", crc.getValue()) + "\n";
  }

  /** Returns whether {@code text} is what was written, as far as it says. */
  private static boolean isWhole(String text) {
    int at = text.lastIndexOf("\n" + CRC) + 1;
    return text.equals(signed(text.substring(0, at)));
  }

  /**
   * Does nothing if the lock of the store in {@code folder} is as it was written, or not there.
   *
   * @throws DamageException if it is damaged
   */
  static void requireWhole(Path folder) {
    Path file = folder.resolve("LOCK");
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (!isWhole(read(channel))) {
        throw new DamageException(file + " is damaged");
      }
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
  }

  private static String boot() throws IOException {
    return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
  }

  /** Returns what may have happened since the store was last open. */
  LastStop lastStop() {
    return lastStop;
  }

  /** Notes that the store was opened, and so recovered, in this run of the operating system. */
  void markOpened() {
    try {
      write(channel, self, boot());
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
