package bourn.kernel;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
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

  private static final int SMALL = 8;
  private static final int MOVING = 400;
  private static final int LARGE = PendingChunks.RESIDENT_BYTES;

  private PublicationStress() {}

  static Chunk chunk(long first, int bodyBytes) {
    byte[] body = new byte[bodyBytes];
    body[bodyBytes - 1] = 7;
    return Chunk.seal(1, first, STAMP, Chunk.Batch.of(1, body, 0));
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
      live.add(chunk(0, SMALL));
      tail = 1;
    }

    @Actor
    public void read(JJ_Result result) {
      result.r1 = tail;
      LiveTail.Node node = result.r1 == 0 ? null : live.find(0);
      Chunk chunk = node == null ? null : new TailWalk(node, 0).next();
      result.r2 = chunk == null ? -1 : chunk.first();
    }
  }

  /** A reader in the tail walks to the next chunk without a lock, and finds it whole. */
  public abstract static class Walked {
    private final LiveTail live = new LiveTail();
    private final int bodyBytes;
    private final TailWalk walk;

    Walked(int bodyBytes) {
      this.bodyBytes = bodyBytes;
      live.add(chunk(0, bodyBytes));
      walk = new TailWalk(Objects.requireNonNull(live.find(0)), 0);
      Objects.requireNonNull(walk.next());
    }

    void append(long first) {
      live.add(chunk(first, bodyBytes));
    }

    void appendLarge(long first) {
      live.add(chunk(first, LARGE));
    }

    /** Returns the offset of the next chunk, -1 for none, -2 for half a chunk. */
    long next() {
      Chunk next = walk.next();
      if (next == null) {
        return -1;
      }
      boolean whole = next.lengthBytes() == 56 + bodyBytes && next.count() == 1;
      return whole && next.body().get(ValueLayout.JAVA_BYTE, bodyBytes - 1) == 7
          ? next.first()
          : -2;
    }
  }

  /** The next chunk is in the same pack. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the next chunk")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk")
  @State
  public static class WalkedInAPack extends Walked {
    public WalkedInAPack() {
      super(SMALL);
    }

    @Actor
    public void grow() {
      append(1);
    }

    @Actor
    public void walk(J_Result result) {
      result.r1 = next();
    }
  }

  /** The next chunk makes the pack move to larger memory. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the next chunk")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk")
  @State
  public static class WalkedInAPackThatMoves extends Walked {
    public WalkedInAPackThatMoves() {
      super(MOVING);
    }

    @Actor
    public void grow() {
      append(1);
    }

    @Actor
    public void walk(J_Result result) {
      result.r1 = next();
    }
  }

  /** The pack moves twice while a reader walks in it. */
  @JCStressTest
  @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "the next chunk, once it is there")
  @Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "the next chunk")
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the next two chunks")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk, or another one")
  @State
  public static class WalkedInAPackThatGrows extends Walked {
    public WalkedInAPackThatGrows() {
      super(MOVING);
    }

    @Actor
    public void grow() {
      append(1);
      append(2);
    }

    @Actor
    public void walk(JJ_Result result) {
      result.r1 = next();
      result.r2 = next();
    }
  }

  /** A pack grows and is closed by a node after it: the last chunk in it is not passed over. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the next chunk")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk, or the one after the next")
  @State
  public static class WalkedAcrossAPack extends Walked {
    public WalkedAcrossAPack() {
      super(SMALL);
    }

    @Actor
    public void grow() {
      append(1);
      appendLarge(2);
    }

    @Actor
    public void walk(J_Result result) {
      result.r1 = next();
    }
  }

  /** The next chunk is a node of its own. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the next chunk")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk")
  @State
  public static class WalkedToANode extends Walked {
    public WalkedToANode() {
      super(LARGE);
    }

    @Actor
    public void grow() {
      append(1);
    }

    @Actor
    public void walk(J_Result result) {
      result.r1 = next();
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
        waiters.wake(() -> tail);
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
