package bourn.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A state on the heap whose disk can be made to fail, and to wait. */
final class FailingState implements KeyValue {

  final AtomicBoolean readsFail = new AtomicBoolean();
  final AtomicBoolean writesFail = new AtomicBoolean();

  /** Writes that remove chunks wait for this. */
  final AtomicReference<CountDownLatch> open = new AtomicReference<>(new CountDownLatch(0));

  private final HeapKeyValue state;

  FailingState() {
    this(new HeapKeyValue());
  }

  private FailingState(HeapKeyValue state) {
    this.state = state;
  }

  /** Fails every further write, as that of a process that died, and returns what it has written. */
  synchronized FailingState afterDeath() {
    writesFail.set(true);
    return new FailingState(state);
  }

  private static void failIf(AtomicBoolean failing) {
    if (failing.get()) {
      throw new StorageException("the disk under /disk/state failed");
    }
  }

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    failIf(readsFail);
    return state.get(family, key);
  }

  @Override
  public @Nullable Entry floor(Family family, byte[] key) {
    failIf(readsFail);
    return state.floor(family, key);
  }

  @Override
  public Entries scan(Family family, byte[] from, byte[] until) {
    failIf(readsFail);
    return state.scan(family, from, until);
  }

  @Override
  public synchronized void write(Batch batch) {
    failIf(writesFail);
    if (batch.changes().stream().anyMatch(FailingState::removesChunks)) {
      awaitOpen();
    }
    state.write(batch);
  }

  private static boolean removesChunks(Change change) {
    return change instanceof Change.DeleteRange(Family family, byte[] _, byte[] _)
        && family == Family.CHUNKS;
  }

  private void awaitOpen() {
    try {
      open.get().await();
    } catch (InterruptedException e) {
      throw new StorageException("interrupted", e);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
