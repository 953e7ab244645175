package bourn.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be appended to one stream.
 *
 * @param stream to append to
 * @param batches the events, which get one stamp; none when the stream is only to be sealed
 * @param condition what must hold
 * @param producer who numbered the batch, or null
 * @param seal whether the stream ends with them
 * @param context that appends
 * @param causes of the events
 */
record AppendTask(
    LogStream stream,
    List<Chunk.Batch> batches,
    Condition condition,
    @Nullable Producer producer,
    boolean seal,
    CausalContext context,
    List<Reference> causes) {

  /** Returns how many events there are. */
  int count() {
    return batches.stream().mapToInt(Chunk.Batch::count).sum();
  }

  /** Returns how many bytes they have, without the headers of their chunks. */
  long lengthBytes() {
    return batches.stream().mapToLong(batch -> batch.body().byteSize()).sum();
  }
}
