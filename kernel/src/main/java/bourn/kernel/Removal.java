package bourn.kernel;

import java.util.List;

/**
 * Chunks of a stream leave the state.
 *
 * @param incarnation of the stream
 * @param ranges of the offsets at which they begin
 * @param everything whether nothing of the stream is left then
 */
record Removal(long incarnation, List<Bound> ranges, boolean everything) implements StateEdit {

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    for (Bound range : ranges) {
      byte[] from = StateKeys.chunks(incarnation, range.from());
      byte[] until = StateKeys.chunks(incarnation, range.until());
      usage.release(state, from, until);
      batch.deleteRange(KeyValue.Family.CHUNKS, from, until);
      batch.deleteRange(
          KeyValue.Family.STREAMS,
          StateKeys.milestone(incarnation, range.from()),
          StateKeys.milestone(incarnation, range.until()));
      batch.deleteRange(
          KeyValue.Family.STREAMS,
          StateKeys.freed(incarnation, range.from()),
          StateKeys.freed(incarnation, range.until()));
    }
    if (everything) {
      StateKeys.removeStream(batch, incarnation);
    }
  }
}
