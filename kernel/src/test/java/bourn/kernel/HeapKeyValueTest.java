package bourn.kernel;

import java.util.concurrent.atomic.AtomicReference;

/** The state on the heap. */
final class HeapKeyValueTest extends KeyValueContract {

  private final AtomicReference<HeapKeyValue> state = new AtomicReference<>();

  @Override
  protected KeyValue open() {
    state.set(new HeapKeyValue());
    return state.get();
  }

  @Override
  protected KeyValue reopen() {
    return state.get();
  }
}
