package bourn.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A state on the heap whose disk can be made to fail, and to wait. */
final class FailingState implements KeyValue {

  final AtomicBoolean readsFail = new AtomicBoolean();
  final AtomicBoolean writesFail = new AtomicBoolean();

  final AtomicBoolean reclaimsFail = new AtomicBoolean();

  /** The stream of which what {@link Milestones} know is damaged. */
  final AtomicLong damaged = new AtomicLong();

  /** Gets a permit whenever that is read, and whenever the state is reclaimed. */
  final Semaphore met = new Semaphore(0);

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
    if (family == Family.STREAMS && StateKeys.isMilestoneOf(damaged.get(), key)) {
      met.release();
      throw new DamageException("a block of /disk/state is damaged");
    }
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
  public boolean reclaim() {
    met.release();
    failIf(reclaimsFail);
    return true;
  }

  @Override
  public void close() {}
}
