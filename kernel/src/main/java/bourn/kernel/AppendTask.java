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
    return batches.stream().mapToLong(Chunk.Batch::bodyBytes).sum();
  }

  /** Returns why this is refused after what {@code group} holds, or null when it is not. */
  @Nullable Append refusal(CommitGroup group) {
    return stream.refusal(this, group.epochMillis());
  }

  /** Adds this, which is not refused, to {@code group}. */
  Append appendTo(CommitGroup group) {
    long seen = context instanceof Frontier frontier ? frontier.hlc() : 0;
    Stamp stamp = group.stamp(causes, seen);
    long first = stream.nextTail();
    for (int i = 0; i < batches.size(); i++) {
      Chunk.Batch batch = batches.get(i);
      group.add(stream, stream.take(batch, stamp), batch.output());
    }
    if (producer != null) {
      group.add(stream.takeNumber(producer, first, stream.nextTail() - 1));
    }
    if (seal) {
      stream.takeSeal();
      group.add(new CommitEntry.Sealed(stream.incarnation()));
    }
    return new Append.Appended(first, stream.nextTail() - 1, stamp);
  }

  /** Has the context remember what was appended. */
  void observe(@Nullable Append append) {
    if (append instanceof Append.Appended(long first, long last, Stamp stamp) && first <= last) {
      context.observe(stream.incarnation(), last);
      context.observe(stamp);
    } else if (append instanceof Append.Duplicate(long first, long last) && first >= 0) {
      context.observe(stream.incarnation(), last);
    }
  }
}
