package bourn.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets go of the oldest chunks in the live tails, once all of them together are larger than they
 * may be. Confined to the applier.
 */
final class TailTrimmer {

  private static final long NODE_BYTES = 200;

  private final Publication publication;
  private final long mostBytes;
  private final Deque<Run> runs = new ArrayDeque<>();
  private long totalBytes;

  /** Chunks of one stream that follow each other. */
  private static final class Run {
    private final long incarnation;
    private long until;
    private long lengthBytes = NODE_BYTES;

    Run(long incarnation) {
      this.incarnation = incarnation;
    }

    boolean takes(Chunk chunk) {
      return incarnation == chunk.incarnation()
          && until == chunk.first()
          && lengthBytes + chunk.lengthBytes() <= PendingChunks.PACK_BYTES;
    }
  }

  TailTrimmer(Publication publication, long mostBytes) {
    this.publication = publication;
    this.mostBytes = mostBytes;
  }

  /** Takes in {@code chunk}, which the state has by now. */
  void add(Chunk chunk) {
    Run last = runs.peekLast();
    if (last == null || !last.takes(chunk)) {
      last = new Run(chunk.incarnation());
      runs.add(last);
      totalBytes += NODE_BYTES;
    }
    last.until = chunk.until();
    last.lengthBytes += chunk.lengthBytes();
    totalBytes += chunk.lengthBytes();
  }

  /** Lets go of what is too much. */
  void trim() {
    while (totalBytes > mostBytes) {
      Run oldest = runs.remove();
      totalBytes -= oldest.lengthBytes;
      publication.find(oldest.incarnation).ifPresent(stream -> stream.trimLive(oldest.until));
    }
  }
}
