package bourn.storage;

import bourn.kernel.MemoryBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WriteOptions;
import org.rocksdb.util.StdErrLogger;

/** How RocksDB is set up. What decides the format of its files is pinned here. */
final class RocksOptions implements AutoCloseable {

  /*
   * No listener and no logger of ours: RocksDB would call it on threads of its own, and a Java
   * virtual machine that exits meanwhile waits for them for ever. RocksDB never flushes by itself
   * and never tries again after an error, so that nothing becomes durable unasked.
   */

  private static final int FORMAT_VERSION = 6;
  private static final ChecksumType CHECKSUM = ChecksumType.kXXH3;

  /** Of each level: what was just flushed is soon written again, and not worth the time. */
  private static final List<CompressionType> COMPRESSION =
      List.of(CompressionType.NO_COMPRESSION, CompressionType.LZ4_COMPRESSION);

  /** More than is ever written between two flushes that {@link RocksKeyValue} asks for. */
  private static final long WRITE_BUFFER_BYTES = 4L << 30;

  private static final long BLOCK_BYTES = 16L << 10;
  private static final double FILTER_BITS = 10;
  private static final int OPEN_FILES = 512;

  private final Deque<AbstractImmutableNativeReference> owned = new ArrayDeque<>();
  private final DBOptions database;
  private final ColumnFamilyOptions family;
  private final ReadOptions reads;
  private final WriteOptions writes;

  @SuppressWarnings("resource") // closed by close()
  RocksOptions(MemoryBudget memory) {
    Cache cache = own(new LRUCache(memory.blockBytes()));
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setFormatVersion(FORMAT_VERSION)
            .setChecksumType(CHECKSUM)
            .setBlockSize(BLOCK_BYTES)
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(own(new BloomFilter(FILTER_BITS)));
    this.family =
        own(
            new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setCompressionPerLevel(COMPRESSION)
                .setWriteBufferSize(WRITE_BUFFER_BYTES));
    this.database =
        own(
            new DBOptions()
                .setAtomicFlush(true)
                .setParanoidChecks(true)
                .setAvoidFlushDuringShutdown(true)
                .setMaxBgErrorResumeCount(0)
                .setMaxOpenFiles(OPEN_FILES)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2));
    this.reads = own(new ReadOptions());
    this.writes = own(new WriteOptions().setDisableWAL(true));
  }

  private <T extends AbstractImmutableNativeReference> T own(T reference) {
    owned.push(reference);
    return reference;
  }

  DBOptions database() {
    return database;
  }

  ColumnFamilyOptions family() {
    return family;
  }

  ReadOptions reads() {
    return reads;
  }

  WriteOptions writes() {
    return writes;
  }

  /** Returns a logger that writes nothing, not even a file. */
  StdErrLogger silence() {
    return own(new StdErrLogger(InfoLogLevel.NUM_INFO_LOG_LEVELS));
  }

  @Override
  public void close() {
    owned.forEach(AbstractImmutableNativeReference::close);
    owned.clear();
  }
}
