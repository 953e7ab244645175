package bourn.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LogStream} cut at a bound.
 *
 * @param hold keeps the events there
 */
record CutStream(LogStream stream, Bound bound, CausalContext context, Hold hold)
    implements BoundedStream {

  @Override
  public BoundedStream part(Bound inner, CausalContext within) {
    if (inner.from() < bound.from() || inner.until() > bound.until()) {
      throw new IllegalArgumentException("a part of " + this + " lies inside it, was " + inner);
    }
    return new CutStream(stream, inner, within, hold);
  }

  @Override
  public Reader read() {
    return stream.read(this);
  }

  @Override
  public void chunks(ChunkVisitor visitor) {
    ChunkCursor chunks = stream.chunks();
    long offset = bound.from();
    boolean more = true;
    try {
      while (more && offset < bound.until()) {
        Chunk chunk = chunks.chunk(offset);
        long until = Math.min(chunks.until(chunk), bound.until());
        if (chunk.isHole()) {
          requireHeld(offset, until);
        } else {
          more = visit(visitor, chunk, offset, until);
        }
        offset = until;
      }
    } finally {
      java.lang.ref.Reference.reachabilityFence(hold);
    }
    observe();
  }

  private void requireHeld(long from, long until) {
    if (hold.isLetGo()) {
      Gap gap = new Gap(from, until, Gap.Cause.COMPACTION);
      throw new EventsLostException(stream.descriptor().name(), gap, null);
    }
  }

  private boolean visit(ChunkVisitor visitor, Chunk chunk, long from, long until) {
    return visitor.visit(
        chunk.first(),
        chunk.count(),
        (int) (from - chunk.first()),
        (int) (until - chunk.first()),
        chunk.stamp(),
        chunk.body());
  }

  @Override
  public void observe() {
    if (bound.count() > 0) {
      long last = bound.until() - 1;
      context.observe(stream.part(last).stream().incarnation(), last);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CutStream cut
        && stream.equals(cut.stream)
        && bound.equals(cut.bound)
        && context.equals(cut.context);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stream, bound, context);
  }

  @Override
  public String toString() {
    return stream.descriptor().name() + " " + bound;
  }
}
