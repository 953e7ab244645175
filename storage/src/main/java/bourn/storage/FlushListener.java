package bourn.storage;

import org.rocksdb.AbstractEventListener;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;

/** Runs something whenever RocksDB is about to flush, and lets it flush only then. */
final class FlushListener extends AbstractEventListener {

  private volatile Runnable before = () -> {};

  FlushListener() {
    super(EnabledEventCallback.ON_FLUSH_BEGIN);
  }

  void before(Runnable task) {
    before = task;
  }

  @Override
  public void onFlushBegin(RocksDB database, FlushJobInfo flush) {
    before.run();
  }
}
