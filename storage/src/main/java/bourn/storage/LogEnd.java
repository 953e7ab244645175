package bourn.storage;

import bourn.kernel.DamageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the frames of a segment end that follow each other.
 *
 * @param position after the last frame
 * @param lastNumber that of the last frame, or of the one before the segment if it has none
 * @param lastCrc likewise
 * @param sizeBytes of the whole segment
 */
record LogEnd(long position, long lastNumber, int lastCrc, long sizeBytes) {

  /**
   * Returns the end of the segment in {@code file}, which follows a frame of that number and crc;
   * the number 0 means that any frame may be the first.
   *
   * @throws DamageException if the file is gone, or its header is damaged or of another segment
   */
  static LogEnd of(Path file, long beforeNumber, int beforeCrc) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(file, channel, beforeNumber, beforeCrc);
    } catch (NoSuchFileException e) {
      throw new DamageException(file + " was taken away", e);
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
  }

  /** Returns the same of {@code file}, which had that name when {@code channel} was opened. */
  static LogEnd of(Path file, FileChannel channel, long beforeNumber, int beforeCrc) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      if (bytes.byteSize() < SegmentHeader.BYTES) {
        throw new DamageException(file + " is too short to have a header");
      }
      byte[] start = bytes.asSlice(0, SegmentHeader.BYTES).toArray(ValueLayout.JAVA_BYTE);
      SegmentHeader header = SegmentHeader.read(start, file);
      if (header.sequence() != LogSegment.sequence(file)) {
        throw new DamageException(
            file + " holds segment " + header.sequence() + ", its name says otherwise");
      }
      return of(bytes, header, beforeNumber, beforeCrc);
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
  }

  /**
   * Does nothing if no frame of the segment in {@code file} lies behind {@code end}.
   *
   * @throws DamageException if one does: those between are damaged
   */
  static void requireNothingBehind(Path file, LogEnd end) {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      byte[] start = bytes.asSlice(0, SegmentHeader.BYTES).toArray(ValueLayout.JAVA_BYTE);
      long seed = SegmentHeader.read(start, file).seed();
      for (long at = end.position(); at + FrameHeader.BYTES <= bytes.byteSize(); at += Long.BYTES) {
        FrameHeader frame = FrameHeader.read(bytes, at, seed);
        if (frame != null && !LogEnd.of(file, 0, 0).equals(end)) {
          return;
        }
        if (frame != null) {
          throw new DamageException(
              file
                  + " is damaged at position "
                  + end.position()
                  + ": frame "
                  + frame.number()
                  + " follows at "
                  + at);
        }
      }
    } catch (IOException e) {
      throw Folders.failed("read", file, e);
    }
  }

  private static LogEnd of(
      MemorySegment bytes, SegmentHeader header, long beforeNumber, int beforeCrc) {
    long number = beforeNumber;
    int crc = beforeCrc;
    long at = SegmentHeader.BYTES;
    FrameHeader frame = FrameHeader.read(bytes, at, header.seed());
    while (frame != null && (number == 0 || frame.follows(number, crc))) {
      number = frame.number();
      crc = frame.crc();
      at = frame.after(at);
      frame = FrameHeader.read(bytes, at, header.seed());
    }
    return new LogEnd(at, number, crc, bytes.byteSize());
  }
}
