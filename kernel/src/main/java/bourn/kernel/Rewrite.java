package bourn.kernel;

/**
 * Chunks of a stream are replaced by others that cover the same offsets.
 *
 * @param incarnation of the stream
 * @param keys of the entries that are replaced: the offsets at which they begin
 * @param pack the chunks, back to back, that take their place under the first key
 */
record Rewrite(long incarnation, Bound keys, byte[] pack) implements StateEdit {

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    byte[] from = StateKeys.chunks(incarnation, keys.from());
    byte[] until = StateKeys.chunks(incarnation, keys.until());
    usage.release(state, from, until);
    usage.addPacked(pack.length);
    batch.deleteRange(KeyValue.Family.CHUNKS, from, until);
    batch.put(KeyValue.Family.CHUNKS, from, pack);
  }
}
