package bourn.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The manifest of RocksDB: which files make up the state, as a log of changes.
 *
 * <pre>
 *  blocks of 32 KB, in each records; at its end up to 6 bytes of no meaning
 *  byte 0 .. 3   crc      CRC32C of what follows the length, masked
 *  byte 4 .. 5   length   of the payload
 *  byte 6        type     1: whole, 2: first part, 3: part, 4: last part; others are whole
 *  then          payload
 * </pre>
 *
 * <p>All numbers are little-endian.
 */
final class Manifest {

  /*
   * RocksDB syncs each change before it relies on it, and takes a file that ends within a record for
   * one that ends before it. But of what a loss of power left not synced, a later sector may be there
   * and an earlier one not, and that it takes for damage.
   *
   * Cutting the file where the first bad record begins does not hide damage: a state from before a
   * change that was durable is not what the commit log, released since, goes on from.
   */

  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int FIRST = 2;
  private static final int PART = 3;
  private static final int MASK_DELTA = 0xA282EAD8;

  private Manifest() {}

  /**
   * Cuts the manifest of the state in {@code folder} where its whole changes end, durably. For a
   * state that nobody has open, after a loss of power.
   */
  static void cutTornEnd(Path folder) {
    Optional<Path> file = file(folder);
    try {
      if (file.isPresent()) {
        cut(file.get(), end(Files.readAllBytes(file.get())));
      }
    } catch (IOException e) {
      throw Folders.failed("read", folder, e);
    }
  }

  /** Returns whether something lies behind the whole changes of the manifest in {@code folder}. */
  static boolean isTorn(Path folder) {
    Optional<Path> file = file(folder);
    try {
      byte[] bytes = file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0];
      return end(bytes) < bytes.length;
    } catch (IOException e) {
      throw Folders.failed("read", folder, e);
    }
  }

  private static Optional<Path> file(Path folder) {
    Path current = folder.resolve("CURRENT");
    try {
      if (!Files.exists(current)) {
        return Optional.empty();
      }
      Path file = folder.resolve(Files.readString(current, StandardCharsets.ISO_8859_1).strip());
      return Optional.of(file).filter(Files::isRegularFile);
    } catch (IOException e) {
      throw Folders.failed("read", current, e);
    }
  }

  private static void cut(Path file, int end) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (end < channel.size()) {
        channel.truncate(end);
        channel.force(true);
      }
    }
  }

  /** Returns where the whole changes in {@code bytes} end. */
  static int end(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = 0;
    int at = 0;
    while (isRecord(in, at)) {
      int type = in.get(at + 6);
      at += HEADER_BYTES + Short.toUnsignedInt(in.getShort(at + 4));
      int left = BLOCK_BYTES - at % BLOCK_BYTES;
      at += left < HEADER_BYTES ? left : 0;
      if (type != FIRST && type != PART) {
        end = Math.min(at, bytes.length);
      }
    }
    return end;
  }

  private static boolean isRecord(ByteBuffer in, int at) {
    if (at + HEADER_BYTES > in.limit()) {
      return false;
    }
    int length = Short.toUnsignedInt(in.getShort(at + 4));
    if (in.get(at + 6) == 0 || at + HEADER_BYTES + length > in.limit()) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(in.slice(at + 6, 1 + length));
    return in.getInt(at) == Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
