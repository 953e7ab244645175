package bourn.storage;

import bourn.kernel.ProgressListener;
import bourn.kernel.Salvaging;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads every whole frame of the segments of a log, whatever is wrong between them. */
final class LogSalvage {

  /*
   * A frame is valid by its own header and the seed of its segment, so any can be found without the
   * one before it. The chain tells whether some are missing in between.
   *
   * A segment whose header is damaged still has its sequence in its name, and its salt in any other
   * segment. If there is no other, frames are followed from the first by chain and payload alone.
   */

  private final Salvaging salvaging;
  private final ProgressListener progress;
  private long lastNumber;
  private int lastCrc;
  private long knownSynced;
  private boolean begun;

  LogSalvage(Salvaging salvaging, ProgressListener progress) {
    this.salvaging = salvaging;
    this.progress = progress;
  }

  /** Gives all commits in the segments of {@code folder} to the salvage. */
  void read(Path folder) {
    List<Path> files =
        Folders.list(folder).stream()
            .filter(file -> LogSegment.isSegment(file) || LogSegment.isKept(file))
            .sorted(Comparator.comparingLong(LogSegment::sequence))
            .toList();
    if (files.stream().noneMatch(LogSegment::isSegment)) {
      salvaging.remark("the commit log in " + folder + " has no segment");
    }
    Map<Path, SegmentHeader> headers = headers(files);
    @Nullable Long salt =
        headers.values().stream().map(SegmentHeader::salt).findFirst().orElse(null);
    long expected = Long.MAX_VALUE;
    for (Path file : files) {
      long sequence = LogSegment.sequence(file);
      if (sequence > expected) {
        salvaging.remark("segment " + expected + " of the commit log is missing");
      }
      SegmentHeader header = headers.get(file);
      @Nullable Long guessed = salt == null ? null : (Long) (salt + sequence);
      read(file, header == null ? guessed : (Long) header.seed());
      expected = LogSegment.isKept(file) ? Long.MAX_VALUE : sequence + 1;
    }
    if (knownSynced > lastNumber) {
      salvaging.lostCommits(lastNumber + 1, knownSynced + 1);
    }
  }

  private Map<Path, SegmentHeader> headers(List<Path> files) {
    Map<Path, SegmentHeader> headers = new HashMap<>();
    for (Path file : files) {
      try {
        headers.put(file, LogSegment.header(file));
      } catch (StorageException e) {
        salvaging.remark(String.valueOf(e.getMessage()));
      }
    }
    return headers;
  }

  private void read(Path file, @Nullable Long seed) {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      progress.begin("reading " + file.getFileName(), channel.size());
      if (channel.size() > 0) {
        MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        if (seed == null) {
          followChain(bytes);
        } else {
          search(file, bytes, seed);
        }
      }
    } catch (IOException | InternalError e) {
      salvaging.remark(file + " cannot be read: " + e.getMessage());
    }
  }

  private void followChain(MemorySegment bytes) {
    long at = SegmentHeader.BYTES;
    FrameHeader frame = FrameHeader.readUnchecked(bytes, at);
    while (frame != null && (!begun || frame.follows(lastNumber, lastCrc))) {
      take(frame, bytes, at);
      at = frame.after(at);
      frame = FrameHeader.readUnchecked(bytes, at);
    }
  }

  private void search(Path file, MemorySegment bytes, long seed) {
    long at = SegmentHeader.BYTES;
    while (at + FrameHeader.BYTES <= bytes.byteSize()) {
      FrameHeader frame = FrameHeader.read(bytes, at, seed);
      if (frame == null || frame.number() <= lastNumber) {
        at += Long.BYTES;
      } else {
        noteHole(file, frame, at);
        take(frame, bytes, at);
        progress.step(frame.after(at) - at);
        at = frame.after(at);
      }
    }
  }

  private void noteHole(Path file, FrameHeader frame, long at) {
    if (begun && !frame.follows(lastNumber, lastCrc)) {
      salvaging.remark(
          "frames "
              + (lastNumber + 1)
              + " to "
              + (frame.number() - 1)
              + " before position "
              + at
              + " of "
              + file
              + " are damaged");
      salvaging.lostCommits(lastNumber + 1, frame.number());
    }
  }

  private void take(FrameHeader frame, MemorySegment bytes, long at) {
    if (!begun) {
      salvaging.lostCommits(0, frame.kind() == FrameHeader.COMMIT ? frame.number() : 0);
    }
    begun = true;
    lastNumber = frame.number();
    lastCrc = frame.crc();
    knownSynced = Math.max(knownSynced, frame.synced());
    if (frame.kind() == FrameHeader.COMMIT) {
      salvaging.commit(
          frame.number(),
          bytes.asSlice(at + FrameHeader.BYTES, frame.length()).asReadOnly().asByteBuffer());
    }
  }
}
