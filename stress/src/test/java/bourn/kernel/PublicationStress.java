package bourn.kernel;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What the committer publishes, seen by readers on the hardware as it is. */
public final class PublicationStress {

  private static final Stamp STAMP = new Stamp(1, 1, List.of());
  private static final LogKernel KERNEL = (LogKernel) HeapKernel.open(Environment.system());
  private static final StreamRecord EMPTY =
      StreamRecord.created(StreamDescriptor.generic("stress"), 1);

  private static final int SMALL = 8;
  private static final int MOVING = 400;
  private static final int MOVING_AGAIN = 1_300;
  private static final int LARGE = PendingChunks.RESIDENT_BYTES;

  private static volatile Duration patience = Duration.ofSeconds(5);

  private PublicationStress() {}

  static Chunk chunk(long first, int bodyBytes) {
    byte[] body = new byte[bodyBytes];
    body[bodyBytes - 1] = 7;
    return Chunk.seal(1, first, STAMP, Chunk.Batch.of(1, body, 0));
  }

  static LogStream stream() {
    return new LogStream(KERNEL, EMPTY, null, ValueFormat.INSTANCE);
  }

  /** A reader that sees the tail beyond an event finds the event. */
  @JCStressTest
  @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "read before the append")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "read after the append")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the tail says there is an event that is not there")
  @State
  public static class Appended {
    private final LogStream stream = stream();

    @Actor
    public void append() {
      stream.publish(chunk(0, SMALL));
    }

    @Actor
    public void read(JJ_Result result) {
      result.r1 = stream.tail();
      LiveTail.Node node = result.r1 == 0 ? null : stream.live().find(0);
      Chunk chunk = node == null ? null : new TailWalk(node, 0).next();
      result.r2 = chunk == null ? -1 : chunk.first();
    }
  }

  /** A reader in the tail walks to the next chunk without a lock, and finds it whole. */
  public abstract static class Walked {
    private final LiveTail live = new LiveTail();
    private final int[] bodyBytes;
    private final TailWalk walk;

    /** Begins with the first of chunks that have bodies of {@code bodyBytes}. */
    Walked(int... bodyBytes) {
      this.bodyBytes = bodyBytes;
      append(0);
      walk = new TailWalk(Objects.requireNonNull(live.find(0)), 0);
      Objects.requireNonNull(walk.next());
    }

    void append(int first) {
      live.add(chunk(first, bodyBytes[first]));
    }

    /** Returns the offset of the next chunk, -1 for none, -2 for half a chunk. */
    long next() {
      Chunk next = walk.next();
      if (next == null) {
        return -1;
      }
      return isWhole(next) ? next.first() : -2;
    }

    private boolean isWhole(Chunk chunk) {
      if (chunk.count() != 1 || chunk.first() < 0 || chunk.first() >= bodyBytes.length) {
        return false;
      }
      int expected = bodyBytes[(int) chunk.first()];
      return chunk.lengthBytes() == ChunkHeader.lengthBytes(0) + expected
          && chunk.body().get(ValueLayout.JAVA_BYTE, expected - 1) == 7;
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
      super(SMALL, SMALL);
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
      super(MOVING, MOVING);
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
      super(MOVING, MOVING, MOVING_AGAIN);
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
      super(SMALL, SMALL, LARGE);
    }

    @Actor
    public void grow() {
      append(1);
      append(2);
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
      super(LARGE, LARGE);
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

  /**
   * A reader stays close behind a tail in which packs move and are closed, so that whatever stops
   * it for a moment stops it there.
   */
  @JCStressTest
  @Outcome(id = "41", expect = Expect.ACCEPTABLE, desc = "all chunks, one after the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "half a chunk, or one was passed over")
  @State
  public static class WalkedBehindTheTail {
    private static final int[] BODIES = {SMALL, MOVING, MOVING, LARGE};
    private static final int LAST = 40;
    private static final Chunk[] CHUNKS = new Chunk[LAST + 1];

    static {
      Arrays.setAll(CHUNKS, i -> chunk(i, BODIES[i % BODIES.length]));
    }

    private final LiveTail live = new LiveTail();
    private final TailWalk walk;

    public WalkedBehindTheTail() {
      live.add(CHUNKS[0]);
      walk = new TailWalk(Objects.requireNonNull(live.find(0)), 0);
    }

    @Actor
    public void grow() {
      for (int i = 1; i <= LAST; i++) {
        live.add(CHUNKS[i]);
      }
    }

    /** Returns how many chunks it finds until one is wrong, or they end. */
    @Actor
    public void walk(J_Result result) {
      int next = 0;
      while (next <= LAST) {
        Chunk chunk = walk.next();
        if (chunk != null && !isWhole(chunk, next)) {
          break;
        }
        next += chunk == null ? 0 : 1;
      }
      result.r1 = next;
    }

    private static boolean isWhole(Chunk chunk, int offset) {
      int expected = BODIES[offset % BODIES.length];
      return chunk.first() == offset
          && chunk.lengthBytes() == ChunkHeader.lengthBytes(0) + expected
          && chunk.body().get(ValueLayout.JAVA_BYTE, expected - 1) == 7;
    }
  }

  /** Who does nothing but look for the next node finds it in the end. */
  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "found")
  @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "the node is there and never seen")
  @State
  public static class LinkSeen {
    private final LiveTail live = new LiveTail();
    private final LiveTail.Node node;

    public LinkSeen() {
      live.add(chunk(0, LARGE));
      node = Objects.requireNonNull(live.find(0));
    }

    @Actor
    @SuppressWarnings("EmptyWhile") // anything in it might make the processor look again
    public void look() {
      while (node.next() == null) {}
    }

    @Signal
    public void grow() {
      live.add(chunk(1, LARGE));
    }
  }

  /** Who waits and who appends miss each other never: the waiter is signalled in the end. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "signalled")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
  @State
  public static class Woken {
    private final LogStream stream = stream();
    private final Waiter waiter = new Waiter();

    @Actor
    public void append() {
      stream.publish(chunk(0, SMALL));
      stream.wake();
    }

    @Actor
    public void watch() {
      stream.watch(0, waiter);
    }

    @Arbiter
    public void look(Z_Result result) {
      result.r1 = isSignalled(waiter);
    }
  }

  /** Whoever waits already is signalled, while another begins to wait. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both are signalled")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up is lost")
  @State
  public static class WokenBesideAnother {
    private final LogStream stream = stream();
    private final Waiter early = new Waiter();
    private final Waiter late = new Waiter();

    public WokenBesideAnother() {
      stream.watch(0, early);
    }

    @Actor
    public void append() {
      stream.publish(chunk(0, SMALL));
      stream.wake();
    }

    @Actor
    public void watch() {
      stream.watch(0, late);
    }

    @Arbiter
    public void look(ZZ_Result result) {
      result.r1 = isSignalled(early);
      result.r2 = isSignalled(late);
    }
  }

  /**
   * Returns whether {@code waiter} is signalled, by the waker at last, which may take its time: but
   * once one was not, there is no more to wait for.
   */
  static boolean isSignalled(Waiter waiter) {
    Deadline deadline = Deadline.in(patience);
    while (!waiter.signalled() && !deadline.passed()) {
      Thread.yield();
    }
    patience = waiter.signalled() ? patience : Duration.ZERO;
    return waiter.signalled();
  }

  /** A stream that grows while its many waiters are woken has them woken again. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "signalled")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
  @State
  public static class WokenByTheWaker {
    private final Waiters waiters = new Waiters();
    private final Waiter[] many = {new Waiter(), new Waiter(), new Waiter()};
    private volatile long tail;
    private boolean again;

    public WokenByTheWaker() {
      for (int i = 0; i < many.length; i++) {
        waiters.add(i == 0 ? 0 : 1, many[i]);
      }
      append(1);
    }

    private void append(long until) {
      tail = until;
      again = !waiters.wakeFew(until);
    }

    @Actor
    public void wake() {
      waiters.wake(() -> tail);
    }

    @Actor
    public void append() {
      append(2);
    }

    @Arbiter
    public void look(Z_Result result) {
      if (again) {
        waiters.wake(() -> tail);
      }
      result.r1 = Arrays.stream(many).allMatch(Waiter::signalled);
    }
  }
}
