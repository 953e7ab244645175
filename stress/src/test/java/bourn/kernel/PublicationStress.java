package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What the committer publishes, seen by readers on the hardware as it is. */
public final class PublicationStress {

  private static final Stamp STAMP = new Stamp(1, 1, List.of());
  private static final MemorySegment BODY = MemorySegment.ofArray(new byte[0]);

  private PublicationStress() {}

  static Chunk chunk(long first) {
    return new Chunk(1, first, 1, STAMP, new byte[0], BODY);
  }

  /** A reader that sees the tail beyond an event finds the event. */
  @JCStressTest
  @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "read before the append")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "read after the append")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the tail says there is an event that is not there")
  @State
  public static class Appended {
    private final LiveTail live = new LiveTail();
    private volatile long tail;

    @Actor
    public void append() {
      live.add(chunk(0));
      tail = 1;
    }

    @Actor
    public void read(JJ_Result result) {
      result.r1 = tail;
      LiveTail.Node node = result.r1 == 0 ? null : live.find(0);
      result.r2 = node == null ? -1 : node.chunk.first();
    }
  }

  /** A reader in the tail walks to the next chunk without a lock, and finds it whole. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the next chunk")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk")
  @State
  public static class Walked {
    private final LiveTail live = new LiveTail();
    private final LiveTail.Node node;

    public Walked() {
      live.add(chunk(0));
      node = java.util.Objects.requireNonNull(live.find(0));
    }

    @Actor
    public void append() {
      live.add(chunk(1));
    }

    @Actor
    public void walk(J_Result result) {
      LiveTail.Node next = node.next();
      result.r1 = next == null ? -1 : next.chunk.first();
    }
  }

  /** Who waits and who appends miss each other never: the waiter is signalled in the end. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "signalled")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
  @State
  public static class Woken {
    private final Waiters waiters = new Waiters();
    private final Waiter waiter = new Waiter();
    private volatile long tail;

    @Actor
    public void append() {
      tail = 1;
      if (!waiters.wakeFew(1)) {
        waiters.wake(1);
      }
    }

    @Actor
    public void watch() {
      waiters.add(0, waiter);
      if (tail > 0) {
        waiter.signal();
      }
    }

    @Arbiter
    public void look(Z_Result result) {
      result.r1 = waiter.signalled();
    }
  }
}
