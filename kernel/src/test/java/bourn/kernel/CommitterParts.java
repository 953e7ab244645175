package bourn.kernel;

/** Committers without a kernel, to hand requests to that change nothing. */
final class CommitterParts {

  /*
   * A committer of its own for every race: in one that goes on, a request that was lost is found by
   * whoever commits next.
   */

  private final Environment environment = Environment.system();
  private final HeapCommitLog log = new HeapCommitLog();
  private final HeapKeyValue state = new HeapKeyValue();
  private final Fuse fuse = new Fuse();
  private final Publication publication = new Publication(0, Tuning.HEAP);
  private final Syncer syncer = new Syncer(log, publication, fuse, environment);
  private final Applier applier =
      new Applier(
          Fold.load(state, log),
          new Flusher(state, log, syncer, fuse, environment),
          publication,
          fuse,
          Tuning.HEAP,
          environment);
  private final HybridClock clock = new HybridClock(environment.clock(), 0);
  private final Outputs outputs = new Outputs();

  /** Returns a committer whose own thread does not run. */
  Committer committer() {
    return new Committer(log, publication, applier, syncer, fuse, clock, 1, outputs, environment);
  }

  /** Changes nothing. */
  static final class Nothing extends Request<Boolean> {

    Nothing() {
      super(Durability.MEMORY);
    }

    @Override
    Boolean decide(CommitGroup group) {
      return true;
    }

    @Override
    Boolean indeterminate(String why) {
      return false;
    }
  }
}
