package bourn.kernel;

/**
 * The state has given back the storage of chunks removed from it.
 *
 * @param lengthBytes of these chunks
 */
record Reclaimed(long lengthBytes) implements StateEdit {

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    usage.reclaimed(lengthBytes);
  }

  @Override
  public boolean frees() {
    return false;
  }
}
