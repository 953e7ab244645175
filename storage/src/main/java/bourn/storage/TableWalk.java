package bourn.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** Walks the entries of one file of RocksDB, and over what is damaged in it. */
final class TableWalk implements AutoCloseable {

  /*
   * A damaged block ends an iteration. The next good key is looked for by doubling the distance
   * from the last one, and then halving. Each attempt has an iterator of its own: one that failed
   * may fail again where nothing is wrong.
   */

  private static final int CHUNK_KEY_BYTES = 2 * Long.BYTES;

  private final Options options = new Options();
  private final ReadOptions reads = new ReadOptions().setFillCache(false);
  private final SstFileReader reader = new SstFileReader(options);
  private SstFileReaderIterator iterator;

  TableWalk(Path file) throws RocksDBException {
    try {
      reader.open(file.toString());
      iterator = reader.newIterator(reads);
      iterator.seekToFirst();
    } catch (RocksDBException e) {
      closeReader();
      throw e;
    }
  }

  byte[] family() throws RocksDBException {
    return reader.getTableProperties().getColumnFamilyName();
  }

  /** Returns whether this stands on an entry. */
  boolean isValid() {
    return iterator.isValid();
  }

  /** Returns whether this ended because of damage. */
  boolean isDamaged() {
    try {
      iterator.status();
      return false;
    } catch (RocksDBException e) {
      return true;
    }
  }

  byte[] key() {
    return iterator.key();
  }

  byte[] value() {
    return iterator.value();
  }

  void next() {
    iterator.next();
  }

  /** Moves to the first entry after {@code last} that can be read, if there is one. */
  void skipAfter(byte[] last) {
    ByteBuffer key = ByteBuffer.wrap(last);
    if (last.length == CHUNK_KEY_BYTES) {
      skipChunks(key.getLong(), key.getLong());
    } else {
      skipRecords(key.get(), last.length > Long.BYTES ? key.getLong() : 0);
    }
  }

  /** The end of a damaged block may hold the end of one stream and the beginning of another. */
  private void skipChunks(long incarnation, long last) {
    if (skip(last, offset -> key(incarnation, offset))) {
      return;
    }
    if (skip(incarnation, number -> key(number, 0)) && isValid()) {
      long whole = ByteBuffer.wrap(key()).getLong();
      if (whole - 1 > incarnation && !skip(0, offset -> key(whole - 1, offset))) {
        seek(key(whole, 0));
      }
    }
  }

  private void skipRecords(byte kind, long incarnation) {
    if (!skip(incarnation, number -> key(kind, number))) {
      skip(kind, number -> key((byte) number, 0));
    }
  }

  private static byte[] key(long incarnation, long offset) {
    return ByteBuffer.allocate(CHUNK_KEY_BYTES).putLong(incarnation).putLong(offset).array();
  }

  private static byte[] key(byte kind, long incarnation) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(incarnation).array();
  }

  /** Moves to the key of the first number after {@code last} that can be read, if there is one. */
  private boolean skip(long last, LongFunction<byte[]> key) {
    long bad = last;
    long good = -1;
    for (long step = 1; good < 0 && bad + step > 0; step *= 2) {
      if (seek(key.apply(bad + step))) {
        good = bad + step;
      } else {
        bad += step;
      }
    }
    while (good - bad > 1) {
      long middle = (good + bad) >>> 1;
      if (seek(key.apply(middle))) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good >= 0 && seek(key.apply(good));
  }

  /** Moves to the first key at or after {@code key}; returns whether nothing there is damaged. */
  private boolean seek(byte[] key) {
    iterator.close();
    iterator = reader.newIterator(reads);
    iterator.seek(key);
    return isValid() || !isDamaged();
  }

  @Override
  public void close() {
    iterator.close();
    closeReader();
  }

  private void closeReader() {
    reader.close();
    reads.close();
    options.close();
  }
}
