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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Holds a store for one process. The file of the lock names its owner and the run of the operating
 * system in which it was taken; who takes it next learns from that whether the power may have been
 * lost since. Its last line is the CRC32C of those before.
 */
final class StoreLock implements AutoCloseable {

  /*
   * A process loses its lock of a file when it closes any channel to that file, also one that it only
   * read through. So a file that this process holds is opened by nobody in it a second time.
   */

  private static final Map<Path, StoreLock> HELD = new HashMap<>();
  private static final ReentrantLock HOLDING = new ReentrantLock();
  private static final String NAME = "LOCK";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String BOOT = "boot ";
  private static final String CRC = "crc ";
  private static final int MOST_BYTES = 1024;

  private final Path file;
  private final FileChannel channel;
  private final StoreOwner self;
  private final LastStop lastStop;

  private StoreLock(Path file, FileChannel channel, StoreOwner self, LastStop lastStop) {
    this.file = file;
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
    HOLDING.lock();
    try {
      Path file = file(folder);
      StoreLock held = HELD.get(file);
      if (held != null) {
        throw new StoreHeldException(folder, held.self);
      }
      StoreLock taken = take(folder, file, environment);
      HELD.put(file, taken);
      return taken;
    } catch (IOException e) {
      throw Folders.failed("lock", folder.resolve(NAME), e);
    } finally {
      HOLDING.unlock();
    }
  }

  private static Path file(Path folder) throws IOException {
    return folder.toRealPath().resolve(NAME);
  }

  private static StoreLock take(Path folder, Path file, Environment environment)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      String before = read(channel);
      if (!isFree(channel)) {
        throw new StoreHeldException(folder, StoreOwner.read(before));
      }
      StoreOwner self = StoreOwner.self(environment.clock());
      write(channel, self, lastBoot(before));
      return new StoreLock(file, channel, self, lastStop(before));
    } catch (RuntimeException | IOException e) {
      channel.close();
      throw e;
    }
  }

  private static String lastBoot(String lock) {
    return isWhole(lock) ? StoreOwner.line(lock, BOOT).orElse("") : "";
  }

  private static LastStop lastStop(String lock) throws IOException {
    String boot = lastBoot(lock);
    return !boot.isEmpty() && boot.equals(boot()) ? LastStop.PROCESS : LastStop.POWER;
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Returns the text of the lock of the store in {@code folder}; nothing if it is not there.
   *
   * @throws StorageException if it cannot be read
   */
  private static Optional<String> text(Path folder) {
    HOLDING.lock();
    try {
      StoreLock held = HELD.get(file(folder));
      if (held != null) {
        return Optional.of(read(held.channel));
      }
      try (FileChannel channel = FileChannel.open(file(folder), StandardOpenOption.READ)) {
        return Optional.of(read(channel));
      }
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw Folders.failed("read", folder.resolve(NAME), e);
    } finally {
      HOLDING.unlock();
    }
  }

  /** Returns what has the store in {@code folder} open in this process, if it is. */
  static Optional<StoreOwner> ownHolder(Path folder) throws IOException {
    HOLDING.lock();
    try {
      return Optional.ofNullable(HELD.get(file(folder))).map(held -> held.self);
    } finally {
      HOLDING.unlock();
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
    if (!text(folder).map(StoreLock::isWhole).orElse(true)) {
      throw new DamageException(folder.resolve(NAME) + " is damaged");
    }
  }

  /**
   * Returns what may have happened since the store in {@code folder} was opened last, by anybody.
   *
   * @throws StorageException if that cannot be read
   */
  static LastStop lastStop(Path folder) {
    try {
      return lastStop(text(folder).orElse(""));
    } catch (IOException e) {
      throw Folders.failed("read", BOOT_ID, e);
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
    HOLDING.lock();
    try {
      HELD.remove(file, this);
      channel.close();
    } catch (IOException e) {
      throw new StorageException("could not let go of the lock of a store: " + e, e);
    } finally {
      HOLDING.unlock();
    }
  }
}
