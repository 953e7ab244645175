package bourn.kernel;

import java.util.concurrent.CountDownLatch;

/**
 * Chunks of a stream are replaced by others that cover the same offsets.
 *
 * @param incarnation of the stream
 * @param keys of the entries that are replaced: the offsets at which they begin
 * @param pack the chunks, back to back, that take their place under the first key
 * @param written comes to 0 once the state has this
 */
record Rewrite(long incarnation, Bound keys, byte[] pack, CountDownLatch written)
    implements StateEdit {

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Residents residents) {
    byte[] from = StateKeys.chunks(incarnation, keys.from());
    byte[] until = StateKeys.chunks(incarnation, keys.until());
    residents.release(state, from, until);
    batch.deleteRange(KeyValue.Family.CHUNKS, from, until);
    batch.put(KeyValue.Family.CHUNKS, from, pack);
  }

  @Override
  public void done() {
    written.countDown();
  }
}
