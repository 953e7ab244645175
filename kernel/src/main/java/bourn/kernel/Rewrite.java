package bourn.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Chunks of a stream are replaced by others that cover the same offsets, unless entries have been
 * joined across these meanwhile.
 *
 * @param incarnation of the stream
 * @param keys of the entries that are replaced: the offsets at which they begin
 * @param lengthBytes of the chunks under these keys
 * @param pack the chunks, back to back, that take their place under the first key
 * @param done whether they have
 */
record Rewrite(long incarnation, Bound keys, long lengthBytes, byte[] pack, AtomicBoolean done)
    implements StateEdit {

  Rewrite(long incarnation, Bound keys, long lengthBytes, byte[] pack) {
    this(incarnation, keys, lengthBytes, pack, new AtomicBoolean());
  }

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    byte[] from = StateKeys.chunks(incarnation, keys.from());
    byte[] until = StateKeys.chunks(incarnation, keys.until());
    if (Usage.bytes(state, from, until) != lengthBytes) {
      return;
    }
    usage.release(state, from, until);
    usage.addPacked(pack.length);
    batch.deleteRange(KeyValue.Family.CHUNKS, from, until);
    batch.put(KeyValue.Family.CHUNKS, from, pack);
    countFreed(batch, state, lengthBytes - pack.length);
    done.set(true);
  }

  /** Leaves one milestone, and one count of what was freed, for the one entry that is left. */
  private void countFreed(KeyValue.Batch batch, KeyValue state, long freed) {
    long all = freed + Freed.within(state, incarnation, keys);
    batch.deleteRange(
        KeyValue.Family.STREAMS,
        StateKeys.milestone(incarnation, keys.from() + 1),
        StateKeys.milestone(incarnation, keys.until()));
    batch.deleteRange(
        KeyValue.Family.STREAMS,
        StateKeys.freed(incarnation, keys.from()),
        StateKeys.freed(incarnation, keys.until()));
    if (all != 0) {
      Freed.put(batch, incarnation, keys.from(), all);
    }
  }
}
