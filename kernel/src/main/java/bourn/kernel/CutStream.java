package bourn.kernel;

/** A {@link LogStream} cut at a bound. */
record CutStream(LogStream stream, Bound bound, CausalContext context) implements BoundedStream {

  @Override
  public Reader read() {
    return stream.read(bound, context);
  }

  @Override
  public void chunks(ChunkVisitor visitor) {
    ChunkCursor chunks = stream.chunks();
    long offset = bound.from();
    boolean more = true;
    while (more && offset < bound.until()) {
      Chunk chunk = chunks.chunk(offset);
      more = visit(visitor, chunk, offset);
      offset = chunk.until();
    }
    observe();
  }

  private boolean visit(ChunkVisitor visitor, Chunk chunk, long offset) {
    return visitor.visit(
        chunk.first(),
        chunk.count(),
        (int) (offset - chunk.first()),
        (int) (Math.min(bound.until(), chunk.until()) - chunk.first()),
        chunk.stamp(),
        chunk.body());
  }

  @Override
  public void observe() {
    if (bound.count() > 0) {
      context.observe(stream.incarnation(), bound.until() - 1);
    }
  }

  @Override
  public String toString() {
    return stream.descriptor().name() + " " + bound;
  }
}
