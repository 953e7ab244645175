package bourn.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A state on the heap whose disk can be made to fail. */
final class FailingState implements KeyValue {

  final AtomicBoolean readsFail = new AtomicBoolean();
  final AtomicBoolean writesFail = new AtomicBoolean();
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
    state.write(batch);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
