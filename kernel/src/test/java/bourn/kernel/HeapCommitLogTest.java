package bourn.kernel;

import java.util.concurrent.atomic.AtomicReference;

/** The commit log on the heap. */
final class HeapCommitLogTest extends CommitLogContract {

  private final AtomicReference<HeapCommitLog> log = new AtomicReference<>();

  @Override
  protected CommitLog open() {
    log.set(new HeapCommitLog());
    return log.get();
  }

  @Override
  protected CommitLog reopen() {
    return log.get();
  }
}
