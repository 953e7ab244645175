package bourn.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The state as folds of the log see it. What they write is never ahead of the log, not even after a
 * loss of power: all commits that they may have folded are durable before it is written.
 */
record DerivedState(KeyValue state, Runnable beforeWrite) implements KeyValue {

  @Override
  public byte @Nullable [] get(Family family, byte[] key) {
    return state.get(family, key);
  }

  @Override
  public @Nullable Entry floor(Family family, byte[] key) {
    return state.floor(family, key);
  }

  @Override
  public Entries scan(Family family, byte[] from, byte[] until) {
    return state.scan(family, from, until);
  }

  @Override
  public void write(Batch batch) {
    beforeWrite.run();
    state.write(batch);
  }

  @Override
  public void flush() {
    state.flush();
  }

  /** Does nothing: the state is closed with the kernel. */
  @Override
  public void close() {}
}
