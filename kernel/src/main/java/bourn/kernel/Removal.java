package bourn.kernel;

import java.util.List;

/**
 * Chunks of a stream leave the state.
 *
 * @param incarnation of the stream
 * @param ranges of their offsets; an entry that also holds an offset behind one stays
 * @param everything whether nothing of the stream is left then
 */
record Removal(long incarnation, List<Bound> ranges, boolean everything) implements StateEdit {

  @Override
  public void write(KeyValue.Batch batch, KeyValue state, Usage usage) {
    for (Bound range : ranges) {
      long end = end(state, range.until());
      byte[] from = StateKeys.chunks(incarnation, range.from());
      byte[] until = StateKeys.chunks(incarnation, end);
      usage.release(state, from, until);
      batch.deleteRange(KeyValue.Family.CHUNKS, from, until);
      batch.deleteRange(
          KeyValue.Family.STREAMS,
          StateKeys.milestone(incarnation, range.from()),
          StateKeys.milestone(incarnation, end));
      batch.deleteRange(
          KeyValue.Family.STREAMS,
          StateKeys.freed(incarnation, range.from()),
          StateKeys.freed(incarnation, end));
    }
    if (everything) {
      StateKeys.removeStream(batch, incarnation);
    }
  }

  /** Returns where the entry begins that holds {@code until}, if any offset lies there. */
  private long end(KeyValue state, long until) {
    return until == Long.MAX_VALUE ? until : StateKeys.entry(state, incarnation, until, 0);
  }
}
