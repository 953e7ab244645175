package bourn.storage;

import bourn.kernel.CommitLog;
import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A commit log in a folder of preallocated segment files. */
final class FileCommitLog implements CommitLog {

  /*
   * A commit is one frame. Frames are written where zeros, or frames of an earlier use of the file,
   * stand already, so a sync has no metadata to write. A frame that does not fit the rest of its
   * segment begins the next one, which is made ahead of time, and always on a thread of its own:
   * an interrupt of the appending thread must not reach its channels.
   *
   * The appending thread owns segment, position, previous and the buffer. The lock guards the lists
   * of segments, which syncing and releasing threads change too. last is set after its frame is
   * written, so whoever reads last and then takes the segments has every file with frames up to it.
   *
   * A released segment is recycled, or kept under another name when the fold refers to bytes in it;
   * kept ones are no longer part of the chain of segments that opening follows. A file that was
   * read again is never recycled: whoever holds its bytes must not see them change. Nor is one of
   * before a turn, as what lies in it is to be gone.
   *
   * Names of segments change one after the other, each durably, so that no loss of power leaves a
   * hole in the chain. Callers that wait for a sync do not wait for that: a segment is taken off the
   * chain between two syncs, and let go of when none can know it any more.
   *
   * After a failed write or sync the state of the files is unknown, and nothing is appended again.
   */

  private static final int BUFFER_BYTES = 1 << 20;

  /** Where each commit is synced, no more than so many are not yet. */
  private static final int FEW_COMMITS = 32;

  private final Path folder;
  private final Environment environment;
  private final LogOptions options;
  private final long salt;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C sum = new CRC32C();
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock syncing = new ReentrantLock();
  private final Deque<LogSegment> segments = new ArrayDeque<>();
  private final Deque<Path> spares = new ArrayDeque<>();
  private final Map<Long, Long> kept = new HashMap<>();
  private final ConcurrentMap<Long, LogPart> parts = new ConcurrentHashMap<>();
  private List<LogSegment> unsynced = new ArrayList<>();
  private @Nullable CompletableFuture<LogSegment> ahead;
  private LogSegment segment;
  private long position;
  private int previous;
  private long lastSequence;
  private long address = NOWHERE;
  private final long first;
  private final AtomicLong last;
  private final Preparer preparer;
  private volatile long synced;

  /** No file of a segment before this is used again. */
  private volatile long turned;

  private volatile @Nullable Throwable failure;
  private boolean closed;

  private FileCommitLog(
      Path folder,
      Environment environment,
      LogOptions options,
      List<LogSegment> chain,
      LogScan scan,
      List<Path> spares,
      Map<Long, Long> parts) {
    this.folder = folder;
    this.environment = environment;
    this.options = options;
    this.segments.addAll(chain);
    this.spares.addAll(spares);
    this.kept.putAll(parts);
    this.segment = chain.getLast();
    this.salt = segment.salt();
    this.lastSequence = segment.sequence();
    this.position = scan.endPosition();
    segment.endsAt(position);
    this.previous = scan.lastCrc();
    this.first = scan.firstNumber();
    this.last = new AtomicLong(scan.lastNumber());
    this.unsynced.addAll(chain.subList(0, chain.size() - 1));
    this.synced = Math.min(scan.knownSynced(), scan.lastNumber());
    this.preparer = new Preparer(segment, environment, e -> failure = e);
  }

  /** Creates an empty log in {@code folder}, which is there and empty. */
  static FileCommitLog create(Path folder, Environment environment, LogOptions options) {
    SegmentHeader header =
        new SegmentHeader(1, environment.random().nextLong(), options.firstSegmentBytes());
    LogSegment segment = LogSegment.create(folder, header, null);
    return opened(
        folder, environment, options, List.of(segment), LastStop.PROCESS, 0, List.of(), Map.of());
  }

  /**
   * Opens the log in {@code folder}.
   *
   * @param applied the number of the last commit that the fold has, which the log may do without
   * @throws StorageException if it is damaged, or not there
   */
  static FileCommitLog open(
      Path folder, Environment environment, LogOptions options, LastStop lastStop, long applied) {
    List<LogSegment> segments = new ArrayList<>();
    List<Path> spares = new ArrayList<>();
    Map<Long, Long> parts = new HashMap<>();
    try {
      for (Path file : Folders.list(folder)) {
        if (LogSegment.isSegment(file)) {
          segments.add(LogSegment.open(file));
        } else if (LogSegment.isSpare(file)) {
          spares.add(file);
        } else if (LogSegment.isKept(file)) {
          parts.put(LogSegment.sequence(file), Folders.size(file));
        } else if (LogSegment.isUnnamed(file)) {
          delete(file);
        }
      }
      requireChain(folder, segments);
      return opened(folder, environment, options, segments, lastStop, applied, spares, parts);
    } catch (RuntimeException e) {
      segments.forEach(LogSegment::close);
      throw e;
    }
  }

  private static void requireChain(Path folder, List<LogSegment> segments) {
    if (segments.isEmpty()) {
      throw new DamageException("the commit log in " + folder + " has no segment");
    }
    LogSegment first = segments.getFirst();
    for (int i = 0; i < segments.size(); i++) {
      LogSegment segment = segments.get(i);
      if (segment.salt() != first.salt() || segment.sequence() != first.sequence() + i) {
        throw new DamageException(
            "segment "
                + (first.sequence() + i)
                + " of the commit log is expected, found "
                + segment.file()
                + " of "
                + (segment.salt() == first.salt() ? "this" : "another")
                + " log");
      }
    }
  }

  private static FileCommitLog opened(
      Path folder,
      Environment environment,
      LogOptions options,
      List<LogSegment> segments,
      LastStop lastStop,
      long applied,
      List<Path> spares,
      Map<Long, Long> parts) {
    LogScan scan = LogScan.of(segments, lastStop, applied);
    if (scan.junk()) {
      for (LogSegment segment : segments.subList(scan.endSegment(), segments.size())) {
        boolean end = segment.sequence() == segments.get(scan.endSegment()).sequence();
        segment.clear(end ? scan.endPosition() : SegmentHeader.BYTES);
      }
    }
    FileCommitLog log =
        new FileCommitLog(
            folder,
            environment,
            options,
            segments.subList(0, scan.endSegment() + 1),
            scan,
            spares,
            parts);
    log.takeOver(segments.subList(scan.endSegment() + 1, segments.size()));
    log.preparer.start();
    return log;
  }

  /** Takes over segments without frames that were made ahead before. */
  private void takeOver(List<LogSegment> made) {
    if (made.size() == 1) {
      ahead = CompletableFuture.completedFuture(made.getFirst());
      lastSequence = made.getFirst().sequence();
    } else {
      for (LogSegment unused : List.copyOf(made).reversed()) {
        unused.delete();
        Folders.sync(folder);
      }
    }
  }

  @Override
  public long append(ByteBuffer... commit) {
    return append(FrameHeader.COMMIT, last.getPlain() + 1, commit);
  }

  private long append(byte kind, long number, ByteBuffer... payload) {
    requireWorking();
    try {
      write(kind, number, payload);
      return number;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  private void write(byte kind, long number, ByteBuffer... payload) {
    int length = 0;
    for (ByteBuffer part : payload) {
      length = Math.addExact(length, part.remaining());
    }
    if (position + FrameHeader.BYTES + length > segment.size()) {
      roll(length);
    }
    previous = writeFrame(kind, number, length, payload);
    address = address(segment, position);
    position = FrameHeader.aligned(position + FrameHeader.BYTES + length);
    segment.lastNumber(number);
    last.setRelease(number);
    if (ahead == null && isNextNeededSoon()) {
      ahead = make(nextSize());
    }
    boolean behind = isBehind(number);
    if (LogSegment.isSmall(length, behind)) {
      segment.want(position, behind);
      preparer.appended();
    }
  }

  /** Returns whether syncs do not keep up with the commits, of which {@code number} is one. */
  private boolean isBehind(long number) {
    return number > synced + FEW_COMMITS;
  }

  /** Small segments are full sooner than the next is made, unless that begins at once. */
  private boolean isNextNeededSoon() {
    return position > segment.size() / 8 || segment.size() < options.segmentBytes();
  }

  private static long address(LogSegment segment, long frame) {
    return CommitLog.start(segment.sequence()) | (frame + FrameHeader.BYTES);
  }

  @Override
  public long address() {
    return address;
  }

  @Override
  public MemorySegment read(long from, long lengthBytes) {
    return part(CommitLog.part(from)).read(from & 0xFFFF_FFFFL, lengthBytes);
  }

  private LogPart part(long sequence) {
    LogPart part = parts.get(sequence);
    if (part != null) {
      return part;
    }
    lock.lock();
    try {
      return parts.computeIfAbsent(sequence, absent -> LogPart.open(fileOf(absent), absent));
    } finally {
      lock.unlock();
    }
  }

  private Path fileOf(long sequence) {
    for (LogSegment live : segments) {
      if (live.sequence() == sequence) {
        return live.file();
      }
    }
    Path file = LogSegment.kept(folder, sequence);
    if (!kept.containsKey(sequence)) {
      throw new DamageException("a part of the commit log is gone: " + file);
    }
    return file;
  }

  @Override
  public Map<Long, Long> kept() {
    lock.lock();
    try {
      return Map.copyOf(kept);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void visit(long sequence, PartVisitor visitor) {
    LogPart part = part(sequence);
    long seed = part.header().seed();
    long at = SegmentHeader.BYTES;
    boolean more = true;
    FrameHeader frame = FrameHeader.read(part.bytes(), at, seed);
    while (frame != null && more) {
      if (frame.kind() == FrameHeader.COMMIT) {
        long payload = at + FrameHeader.BYTES;
        more =
            visitor.visit(
                CommitLog.start(sequence) | payload,
                part.read(payload, frame.length()).asByteBuffer());
      }
      at = frame.after(at);
      frame = FrameHeader.read(part.bytes(), at, seed);
    }
  }

  /** Writes a frame at the position, and returns its crc. */
  private int writeFrame(byte kind, long number, int length, ByteBuffer... payload) {
    boolean fits = FrameHeader.BYTES + length <= buffer.clear().capacity();
    int payloadCrc = fits ? gather(length, payload) : FrameHeader.crc(payload);
    int crc =
        FrameHeader.write(
            buffer, sum, segment.seed(), payloadCrc, previous, number, synced, length, kind);
    if (fits) {
      writeBuffer(position, FrameHeader.BYTES + length);
    } else {
      writeLarge(payload);
    }
    return crc;
  }

  /** Puts {@code payload} into the buffer, behind the room for a header, and returns its crc. */
  private int gather(int length, ByteBuffer... payload) {
    int at = FrameHeader.BYTES;
    for (ByteBuffer part : payload) {
      buffer.put(at, part, part.position(), part.remaining());
      at += part.remaining();
    }
    assert at == FrameHeader.BYTES + length : at + " bytes for " + length;
    return FrameHeader.crc(buffer.position(FrameHeader.BYTES).limit(at), sum);
  }

  private void writeLarge(ByteBuffer... payload) {
    long at = position;
    buffer.limit(buffer.capacity()).position(FrameHeader.BYTES);
    for (ByteBuffer part : payload) {
      ByteBuffer rest = part.duplicate();
      while (rest.hasRemaining()) {
        if (!buffer.hasRemaining()) {
          at = writeBuffer(at, buffer.position());
        }
        int fits = Math.min(rest.remaining(), buffer.remaining());
        buffer.put(rest.slice(rest.position(), fits));
        rest.position(rest.position() + fits);
      }
    }
    writeBuffer(at, buffer.position());
  }

  /** Writes the first {@code length} bytes of the buffer at {@code at}, and returns their end. */
  private long writeBuffer(long at, int length) {
    segment.write(buffer.position(0).limit(length), at, isBehind(last.getPlain() + 1));
    buffer.clear();
    return at + length;
  }

  private void roll(int length) {
    long needed = SegmentHeader.BYTES + FrameHeader.BYTES + FrameHeader.aligned(length);
    LogSegment next = takeAhead();
    enter(next == null ? make(Math.max(nextSize(), needed)).join() : next);
    if (segment.size() < needed) {
      enter(make(needed).join());
    }
    position = SegmentHeader.BYTES;
  }

  /**
   * Returns the segment that was made ahead, or null when there is none. If it got no name, as the
   * disk was full, there may be room by now: the next that is made has its sequence.
   */
  private @Nullable LogSegment takeAhead() {
    CompletableFuture<LogSegment> made = ahead;
    ahead = null;
    if (made == null) {
      return null;
    }
    boolean named =
        made.handle(
                (segment, failure) ->
                    failure == null || Files.exists(LogSegment.live(folder, lastSequence)))
            .join();
    if (!named) {
      lastSequence--;
      return null;
    }
    return made.join();
  }

  /** Closes the segment that was made ahead. If it could not be made, nothing is lost by that. */
  private void closeAhead() {
    CompletableFuture<LogSegment> made = ahead;
    ahead = null;
    LogSegment unused = made == null ? null : made.exceptionally(failure -> null).join();
    if (unused != null) {
      unused.close();
    }
  }

  private void enter(LogSegment next) {
    lock.lock();
    try {
      unsynced.add(segment);
      segments.add(next);
      next.lastNumber(last.getPlain());
      segment = next;
      preparer.enter(next);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void turn() {
    requireWorking();
    try {
      LogSegment made = takeAhead();
      if (made != null) {
        made.delete();
        lastSequence--;
      }
      turned = lastSequence + 1;
      takeSpares().forEach(FileCommitLog::delete);
      enter(make(nextSize()).join());
      position = SegmentHeader.BYTES;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  private List<Path> takeSpares() {
    lock.lock();
    try {
      List<Path> taken = List.copyOf(spares);
      spares.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<LogSegment> make(long size) {
    CompletableFuture<LogSegment> made = new CompletableFuture<>();
    lastSequence++;
    long sequence = lastSequence;
    environment
        .threads()
        .newThread(
            () -> {
              try {
                made.complete(make(sequence, size));
              } catch (RuntimeException | Error e) {
                made.completeExceptionally(e);
              }
            })
        .start();
    return made;
  }

  private long nextSize() {
    return Math.min(options.segmentBytes(), 4 * segment.size());
  }

  private LogSegment make(long sequence, long size) {
    Path spare;
    lock.lock();
    try {
      spare = size == options.segmentBytes() ? spares.poll() : null;
    } finally {
      lock.unlock();
    }
    return LogSegment.create(folder, new SegmentHeader(sequence, salt, size), spare);
  }

  @Override
  public long sync() {
    syncing.lock();
    try {
      requireWorking();
      long target = last();
      if (synced < target) {
        takeUnsynced().forEach(this::sync);
        synced = target;
      }
      return target;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      syncing.unlock();
    }
  }

  private void sync(LogSegment written) {
    if (!written.syncUnlessInterrupted()) {
      onOwnThread(written::sync);
    }
  }

  private void onOwnThread(Runnable task) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    environment
        .threads()
        .newThread(
            () -> {
              try {
                task.run();
                done.complete(true);
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            })
        .start();
    done.join();
  }

  private List<LogSegment> takeUnsynced() {
    lock.lock();
    try {
      List<LogSegment> taken = unsynced;
      taken.add(segment);
      unsynced = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long synced() {
    return synced;
  }

  @Override
  public long last() {
    return last.getAcquire();
  }

  @Override
  public void replay(long after, Visitor visitor) {
    if (first > after + 1) {
      throw new DamageException(
          "the commit log in "
              + folder
              + " begins with frame "
              + first
              + ", a replay needs "
              + (after + 1));
    }
    for (LogSegment file : List.copyOf(segments)) {
      if (file.lastNumber() > after) {
        replay(file, after, visitor);
      }
    }
  }

  private void replay(LogSegment file, long after, Visitor visitor) {
    long at = SegmentHeader.BYTES;
    FrameHeader frame = FrameHeader.read(file.bytes(), at, file.seed());
    while (frame != null && frame.number() <= file.lastNumber()) {
      if (frame.number() > after && frame.kind() == FrameHeader.COMMIT) {
        address = address(file, at);
        visitor.visit(
            frame.number(),
            file.bytes()
                .asSlice(at + FrameHeader.BYTES, frame.length())
                .asReadOnly()
                .asByteBuffer());
      }
      at = frame.after(at);
      frame = FrameHeader.read(file.bytes(), at, file.seed());
    }
  }

  @Override
  public void release(long until) {
    release(until, part -> false);
  }

  @Override
  public void release(long until, LongPredicate keeps) {
    if (until > last()) {
      append(FrameHeader.MARK, until);
    }
    if (drop(keeps.negate())) {
      Folders.sync(folder);
    }
    LogSegment oldest = released(until);
    while (oldest != null) {
      boolean isKept = keeps.test(oldest.sequence());
      if (isKept) {
        oldest.clearBehindFrames();
      }
      takeOff(oldest, isKept);
      if (!isKept) {
        letGo(oldest);
      }
      Folders.sync(folder);
      oldest = released(until);
    }
  }

  /** Deletes what is kept of {@code dead} parts, and returns whether there was any. */
  private boolean drop(LongPredicate dead) {
    List<Long> dropped = kept().keySet().stream().filter(dead::test).toList();
    lock.lock();
    try {
      dropped.forEach(kept::remove);
      dropped.forEach(parts::remove);
    } finally {
      lock.unlock();
    }
    dropped.forEach(part -> delete(LogSegment.kept(folder, part)));
    return !dropped.isEmpty();
  }

  /** Returns the oldest segment of the chain if it is released, or null. */
  private @Nullable LogSegment released(long until) {
    lock.lock();
    try {
      LogSegment oldest = segments.getFirst();
      return segments.size() == 1 || oldest.lastNumber() > until ? null : oldest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest segment off the chain, between two syncs; renames it at once if it is kept.
   */
  private void takeOff(LogSegment oldest, boolean isKept) {
    syncing.lock();
    lock.lock();
    try {
      if (isKept) {
        oldest.keep();
        kept.put(oldest.sequence(), oldest.size());
      }
      unsynced.remove(oldest);
      segments.remove(oldest);
    } finally {
      lock.unlock();
      syncing.unlock();
    }
  }

  private void letGo(LogSegment released) {
    if (!isSpare(released)) {
      released.delete();
      return;
    }
    Path spare = released.retire();
    if (spare != null && !addSpare(spare, released.sequence())) {
      delete(spare);
    }
  }

  private boolean addSpare(Path spare, long sequence) {
    lock.lock();
    try {
      return sequence >= turned && spares.add(spare);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the file of {@code released} is to be used again. */
  private boolean isSpare(LogSegment released) {
    lock.lock();
    try {
      return parts.remove(released.sequence()) == null
          && released.sequence() >= turned
          && spares.size() < options.mostSpares()
          && released.size() == options.segmentBytes();
    } finally {
      lock.unlock();
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw Folders.failed("delete", file, e);
    }
  }

  private void requireWorking() {
    Throwable cause = failure;
    if (cause != null) {
      throw new StorageException(
          "the commit log in " + folder + " accepts nothing since it failed: " + cause, cause);
    }
    if (closed) {
      throw new IllegalStateException("the commit log in " + folder + " is closed");
    }
  }

  /**
   * Closes the files. If everything is synced, says so in a last frame, so that damage of the
   * frames before is known as such when the log is opened.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (failure == null && synced == last() && last() > 0) {
        append(FrameHeader.MARK, last() + 1);
        sync();
      }
      closeAhead();
    } finally {
      closed = true;
      preparer.close();
      segments.forEach(LogSegment::close);
    }
  }
}
