package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Lincheck compares what a real kernel answers to several threads, its committer and all, with what
 * it could have answered to one.
 */
final class KernelLinearizabilityTest {

  private static final AtomicLong STREAMS = new AtomicLong();
  private static final Kernel KERNEL = HeapKernel.open(Environment.system());

  /** One stream of the kernel. */
  @Param(name = "offset", gen = IntGen.class, conf = "0:3")
  public static class Model {
    final EventStream stream =
        KERNEL.open(StreamDescriptor.generic("s" + STREAMS.incrementAndGet()));

    @Operation
    public long append(@Param(name = "offset") int number) {
      return position(stream.append(AppendRequest.of(Value.of(number))));
    }

    @Operation
    public long appendIfTail(@Param(name = "offset") int tail) {
      return position(stream.append(AppendRequest.of(Value.of(9)).ifTailIs(tail)));
    }

    static long position(Append append) {
      return switch (append) {
        case Append.Appended(long first, long last, Stamp stamp) -> first;
        case Append.Conflict(Condition condition, long tail) -> -1 - tail;
        case Append.Sealed(long tail) -> -100 - tail;
        default -> throw new AssertionError(append);
      };
    }

    @Operation
    public long seal() {
      return position(stream.seal(List.of()));
    }

    @Operation
    public String read(@Param(name = "offset") int offset) {
      try (Reader reader =
          stream.read(new Cursor(stream.extent().incarnation(), 1, 0), CausalContext.NONE)) {
        Step step = reader.next();
        for (int i = 0; i < offset && step == Step.EVENT; i++) {
          step = reader.next();
        }
        return step == Step.EVENT ? reader.value().toString() : step.name();
      }
    }

    @Operation
    public long tail() {
      return stream.extent().tail();
    }
  }

  /** Checks the tail itself, and then appends. */
  @Param(name = "offset", gen = IntGen.class, conf = "0:3")
  public static final class HastyModel extends Model {
    @Override
    @Operation
    public long appendIfTail(@Param(name = "offset") int tail) {
      long seen = stream.extent().tail();
      return seen == tail ? append(9) : -1 - seen;
    }
  }

  private static StressOptions options() {
    return new StressOptions().iterations(10).invocationsPerIteration(500).threads(2);
  }

  @Test
  void aStream_isLinearizable() {
    options().check(Model.class);
  }

  @Test
  void aConditionCheckedTooSoon_isFound() {
    assertThatThrownBy(() -> options().invocationsPerIteration(5_000).check(HastyModel.class))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
