package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.StreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A typed stream keeps its newest rows as any stream does, and its columns are of these. */
final class TypedRetentionTest {

  private static final int ROWS_A_BATCH = 10_000;

  static Stream<StreamSettings> limits() {
    return Stream.of(
        StreamSettings.DEFAULT.keepCount(90_000),
        StreamSettings.DEFAULT.keepBytes(90_000 * 8),
        StreamSettings.DEFAULT.keepFor(Duration.ofMillis(1)));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void oldestRowsAreDropped_withTheirSegments(StreamSettings limit) {
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream steps = ProductType.parse("[[:step :i64]]").open(kernel, "steps");
      ColumnSegments segments = ColumnSegments.over(kernel);
      append(steps, 300_000);
      segments.pack(steps);
      steps.configure(limit);
      await(steps, 200_000);
      steps.configure(StreamSettings.DEFAULT);
      append(steps, 40_000);
      segments.pack(steps);

      long earliest = steps.extent().earliest();
      assertThat(TypedTable.of(steps.bound(), segments).longs("step"))
          .isEqualTo(LongStream.range(earliest, 340_000).toArray());
      assertThat(TypedTable.of(steps.bound()).longs("step"))
          .isEqualTo(LongStream.range(earliest, 340_000).toArray());
    }
  }

  private static void append(EventStream steps, int count) {
    long tail = steps.extent().tail();
    for (long from = tail; from < tail + count; from += ROWS_A_BATCH) {
      long[] numbers = LongStream.range(from, from + ROWS_A_BATCH).toArray();
      steps.append(Columns.of(steps, ROWS_A_BATCH).longs("step", numbers).request(steps)).orThrow();
    }
  }

  private static void await(EventStream steps, long earliest) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (steps.extent().earliest() < earliest) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }
}
