package bourn.storage;

import bourn.kernel.DamageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of the commit log, as it is read again: one that is still appended to, or one that is
 * kept. It is mapped for as long as anybody holds bytes of it, even when it is deleted meanwhile.
 */
record LogPart(Path file, MemorySegment bytes) {

  /**
   * Opens the segment {@code sequence} in {@code file}. An interrupt of this thread, which may be
   * that of an append, does no harm and is kept.
   *
   * @throws DamageException if it is not there, or another
   */
  static LogPart open(Path file, long sequence) {
    boolean interrupted = Thread.interrupted();
    try {
      MemorySegment bytes = map(file);
      while (bytes == null) {
        interrupted |= Thread.interrupted();
        bytes = map(file);
      }
      SegmentHeader header = header(bytes, file);
      if (header.sequence() != sequence) {
        throw new DamageException(
            file + " holds segment " + header.sequence() + ", its name says " + sequence);
      }
      return new LogPart(file, bytes);
    } catch (NoSuchFileException e) {
      throw new DamageException("a part of the commit log is gone: " + file, e);
    } catch (IOException e) {
      throw Folders.failed("open", file, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns the bytes of {@code file}, or null when an interrupt came in between. */
  private static @Nullable MemorySegment map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (ClosedByInterruptException e) {
      return null;
    }
  }

  SegmentHeader header() {
    return header(bytes, file);
  }

  private static SegmentHeader header(MemorySegment bytes, Path file) {
    return SegmentHeader.read(
        bytes.asSlice(0, SegmentHeader.BYTES).toArray(ValueLayout.JAVA_BYTE), file);
  }

  MemorySegment read(long position, long lengthBytes) {
    if (position < 0 || lengthBytes < 0 || position > bytes.byteSize() - lengthBytes) {
      throw new DamageException(
          file
              + " has "
              + bytes.byteSize()
              + " bytes, asked for were "
              + lengthBytes
              + " from "
              + position);
    }
    return bytes.asSlice(position, lengthBytes);
  }
}
