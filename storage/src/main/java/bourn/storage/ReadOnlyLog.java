package bourn.storage;

import bourn.kernel.CommitLog;
import bourn.kernel.DamageException;
import bourn.kernel.StorageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The log of a store as it is at one moment, while somebody else may append to it. */
final class ReadOnlyLog implements CommitLog {

  /*
   * Segments are renamed, recycled and appended to while they are read. A frame counts only if it
   * is valid in a copy of its bytes and follows the one before, so whatever the writer does, what is
   * read is what it wrote. When the frames needed are gone, which means that the state has them by
   * now, or when there are synced ones behind the last that could be followed, the caller opens
   * everything again. What LogScan says of a first frame that is lost holds here too.
   */

  private final Path folder;
  private final List<LogPart> chain = new ArrayList<>();
  private final Map<Long, LogPart> parts = new ConcurrentHashMap<>();
  private long address = NOWHERE;
  private volatile long last;
  private int lastCrc;
  private long knownSynced;

  private ReadOnlyLog(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the log in {@code folder}.
   *
   * @throws DamageException if a segment cannot be read, or was taken away meanwhile
   */
  static ReadOnlyLog open(Path folder) {
    ReadOnlyLog log = new ReadOnlyLog(folder);
    Folders.list(folder).stream()
        .filter(LogSegment::isSegment)
        .sorted(Comparator.comparingLong(LogSegment::sequence))
        .forEach(log::add);
    return log;
  }

  private void add(Path file) {
    long sequence = LogSegment.sequence(file);
    LogPart part = LogPart.open(file, sequence);
    chain.add(part);
    parts.put(sequence, part);
  }

  @Override
  public void replay(long after, Visitor visitor) {
    last = 0;
    for (LogPart part : chain) {
      replay(part, after, visitor);
    }
    if (knownSynced > (last == 0 ? after : last)) {
      throw new DamageException(
          "the commit log in "
              + folder
              + " has no valid frame after "
              + last
              + ", and frames up to "
              + knownSynced
              + " were durable");
    }
    last = Math.max(last, after);
  }

  private void replay(LogPart part, long after, Visitor visitor) {
    SegmentHeader header = part.header();
    long at = SegmentHeader.BYTES;
    FrameHeader frame = FrameHeader.read(part.bytes(), at, header.seed());
    boolean oldest = part.equals(chain.getFirst());
    while (frame != null) {
      boolean next =
          last == 0 ? oldest || frame.number() <= after + 1 : frame.follows(last, lastCrc);
      if (!next) {
        knownSynced = Math.max(knownSynced, frame.synced());
        return;
      }
      take(part, header, frame, at, after, visitor);
      at = frame.after(at);
      frame = FrameHeader.read(part.bytes(), at, header.seed());
    }
  }

  private void take(
      LogPart part, SegmentHeader header, FrameHeader frame, long at, long after, Visitor visitor) {
    if (last == 0 && frame.number() > after + 1) {
      throw new DamageException(
          "the commit log in "
              + folder
              + " begins with frame "
              + frame.number()
              + ", a replay needs "
              + (after + 1));
    }
    last = frame.number();
    lastCrc = frame.crc();
    knownSynced = Math.max(knownSynced, frame.synced());
    if (frame.number() > after && frame.kind() == FrameHeader.COMMIT) {
      address = header.sequence() << 32 | (at + FrameHeader.BYTES);
      visitor.visit(frame.number(), copy(part, frame, at));
    }
  }

  private static ByteBuffer copy(LogPart part, FrameHeader frame, long at) {
    byte[] bytes = part.read(at + FrameHeader.BYTES, frame.length()).toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer copy = ByteBuffer.wrap(bytes);
    if (FrameHeader.crc(copy) != frame.payloadCrc()) {
      throw new DamageException(part.file() + " was used again while it was read");
    }
    return copy.asReadOnlyBuffer();
  }

  @Override
  public long address() {
    return address;
  }

  @Override
  public MemorySegment read(long from, long lengthBytes) {
    long sequence = CommitLog.part(from);
    LogPart part = parts.computeIfAbsent(sequence, this::part);
    return part.read(from & 0xFFFF_FFFFL, lengthBytes);
  }

  private LogPart part(long sequence) {
    try {
      return LogPart.open(LogSegment.kept(folder, sequence), sequence);
    } catch (DamageException e) {
      return LogPart.open(LogSegment.live(folder, sequence), sequence);
    }
  }

  @Override
  public long append(ByteBuffer... commit) {
    throw new StorageException("the commit log in " + folder + " is open to read only");
  }

  @Override
  public long sync() {
    return last;
  }

  @Override
  public long synced() {
    return last;
  }

  @Override
  public long last() {
    return last;
  }

  @Override
  public void release(long until) {
    assert until <= last;
  }

  @Override
  public void close() {
    chain.clear();
    parts.clear();
  }
}
