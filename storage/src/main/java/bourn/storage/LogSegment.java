package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One preallocated file of the commit log. */
final class LogSegment {

  /*
   * Small frames are copied into the mapped file and large ones written: a system call costs more
   * than a small copy, and the faults of fresh pages cost more than a large write. Both meet in the
   * page cache, where a sync finds them; that is so on Linux, elsewhere everything is written. A
   * frame that comes while syncs keep up will be synced soon too, and is written: a page that is
   * copied into after each sync has to be made writable again each time.
   *
   * What is mapped to be written to is a window of a few megabytes, made ahead of small frames and
   * closed behind them. For each page that is mapped so when it goes to the disk, all processors
   * are interrupted: with the whole segment mapped, that took ten microseconds of one append in
   * forty.
   *
   * A window begins at a multiple of its size, two megabytes: so Linux maps it at an address where
   * one fault maps all that the page cache holds in one piece, and not one page of it.
   *
   * A sync of blocks that are there already has no metadata to write. So the file is filled with
   * zeros where a window is made; large frames bring their own blocks. The zeros are not synced for
   * their own sake: where nobody syncs, most of them never reach the disk. What is copied into a
   * window lies before the end of what is filled: a page without a block could fail to get one only
   * when it is too late to say so. Filling and writing beyond that end exclude each other.
   *
   * An interrupt closes the channel that its thread writes to. The same bytes are then written to
   * the same place through a new one, so an interrupted caller does no harm to the log. A sync that
   * is interrupted may have failed without saying so, and only a channel that was open before hears
   * of it: hence one for callers, and another for threads of our own, which nobody interrupts.
   */

  private static final int SMALL_BYTES = 2 << 10;
  private static final int SYNCED_SMALL_BYTES = 16 << 10;
  private static final boolean MAPPED =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();
  private static final int WINDOW_BYTES = 2 << 20;
  private static final int WINDOWS_AHEAD = 3;
  private static final long NOWHERE = -1;
  private static final String SUFFIX = ".log";
  private static final String UNNAMED_SUFFIX = ".new";
  private static final String SPARE_SUFFIX = ".spare";
  private static final String KEPT_SUFFIX = ".kept";

  private final Path file;
  private final SegmentHeader header;
  private final Arena arena;
  private final MemorySegment map;
  private final Queue<LogWindow> ahead = new ConcurrentLinkedQueue<>();
  private final Queue<LogWindow> behind = new ConcurrentLinkedQueue<>();
  private @Nullable LogWindow window;
  private final FileChannel syncs;
  private final ReentrantLock filling = new ReentrantLock();
  private FileChannel writes;
  private FileChannel callersSyncs;
  private volatile long filled;
  private volatile long mapped;
  private final AtomicLong wanted = new AtomicLong(NOWHERE);
  private volatile boolean wantsWindows;
  private volatile boolean closed;
  private long lastNumber;

  private LogSegment(Path file, SegmentHeader header, long filled) throws IOException {
    this.file = file;
    this.filled = filled;
    this.header = header;
    Opening opening = new Opening();
    try {
      this.arena = opening.add(Arena.ofShared());
      this.syncs = opening.add(channel(file));
      this.writes = opening.add(channel(file));
      this.callersSyncs = opening.add(channel(file));
      this.map = writes.map(FileChannel.MapMode.READ_ONLY, 0, header.size(), arena);
    } catch (IOException | RuntimeException e) {
      opening.undo(e);
      throw e;
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  static boolean isSegment(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  static boolean isSpare(Path file) {
    return file.toString().endsWith(SPARE_SUFFIX);
  }

  static boolean isUnnamed(Path file) {
    return file.toString().endsWith(UNNAMED_SUFFIX);
  }

  static boolean isKept(Path file) {
    return file.toString().endsWith(KEPT_SUFFIX);
  }

  /** Returns the file in which the segment {@code sequence} is kept. */
  static Path kept(Path folder, long sequence) {
    return file(folder, sequence, KEPT_SUFFIX);
  }

  /** Returns the file of the segment {@code sequence} while it is in the chain. */
  static Path live(Path folder, long sequence) {
    return file(folder, sequence, SUFFIX);
  }

  /** Returns the sequence of the segment in {@code file}, by its name. */
  static long sequence(Path file) {
    String name = String.valueOf(file.getFileName());
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static Path file(Path folder, long sequence, String suffix) {
    return folder.resolve(String.format("%012d%s", sequence, suffix));
  }

  /**
   * Makes a new segment, durable with its name. Blocks for the disk. What could not be made leaves
   * nothing behind that another attempt with the same sequence does not replace.
   *
   * @param spare a file of the same size to be used again, or null
   */
  static LogSegment create(Path folder, SegmentHeader header, @Nullable Path spare) {
    Path unnamed = file(folder, header.sequence(), UNNAMED_SUFFIX);
    Path named = file(folder, header.sequence(), SUFFIX);
    try {
      if (spare != null) {
        Files.move(spare, unnamed, StandardCopyOption.ATOMIC_MOVE);
      }
      try (FileChannel channel =
          FileChannel.open(unnamed, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (spare == null) {
          fill(channel, 0, Math.min(WINDOW_BYTES, header.size()));
          fill(channel, header.size() - 1, header.size());
        }
        writeAll(channel, header.toBytes(), 0);
        channel.force(true);
      }
      Files.move(unnamed, named, StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(folder);
      long filled = spare == null ? WINDOW_BYTES : header.size();
      LogSegment segment = new LogSegment(named, header, Math.min(filled, header.size()));
      segment.want(SegmentHeader.BYTES, true);
      long _ = segment.prepare();
      return segment;
    } catch (IOException e) {
      giveBack(unnamed, e);
      throw Folders.failed("create", named, e);
    }
  }

  private static void giveBack(Path unnamed, IOException why) {
    try {
      Files.deleteIfExists(unnamed);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private static void fill(FileChannel channel, long from, long until) throws IOException {
    for (long at = from; at < until; at += ZEROS.capacity()) {
      int length = (int) Math.min(ZEROS.capacity(), until - at);
      writeAll(channel, ZEROS.slice(0, length), at);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  /**
   * Opens the segment in {@code file}.
   *
   * @throws StorageException if its header is damaged
   */
  static LogSegment open(Path file) {
    SegmentHeader header = header(file);
    try {
      requireSize(file, Files.size(file), header.size());
      return new LogSegment(file, header, 0);
    } catch (IOException e) {
      throw Folders.failed("open", file, e);
    }
  }

  /**
   * Returns the header of the segment in {@code file}.
   *
   * @throws StorageException if it is damaged
   */
  static SegmentHeader header(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        assert bytes.position() > 0;
      }
      return SegmentHeader.read(bytes.array(), file);
    } catch (IOException e) {
      throw Folders.failed("open", file, e);
    }
  }

  private static void requireSize(Path file, long found, long required) {
    if (found < required) {
      throw new DamageException(
          "commit log segment " + file + " has " + required + " bytes, found " + found);
    }
  }

  Path file() {
    return file;
  }

  long sequence() {
    return header.sequence();
  }

  long salt() {
    return header.salt();
  }

  long seed() {
    return header.seed();
  }

  long size() {
    return header.size();
  }

  /** Returns the bytes of the file. Valid until this is closed. */
  MemorySegment bytes() {
    return map;
  }

  /** Returns the number of the last frame, 0 when there is none. */
  long lastNumber() {
    return lastNumber;
  }

  void lastNumber(long number) {
    lastNumber = number;
  }

  /**
   * Writes {@code bytes}, direct and from its position to its limit, at {@code at}.
   *
   * @param behind whether syncs do not keep up
   */
  void write(ByteBuffer bytes, long at, boolean behind) {
    long end = at + bytes.remaining();
    if (end > filled) {
      writeUnfilled(bytes, at, end);
      return;
    }
    LogWindow found = MAPPED && behind && isSmall(bytes.remaining(), true) ? window(at) : null;
    if (found != null && found.holds(at, end)) {
      found.put(bytes, at);
    } else {
      writeThrough(bytes, at);
    }
  }

  /** Returns the first window that does not lie before {@code at}, if there is one yet. */
  private @Nullable LogWindow window(long at) {
    while (window == null || window.until() <= at) {
      LogWindow next = ahead.poll();
      if (window != null) {
        behind.add(window);
      }
      window = next;
      if (next == null) {
        return null;
      }
    }
    return window;
  }

  /**
   * Returns whether a frame of that length is best written where zeros are already.
   *
   * @param behind whether syncs do not keep up
   */
  static boolean isSmall(long lengthBytes, boolean behind) {
    return lengthBytes <= (behind ? SMALL_BYTES : SYNCED_SMALL_BYTES);
  }

  private void writeUnfilled(ByteBuffer bytes, long at, long end) {
    filling.lock();
    try {
      writeThrough(bytes, at);
      filled = Math.max(filled, end);
    } finally {
      filling.unlock();
    }
  }

  /** Notes that nothing lies behind {@code end}, and blocks perhaps not even before it. */
  void endsAt(long end) {
    filled = Math.max(filled, end);
  }

  /**
   * Notes that {@code position} is where small frames may follow.
   *
   * @param windows whether they will be copied into windows
   */
  void want(long position, boolean windows) {
    if (wantsWindows != windows) {
      wantsWindows = windows;
    }
    wanted.setRelease(position);
  }

  /** Returns what was noted last, a negative number if nothing was. */
  long wanted() {
    return wanted.getAcquire();
  }

  /**
   * Fills the file and makes windows ahead of where they are wanted, and closes those that are
   * behind: if there is no room, the append that needs it says so. Returns where they are wanted.
   */
  long prepare() {
    long position = wanted();
    filling.lock();
    try {
      while (!closed && isShort(filled, position)) {
        fillTo(windowEnd(filled));
      }
      while (MAPPED && wantsWindows && !closed && isShort(mapped, position)) {
        map(Math.max(mapped, position) & -WINDOW_BYTES);
      }
    } catch (IOException full) {
      assert filled < header.size();
    } finally {
      filling.unlock();
    }
    close(behind);
    return position;
  }

  /** Returns whether what is made ready until {@code end} is not enough. */
  private boolean isShort(long end, long position) {
    return position != NOWHERE
        && end < header.size()
        && end - position < (WINDOWS_AHEAD - 1) * WINDOW_BYTES;
  }

  private long windowEnd(long at) {
    return Math.min(header.size(), (at & -WINDOW_BYTES) + WINDOW_BYTES);
  }

  private void map(long from) throws IOException {
    long until = windowEnd(from);
    fillTo(until);
    ahead.add(LogWindow.map(syncs, from, until));
    mapped = until;
  }

  private void fillTo(long until) throws IOException {
    if (filled < until) {
      fill(syncs, filled, until);
      filled = until;
    }
  }

  private static void close(Queue<LogWindow> windows) {
    for (LogWindow window = windows.poll(); window != null; window = windows.poll()) {
      window.close();
    }
  }

  private void writeThrough(ByteBuffer bytes, long at) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!wrote(bytes.duplicate(), at)) {
        interrupted |= Thread.interrupted();
        writes = channel(file);
      }
    } catch (IOException e) {
      throw Folders.failed("write at " + at + " of", file, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean wrote(ByteBuffer bytes, long at) throws IOException {
    try {
      writeAll(writes, bytes, at);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  /**
   * Makes all that was written survive the loss of power, unless this thread is interrupted, and
   * returns whether it has. Blocks for the disk.
   */
  boolean syncUnlessInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    try {
      callersSyncs.force(false);
      return true;
    } catch (ClosedByInterruptException e) {
      callersSyncs = reopened();
      return false;
    } catch (IOException e) {
      throw Folders.failed("sync", file, e);
    }
  }

  private FileChannel reopened() {
    boolean interrupted = Thread.interrupted();
    try {
      return channel(file);
    } catch (IOException e) {
      throw Folders.failed("open", file, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes all that was written survive the loss of power. Blocks for the disk; not to be called by
   * a thread that somebody may interrupt.
   */
  void sync() {
    try {
      syncs.force(false);
    } catch (IOException e) {
      throw Folders.failed("sync", file, e);
    }
  }

  /** Leaves nothing of an earlier use of the file behind the last frame. */
  void clearBehindFrames() {
    long end = SegmentHeader.BYTES;
    FrameHeader frame = FrameHeader.read(map, end, seed());
    while (frame != null && frame.number() <= lastNumber) {
      end = frame.after(end);
      frame = FrameHeader.read(map, end, seed());
    }
    MemorySegment rest = map.asSlice(Math.min(end, header.size()));
    if (!isZero(rest)) {
      clear(end);
    }
  }

  private static boolean isZero(MemorySegment bytes) {
    long words = bytes.byteSize() / Long.BYTES;
    for (long i = 0; i < words; i++) {
      if (bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i * Long.BYTES) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Overwrites all from {@code from} on with zeros, durably. */
  void clear(long from) {
    try {
      fill(syncs, from, header.size());
      filled = header.size();
    } catch (IOException e) {
      throw Folders.failed("clear", file, e);
    }
    sync();
  }

  /** Closes this and keeps its file, which is a segment no longer. */
  void keep() {
    close();
    rename(kept(folder(), header.sequence()));
  }

  /**
   * Closes this, lets its file be used again and returns it; deletes it and returns null if the
   * disk has no room for all of it.
   */
  @Nullable Path retire() {
    if (!fills()) {
      delete();
      return null;
    }
    close();
    Path spare = file(folder(), header.sequence(), SPARE_SUFFIX);
    rename(spare);
    return spare;
  }

  private boolean fills() {
    filling.lock();
    try {
      fillTo(header.size());
      return true;
    } catch (IOException full) {
      return false;
    } finally {
      filling.unlock();
    }
  }

  private void rename(Path other) {
    try {
      Files.move(file, other, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Folders.failed("rename", file, e);
    }
  }

  /** Closes this and deletes its file. */
  void delete() {
    close();
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw Folders.failed("delete", file, e);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(file.getParent());
  }

  /** Closes this, unless it is closed. */
  void close() {
    filling.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      filling.unlock();
    }
    if (window != null) {
      behind.add(window);
      window = null;
    }
    close(behind);
    close(ahead);
    arena.close();
    try {
      writes.close();
      callersSyncs.close();
      syncs.close();
    } catch (IOException e) {
      throw Folders.failed("close", file, e);
    }
  }
}
