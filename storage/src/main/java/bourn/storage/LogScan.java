package bourn.storage;

import bourn.kernel.DamageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where the frames of a log end, and tells a torn end from damage. */
final class LogScan {

  /*
   * Frames follow each other from the first of the oldest segment; at the end of what a segment
   * holds, the next one follows in a later segment. Where no next frame is found the log ends. What
   * lies behind is looked through for valid frames of greater numbers:
   *
   *   one that says a frame from the end on was synced when it was written proves damage: a synced
   *   frame does not vanish;
   *   after the death of the process alone, any proves damage: writes are kept in their order;
   *   after a loss of power one that proves nothing was written but never synced, and goes.
   *
   * The first frame may be lost with the power too, when all before it were released: then no frame
   * follows any, and a frame was synced either because the fold has it and its segment is gone, or
   * because it is one of those that are missing. It is none of them if the fold has it and if the
   * least of those behind does not follow it. An empty segment may be the oldest, so what is first in a
   * later one begins the log if the fold goes on there.
   *
   * A damaged frame that was acknowledged as LOG, never known synced, and lost with the power
   * cannot be told from one that never reached the disk.
   */

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final List<LogSegment> segments;
  private final LastStop lastStop;
  private final long applied;
  private int endSegment;
  private long endPosition = SegmentHeader.BYTES;
  private long firstNumber;
  private long lastNumber;
  private int lastCrc;
  private long knownSynced;
  private long leastBehind = Long.MAX_VALUE;
  private boolean junk;

  private LogScan(List<LogSegment> segments, LastStop lastStop, long applied) {
    this.segments = segments;
    this.lastStop = lastStop;
    this.applied = applied;
  }

  /**
   * Scans {@code segments}, of which there is at least one, and notes in each its last number.
   *
   * @param applied the number of the last commit that the fold has
   * @throws DamageException if a frame is damaged
   */
  static LogScan of(List<LogSegment> segments, LastStop lastStop, long applied) {
    LogScan scan = new LogScan(segments, lastStop, applied);
    for (int i = 0; i < segments.size(); i++) {
      scan.follow(i);
    }
    for (int i = scan.endSegment; i < segments.size(); i++) {
      scan.lookBehind(i);
    }
    if (scan.isSyncedFrameMissing()) {
      throw scan.damage("frames up to " + scan.knownSynced + " were durable");
    }
    return scan;
  }

  private void follow(int index) {
    LogSegment segment = segments.get(index);
    long at = SegmentHeader.BYTES;
    FrameHeader frame = next(segment, at);
    while (frame != null) {
      if (firstNumber == 0) {
        firstNumber = frame.number();
      }
      lastNumber = frame.number();
      lastCrc = frame.crc();
      knownSynced = Math.max(knownSynced, frame.synced());
      segment.lastNumber(lastNumber);
      at = frame.after(at);
      endSegment = index;
      endPosition = at;
      frame = next(segment, at);
    }
  }

  private @Nullable FrameHeader next(LogSegment segment, long at) {
    FrameHeader frame = FrameHeader.read(segment.bytes(), at, segment.seed());
    if (frame == null) {
      return null;
    }
    boolean next = firstNumber == 0 ? isFirst(frame, segment) : frame.follows(lastNumber, lastCrc);
    return next ? frame : null;
  }

  private boolean isFirst(FrameHeader frame, LogSegment segment) {
    return segment.equals(segments.getFirst()) || frame.number() <= applied + 1;
  }

  private boolean isSyncedFrameMissing() {
    if (firstNumber != 0) {
      return knownSynced > lastNumber;
    }
    return knownSynced > applied || leastBehind <= knownSynced + 1;
  }

  private void lookBehind(int index) {
    LogSegment segment = segments.get(index);
    MemorySegment bytes = segment.bytes();
    long from = index == endSegment ? endPosition : SegmentHeader.BYTES;
    for (long at = from; at + FrameHeader.BYTES <= bytes.byteSize(); at += Long.BYTES) {
      if (bytes.get(INT, at) == FrameHeader.MAGIC) {
        junk = true;
        FrameHeader frame = FrameHeader.read(bytes, at, segment.seed());
        if (frame != null) {
          judge(frame, segment, at);
        }
      }
    }
  }

  private void judge(FrameHeader frame, LogSegment segment, long at) {
    knownSynced = Math.max(knownSynced, frame.synced());
    leastBehind = Math.min(leastBehind, frame.number());
    if (lastStop == LastStop.PROCESS) {
      throw damage("frame " + frame.number() + " follows at " + at + " of " + segment.file());
    }
  }

  private DamageException damage(String proof) {
    return new DamageException(
        "the commit log is damaged at position "
            + endPosition
            + " of "
            + segments.get(endSegment).file()
            + ", after frame "
            + lastNumber
            + ": "
            + proof);
  }

  /** Returns the index of the segment in which the last frame is. */
  int endSegment() {
    return endSegment;
  }

  /** Returns where in it the next frame would begin. */
  long endPosition() {
    return endPosition;
  }

  long firstNumber() {
    return firstNumber;
  }

  long lastNumber() {
    return lastNumber;
  }

  int lastCrc() {
    return lastCrc;
  }

  long knownSynced() {
    return knownSynced;
  }

  /** Returns whether frames may lie behind the end that must not come back. */
  boolean junk() {
    return junk;
  }
}
