package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
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
}
