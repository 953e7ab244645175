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

    boolean takes(long incarnation, long first, int moreBytes) {
      return this.incarnation == incarnation
          && until == first
          && lengthBytes + moreBytes <= PendingChunks.PACK_BYTES;
    }
  }

  TailTrimmer(Publication publication, long mostBytes) {
    this.publication = publication;
    this.mostBytes = mostBytes;
  }

  /** Takes in what the state has by now. */
  void add(Backlog.Item commits) {
    switch (commits) {
      case Backlog.Commit commit -> commit.entries().forEach(this::add);
      case Backlog.Appends appends ->
          add(appends.incarnation(), appends.first(), appends.until(), appends.lengthBytes());
    }
  }

  private void add(CommitEntry entry) {
    if (entry instanceof CommitEntry.Appended(Chunk chunk)) {
      add(chunk.incarnation(), chunk.first(), chunk.until(), chunk.lengthBytes());
    }
  }

  private void add(long incarnation, long first, long until, int lengthBytes) {
    Run last = runs.peekLast();
    if (last == null || !last.takes(incarnation, first, lengthBytes)) {
      last = new Run(incarnation);
      runs.add(last);
      totalBytes += NODE_BYTES;
    }
    last.until = until;
    last.lengthBytes += lengthBytes;
    totalBytes += lengthBytes;
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
