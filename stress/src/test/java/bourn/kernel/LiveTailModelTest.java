package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
import java.util.Objects;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Lincheck tries interleavings of adding, trimming, finding and walking in the live tail. */
final class LiveTailModelTest {

  private static final Stamp STAMP = new Stamp(1, 1, List.of());

  /** What is appended has one event a chunk, so that a chunk is its offset. */
  @Param(name = "offset", gen = IntGen.class, conf = "0:3")
  public static final class Model {
    private final LiveTail live = new LiveTail();
    private volatile long tail;

    @Operation(nonParallelGroup = "committer")
    public long append() {
      long offset = tail;
      live.add(Chunk.seal(1, offset, STAMP, Chunk.Batch.of(1, new byte[0], 0)));
      tail = offset + 1;
      return offset;
    }

    @Operation(nonParallelGroup = "applier")
    public void trim(@Param(name = "offset") int offset) {
      live.trim(offset);
    }

    @Operation
    public boolean isHere(@Param(name = "offset") int offset) {
      return live.find(offset) != null;
    }
  }

  /** Says that an event is there before it is. */
  @Param(name = "offset", gen = IntGen.class, conf = "0:3")
  public static final class HastyModel {
    private final LiveTail live = new LiveTail();
    private volatile long tail;

    @Operation(nonParallelGroup = "committer")
    public long append() {
      long offset = tail;
      tail = offset + 1;
      live.add(Chunk.seal(1, offset, STAMP, Chunk.Batch.of(1, new byte[0], 0)));
      return offset;
    }

    @Operation
    public String read(@Param(name = "offset") int offset) {
      return offset < tail ? String.valueOf(live.find(offset) != null) : "blocked";
    }
  }

  /** A reader walks while packs grow and are closed by large chunks. */
  public static class WalkModel {
    final LiveTail live = new LiveTail();
    final TailWalk walk;
    LiveTail.Node node;
    int at;
    private long offset;

    public WalkModel() {
      add(1);
      node = Objects.requireNonNull(live.find(0));
      walk = new TailWalk(node, 0);
      step();
    }

    private long add(int bodyBytes) {
      live.add(Chunk.seal(1, offset, STAMP, Chunk.Batch.of(1, new byte[bodyBytes], 0)));
      return offset++;
    }

    @Operation(nonParallelGroup = "committer")
    public long append() {
      return add(1);
    }

    @Operation(nonParallelGroup = "committer")
    public long appendLarge() {
      return add(PendingChunks.RESIDENT_BYTES);
    }

    /** Returns the offset of the next chunk, or -1. */
    @Operation(nonParallelGroup = "reader")
    public long next() {
      Chunk chunk = step();
      return chunk == null ? -1 : chunk.first();
    }

    Chunk step() {
      return walk.next();
    }
  }

  /** Looks for the next node after it has looked for a chunk in this one. */
  public static final class HastyWalkModel extends WalkModel {
    @Override
    Chunk step() {
      Chunk chunk = node.chunk(at);
      LiveTail.Node after = node.next();
      if (chunk == null && after != null) {
        node = after;
        at = 0;
        chunk = after.chunk(at);
      }
      at += chunk == null ? 0 : chunk.lengthBytes();
      return chunk;
    }
  }

  /** Lincheck cannot follow views of bytes, and knows none: see {@link PublicationStress}. */
  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(1_000)
        .addGuarantee(
            forClasses("bourn.kernel.ChunkHeader", "bourn.kernel.Chunk").allMethods().ignore());
  }

  @Test
  void theLiveTail_isLinearizable() {
    options().check(Model.class);
  }

  @Test
  void aTailThatGrowsTooSoon_isFound() {
    assertThatThrownBy(() -> options().check(HastyModel.class))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @Test
  void aWalk_passesNothingOver() {
    options().check(WalkModel.class);
  }

  @Test
  void aWalkThatPassesAChunkOver_isFound() {
    assertThatThrownBy(() -> options().check(HastyWalkModel.class))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
