package bourn.kernel;

import org.jspecify.annotations.Nullable;

/** A reader of a {@link LogStream}, to its end or to that of a bound. */
final class LogReader implements Reader {

  private final LogStream stream;
  private final CausalContext context;
  private final @Nullable Frontier frontier;
  private final long until;
  private final @Nullable Hold hold;
  private final ChunkCursor chunks;
  private final EventFormat.Walker walker;

  private Frontier.@Nullable Mark mark;
  private @Nullable Chunk chunk;
  private long chunkUntil;
  private long next;
  private @Nullable Gap gap;
  private Step step = Step.BLOCKED;
  private boolean closed;

  /**
   * Makes a reader.
   *
   * @param until where it ends, the greatest long for one that never does
   * @param hold keeps what it reads, or null
   */
  LogReader(
      LogStream stream,
      Cursor from,
      long until,
      @Nullable Hold hold,
      ChunkCursor chunks,
      CausalContext context) {
    this.stream = stream;
    this.until = until;
    this.hold = hold;
    this.chunks = chunks;
    this.context = context;
    this.frontier = context instanceof Frontier known ? known : null;
    this.walker = stream.format().walker();
    seek(from);
  }

  @Override
  public Step next() {
    if (next < chunkUntil) {
      walker.step();
      return stood();
    }
    step = advance();
    return step;
  }

  private Step stood() {
    if (mark != null) {
      mark.raise(next);
    }
    next++;
    step = Step.EVENT;
    return Step.EVENT;
  }

  private Step advance() {
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
    if (gap != null) {
      return Step.GAP;
    }
    if (next >= until) {
      return Step.END;
    }
    if (hold == null) {
      gap = stream.gapAt(cursor(), null);
      if (gap != null) {
        leave();
        return Step.GAP;
      }
    }
    boolean sealed = stream.sealed();
    if (next >= stream.tail()) {
      return sealed ? Step.END : Step.BLOCKED;
    }
    Chunk found = find();
    while (found != null && found.isHole()) {
      if (hold != null && hold.isLetGo()) {
        gap = compacted(found);
        leave();
        return Step.GAP;
      }
      next = Math.min(chunks.until(found), until);
      if (next >= until || next >= stream.tail()) {
        return advance();
      }
      found = find();
    }
    if (found == null) {
      return Step.GAP;
    }
    chunk = found;
    chunkUntil = Math.min(chunks.until(found), until);
    mark = frontier == null ? null : frontier.mark(found.incarnation());
    context.observe(found.stamp());
    walker.stand(found.body(), found.count(), (int) (next - found.first()));
    return stood();
  }

  private Gap compacted(Chunk hole) {
    return new Gap(next, Math.min(chunks.until(hole), until), Gap.Cause.COMPACTION);
  }

  private @Nullable Chunk find() {
    try {
      return chunks.chunk(next);
    } catch (EventsLostException e) {
      gap = e.gap();
      leave();
      return null;
    }
  }

  @Override
  public Value value() {
    requireEvent();
    return walker.value();
  }

  @Override
  public Payload payload() {
    requireEvent();
    return walker;
  }

  @Override
  public long offset() {
    requireEvent();
    return next - 1;
  }

  @Override
  public Stamp stamp() {
    return requireEvent().stamp();
  }

  @Override
  public Gap gap() {
    if (step != Step.GAP || gap == null) {
      throw new IllegalStateException(
          "a gap is there only after next() has returned GAP, it returned " + step);
    }
    return gap;
  }

  private Chunk requireEvent() {
    if (step != Step.EVENT || chunk == null) {
      throw new IllegalStateException(
          "an event is there only after next() has returned EVENT, it returned " + step);
    }
    return chunk;
  }

  @Override
  public Cursor cursor() {
    return new Cursor(stream.incarnation(), stream.epoch(), next);
  }

  @Override
  public void seek(Cursor cursor) {
    gap = stream.gapAt(cursor, hold);
    next = cursor.offset();
    leave();
    step = Step.BLOCKED;
  }

  /** Stands on no chunk any more. */
  private void leave() {
    chunk = null;
    chunkUntil = 0;
  }

  @Override
  public void close() {
    closed = true;
    leave();
    step = Step.END;
  }
}
