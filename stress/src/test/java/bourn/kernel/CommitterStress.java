package bourn.kernel;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Requests handed to a committer that others are about to leave. */
public final class CommitterStress {

  private static final CommitterParts PARTS = new CommitterParts();

  private CommitterStress() {}

  /** Whoever finds the committer at work leaves, and the one at work looks once more. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both are committed")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a request is lost")
  @State
  public static class HandedOver {
    private final Committer committer = PARTS.committer();
    private final CommitterParts.Nothing one = new CommitterParts.Nothing();
    private final CommitterParts.Nothing other = new CommitterParts.Nothing();

    @Actor
    public void commit() {
      committer.commit(one);
    }

    @Actor
    public void commitToo() {
      committer.commit(other);
    }

    @Arbiter
    public void look(ZZ_Result result) {
      result.r1 = one.isDone();
      result.r2 = other.isDone();
    }
  }
}
