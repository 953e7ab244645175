package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Replaces events where they lie, and leaves nothing of what they were. One at a time. */
final class Redactor {

  /*
   * To redact is to rewrite entries of the state, as compaction does, and to let go of the live
   * tail's copies. From then on nobody reads the old bytes; they are in the files still.
   *
   * To purge is to leave every file that may have them. The log goes on in a new one, so that the
   * next flush of the state lets go of all older ones; large chunks that stay in one of those are
   * copied into the state first, if it also has a chunk that would be redacted. At last the state is
   * written anew, which leaves out what was replaced in it.
   *
   * Both can be done again, after a crash in the middle too: what was redacted is found to be so, and
   * the parts of the log are looked at themselves, not at what the state has of them.
   */

  private static final long LOOK_MILLIS = 100;

  private final LogKernel kernel;
  private final KeyValue state;
  private final CommitLog log;
  private final Committer committer;
  private final Publication publication;
  private final Applier applier;
  private final Reclaimer reclaimer;
  private final ReentrantLock one = new ReentrantLock();

  Redactor(
      LogKernel kernel,
      KeyValue state,
      CommitLog log,
      Committer committer,
      Publication publication,
      Applier applier,
      Reclaimer reclaimer) {
    this.kernel = kernel;
    this.state = state;
    this.log = log;
    this.committer = committer;
    this.publication = publication;
    this.applier = applier;
    this.reclaimer = reclaimer;
  }

  /** Redacts all events of {@code stream}, as {@link Kernel#redact} says. */
  void redact(LogStream stream, Redaction redaction, ProgressListener progress) {
    one.lock();
    try {
      Bound bound = stream.extent().bound();
      progress.begin("events of " + stream.descriptor().name(), bound.until() - bound.from());
      awaitApplied();
      long at = bound.from();
      while (at < bound.until()) {
        LogStream.Part part = stream.part(at);
        Bound rest = new Bound(at, Math.min(part.until(), bound.until()));
        long next = redactEntry(part.stream(), rest, stream.format(), redaction);
        progress.step(next - at);
        at = next;
      }
      stream.trimShared(bound.until());
    } finally {
      one.unlock();
    }
  }

  /**
   * Redacts the entry that holds the first offset of {@code bound}; returns where it ends there.
   */
  private long redactEntry(LogStream holder, Bound bound, EventFormat format, Redaction redaction) {
    while (true) {
      kernel.requireGrowing();
      List<Chunk> before;
      try {
        before = Chunk.unpack(kernel.history().pack(holder, bound.from()));
      } catch (EventsLostException e) {
        if (e.getCause() != null) {
          throw e;
        }
        return Math.min(e.gap().earliest(), bound.until());
      }
      Edit edit = new Edit(format, redaction, bound);
      List<Chunk> after = before.stream().map(edit::redacted).toList();
      if (after.equals(before) || isRewritten(holder, before, after)) {
        return Math.min(before.getLast().until(), bound.until());
      }
    }
  }

  private boolean isRewritten(LogStream holder, List<Chunk> before, List<Chunk> after) {
    Rewrite rewrite =
        new Rewrite(
            holder.incarnation(),
            new Bound(before.getFirst().first(), before.getLast().until()),
            before.stream().mapToLong(Chunk::lengthBytes).sum(),
            Chunk.pack(after));
    Semaphore compacting = holder.compacting();
    compacting.acquireUninterruptibly();
    try {
      await(applier.offer(rewrite));
    } finally {
      compacting.release();
    }
    return rewrite.done().get();
  }

  /** Leaves nothing of what was redacted, as {@link Kernel#purge} says. */
  void purge(Map<LogStream, Redaction> redactions, CommitEntry first) {
    one.lock();
    try {
      if (!committer.run(new TurnRequest(log, first))) {
        kernel.requireGrowing();
      }
      awaitApplied();
      await(applier.flush());
      for (long part : log.kept().keySet()) {
        if (hasRedacted(part, redactions)) {
          reclaimer.empty(part);
        }
      }
      await(applier.flush());
      if (!state.reclaim()) {
        kernel.requireGrowing();
        throw new IllegalStateException("the storage of redacted events was not given back");
      }
    } finally {
      one.unlock();
    }
  }

  private boolean hasRedacted(long part, Map<LogStream, Redaction> redactions) {
    boolean[] found = new boolean[1];
    try {
      log.visit(
          part,
          (address, commit) -> {
            kernel.requireGrowing();
            for (CommitEntry entry : CommitCodec.decode(commit)) {
              found[0] |=
                  entry instanceof CommitEntry.Appended(Chunk chunk)
                      && isRedacted(chunk, redactions);
            }
            return !found[0];
          });
    } catch (DamageException e) {
      if (log.kept().containsKey(part)) {
        throw e;
      }
    }
    return found[0];
  }

  private static boolean isRedacted(Chunk chunk, Map<LogStream, Redaction> redactions) {
    for (Map.Entry<LogStream, Redaction> each : redactions.entrySet()) {
      LogStream stream = each.getKey();
      LogStream.Part part = stream.part(chunk.first());
      if (part.stream().incarnation() == chunk.incarnation()) {
        Bound bound = new Bound(chunk.first(), Math.min(chunk.until(), part.until()));
        Edit edit = new Edit(stream.format(), each.getValue(), bound);
        if (!edit.redacted(chunk).equals(chunk)) {
          return true;
        }
      }
    }
    return false;
  }

  private void awaitApplied() {
    long number = publication.last();
    while (applier.applied() < number) {
      kernel.requireGrowing();
      applier.awaitApplied(number, LOOK_MILLIS);
    }
  }

  private void await(CountDownLatch latch) {
    try {
      while (!latch.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        kernel.requireGrowing();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("events were being redacted, and that was interrupted", e);
    }
  }

  /** One redaction of the events in one bound. */
  private record Edit(EventFormat format, Redaction redaction, Bound bound) {

    /** Returns {@code chunk} redacted: itself if nothing in it is. */
    Chunk redacted(Chunk chunk) {
      if (chunk.isHole() || chunk.until() <= bound.from() || chunk.first() >= bound.until()) {
        return chunk;
      }
      EventFormat.Walker walker = format.walker();
      MemorySegment body = chunk.body();
      List<Value> values = new ArrayList<>(chunk.count());
      boolean same = true;
      for (int i = 0; i < chunk.count(); i++) {
        walker.stand(body, chunk.count(), i);
        Value before = walker.value();
        Value after = redacted(chunk.first() + i, before);
        values.add(after);
        same &= after.equals(before);
      }
      return same ? chunk : chunk.resealed(chunk.first(), chunk.count(), format.encode(values));
    }

    private Value redacted(long offset, Value event) {
      boolean inside = bound.from() <= offset && offset < bound.until();
      return inside ? redaction.redact(offset, event) : event;
    }
  }
}
