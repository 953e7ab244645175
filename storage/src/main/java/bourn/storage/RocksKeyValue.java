package bourn.storage;

import bourn.kernel.DamageException;
import bourn.kernel.Environment;
import bourn.kernel.KeyValue;
import bourn.kernel.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;

/** Keys and values in RocksDB, without its own log: the commit log is there already. */
final class RocksKeyValue implements KeyValue {

  /*
   * Every native call runs under a lease, an iterator under one from its making to its closing, and
   * closing waits for all of them. Native calls of virtual threads run on platform threads.
   *
   * All families are flushed together, so that what survives a loss of power is the state after one
   * of the batches written, never a mixture.
   *
   * What a flush makes durable, the commit log has to keep through a loss of power before. RocksDB
   * takes into a flush what is written until some time after the flush was asked for. So whoever
   * flushes says so, then has the log synced, and whoever writes meanwhile has it synced too: a
   * writer that did not see a flush under way has taken its batch from the log before that sync.
   * Compaction begins with a flush of its own, and so counts as one until it ends.
   */

  /** Greater than every key. */
  static final byte[] AFTER_ALL = {-1, -1, -1, -1, -1, -1, -1, -1, -1};

  /** Files that are open can be read even when they are deleted meanwhile. */
  private static final int ALL_FILES = -1;

  private static final long ENTRY_BYTES = 64;
  private static final String MISSING = "No such file";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final RocksOptions options;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> handles;
  private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
  private final CompactRangeOptions reclaiming =
      new CompactRangeOptions()
          .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized);
  private final NativeLeases leases = new NativeLeases();
  private final Carriers carriers;

  /** As many bytes are written until they are flushed, and at most twice as many are in memory. */
  private final long flushedBytes;

  private final Set<RocksEntries> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger flushing = new AtomicInteger();
  private final AtomicLong unflushedBytes = new AtomicLong();
  private volatile Runnable beforeFlush = () -> {};

  private RocksKeyValue(
      Path folder,
      RocksOptions options,
      RocksDB database,
      List<ColumnFamilyHandle> handles,
      Carriers carriers,
      long flushedBytes) {
    this.folder = folder;
    this.options = options;
    this.database = database;
    this.handles = handles;
    this.carriers = carriers;
    this.flushedBytes = flushedBytes;
    for (Family family : Family.values()) {
      families.put(family, handles.get(family.ordinal() + 1));
    }
  }

  /** Makes an empty state in {@code folder}. */
  static RocksKeyValue create(Path folder, Environment environment) {
    RocksDB.loadLibrary();
    RocksOptions options = new RocksOptions(environment.memory());
    options.database().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
    return opened(folder, options, environment, RocksDB::open);
  }

  /**
   * Opens what is kept in {@code folder}.
   *
   * @throws DamageException if it is damaged, or not there
   */
  static RocksKeyValue open(Path folder, Environment environment) {
    requireState(folder);
    RocksDB.loadLibrary();
    RocksOptions options = new RocksOptions(environment.memory());
    return opened(folder, options, environment, RocksDB::open);
  }

  /**
   * Opens what is kept in {@code folder} as it is now, and never writes there.
   *
   * @throws DamageException if it is damaged, or not there
   */
  static RocksKeyValue openReadOnly(Path folder, Environment environment) {
    requireState(folder);
    RocksDB.loadLibrary();
    RocksOptions options = new RocksOptions(environment.memory());
    options.database().setLogger(options.silence()).setMaxOpenFiles(ALL_FILES);
    return opened(folder, options, environment, RocksDB::openReadOnly);
  }

  /** RocksDB would take a folder without these as empty, and delete what it does not know. */
  private static void requireState(Path folder) {
    if (!Files.exists(folder.resolve("CURRENT"))) {
      throw new DamageException("a file of the state is missing: " + folder.resolve("CURRENT"));
    }
  }

  /** One of the ways to open a database. */
  private interface Opener {
    RocksDB open(
        DBOptions options,
        String path,
        List<ColumnFamilyDescriptor> families,
        List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  private static RocksKeyValue opened(
      Path folder, RocksOptions options, Environment environment, Opener opener) {
    Carriers carriers = new Carriers(environment);
    long flushedBytes = environment.memory().unflushedBytes() / 2;
    try {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.family()));
      for (Family family : Family.values()) {
        descriptors.add(new ColumnFamilyDescriptor(name(family), options.family()));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB database = opener.open(options.database(), folder.toString(), descriptors, handles);
      return new RocksKeyValue(folder, options, database, handles, carriers, flushedBytes);
    } catch (RocksDBException e) {
      options.close();
      carriers.close();
      throw failed("open", folder, e);
    }
  }

  /** Has {@code task} run before anything written becomes durable. */
  void beforeFlush(Runnable task) {
    beforeFlush = task;
  }

  /**
   * Reads all blocks of all files.
   *
   * @throws DamageException if one is not as it was written
   */
  void verify() {
    call(
        "verify",
        () -> {
          database.verifyChecksum();
          return true;
        });
  }

  /** Returns whether {@code family} has that name in RocksDB. */
  static boolean isOf(Family family, byte[] name) {
    return Arrays.equals(name(family), name);
  }

  private static byte[] name(Family family) {
    return family.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }

  private static StorageException failed(String what, Path folder, RocksDBException cause) {
    String message = "RocksDB could not " + what + " " + folder + ": " + cause.getMessage();
    return isDamage(cause)
        ? new DamageException(message, cause)
        : new StorageException(message, cause);
  }

  private static boolean isDamage(RocksDBException cause) {
    boolean corrupt =
        cause.getStatus() != null && cause.getStatus().getCode() == Status.Code.Corruption;
    return corrupt || String.valueOf(cause.getMessage()).contains(MISSING);
  }

  /** A call of RocksDB. */
  private interface Call<T extends @Nullable Object> {
    T run() throws RocksDBException;
  }

  private <T extends @Nullable Object> T call(String what, Call<T> call) {
    Supplier<T> leased =
        () -> {
          leases.acquire();
          try {
            return call.run();
          } catch (RocksDBException e) {
            throw failed(what, folder, e);
          } finally {
            leases.release();
          }
        };
    return carriers.call(leased);
  }

  private ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(families.get(family));
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    return this.<byte @Nullable []>call(
        "read", () -> database.get(handle(family), options.reads(), key));
  }

  @Override
  public @Nullable Entry floor(Family family, byte[] key) {
    return this.<@Nullable Entry>call("read", () -> floorOf(family, key));
  }

  private @Nullable Entry floorOf(Family family, byte[] key) throws RocksDBException {
    try (RocksIterator iterator = database.newIterator(handle(family), options.reads())) {
      iterator.seekForPrev(key);
      if (iterator.isValid()) {
        return new Entry(iterator.key(), iterator.value());
      }
      iterator.status();
      return null;
    }
  }

  @Override
  public Entries scan(Family family, byte[] from, byte[] until) {
    return carriers.call(
        () -> {
          leases.acquire();
          try {
            RocksEntries entries = new RocksEntries(family, from, until);
            open.add(entries);
            return entries;
          } catch (RuntimeException | Error e) {
            leases.release();
            throw e;
          }
        });
  }

  @Override
  public void write(Batch batch) {
    call(
        "write",
        () -> {
          if (flushing.get() > 0) {
            beforeFlush.run();
          }
          try (WriteBatch changes = new WriteBatch()) {
            for (Change change : batch.changes()) {
              add(changes, change);
            }
            database.write(options.writes(), changes);
            flushIfLarge(changes.getDataSize() + ENTRY_BYTES * changes.count());
          }
          return true;
        });
  }

  private void flushIfLarge(long writtenBytes) throws RocksDBException {
    if (unflushedBytes.addAndGet(writtenBytes) >= flushedBytes) {
      flush(false);
    }
  }

  private void flush(boolean wait) throws RocksDBException {
    flushing.incrementAndGet();
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(wait)) {
      unflushedBytes.set(0);
      beforeFlush.run();
      database.flush(flush, handles);
    } finally {
      flushing.decrementAndGet();
    }
  }

  private void add(WriteBatch changes, Change change) throws RocksDBException {
    switch (change) {
      case Change.Put(Family family, byte[] key, byte[] value) ->
          changes.put(handle(family), key, value);
      case Change.Delete(Family family, byte[] key) -> changes.delete(handle(family), key);
      case Change.DeleteRange(Family family, byte[] from, byte[] until) -> {
        if (Arrays.compareUnsigned(from, until) < 0) {
          changes.deleteRange(handle(family), from, until);
        }
      }
    }
  }

  @Override
  public void flush() {
    call(
        "flush",
        () -> {
          flush(true);
          return true;
        });
  }

  @Override
  public boolean reclaim() {
    return call("compact", this::compactAll);
  }

  private boolean compactAll() throws RocksDBException {
    flushing.incrementAndGet();
    try {
      beforeFlush.run();
      for (ColumnFamilyHandle family : families.values()) {
        database.compactRange(family, null, null, reclaiming);
      }
      return !reclaiming.canceled();
    } catch (RocksDBException e) {
      if (reclaiming.canceled()) {
        return false;
      }
      throw e;
    } finally {
      flushing.decrementAndGet();
    }
  }

  @Override
  public void endReclaiming() {
    reclaiming.setCanceled(true);
  }

  /** Returns whether this process has the files open, also when they could not be closed. */
  boolean isOpen() {
    return database.isOwningHandle();
  }

  /**
   * Waits until nobody uses the store and closes it.
   *
   * @throws IllegalStateException if entries of a scan are still open after 10 seconds, with the
   *     place where they were opened as its cause; then nothing is freed
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (!leases.close(PATIENCE)) {
      throw new IllegalStateException(
          "the store in " + folder + " is in use: " + open.size() + " scans are not closed",
          open.stream().findFirst().map(RocksEntries::opened).orElse(null));
    }
    carriers.close();
    handles.forEach(ColumnFamilyHandle::close);
    database.close();
    reclaiming.close();
    options.close();
  }

  /** The entries of a range, as they were when it was scanned. */
  private final class RocksEntries implements Entries {

    private final RocksIterator iterator;
    private final byte[] from;
    private final byte[] until;
    private final Throwable opened = new Throwable("opened here");
    private byte @Nullable [] key;
    private boolean begun;
    private boolean ended;

    RocksEntries(Family family, byte[] from, byte[] until) {
      this.from = from.clone();
      this.until = until.clone();
      this.iterator = database.newIterator(handle(family), options.reads());
    }

    Throwable opened() {
      return opened;
    }

    @Override
    public boolean next() {
      return carriers.call(this::move);
    }

    private boolean move() {
      key = null;
      if (ended) {
        return false;
      }
      if (begun) {
        iterator.next();
      } else {
        iterator.seek(from);
        begun = true;
      }
      return stand();
    }

    private boolean stand() {
      if (iterator.isValid()) {
        byte[] found = iterator.key();
        if (Arrays.compareUnsigned(found, until) < 0) {
          key = found;
          return true;
        }
      } else {
        requireHealthy();
      }
      ended = true;
      return false;
    }

    private void requireHealthy() {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw failed("read", folder, e);
      }
    }

    @Override
    public byte[] key() {
      return current().clone();
    }

    @Override
    public byte[] value() {
      current();
      return carriers.call(iterator::value);
    }

    private byte[] current() {
      if (key == null) {
        throw new IllegalStateException("an entry is there only after next() has returned true");
      }
      return key;
    }

    @Override
    public void close() {
      key = null;
      ended = true;
      if (open.remove(this)) {
        iterator.close();
        leases.release();
      }
    }
  }
}
