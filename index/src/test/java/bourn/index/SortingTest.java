package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Kind;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are sorted as a stable sort of the library does it, however many there are. */
final class SortingTest {

  private static final double[] REALS = {
    Double.NEGATIVE_INFINITY, -2.5, -0.0, 0.0, 1e-300, 2.5, Double.POSITIVE_INFINITY, Double.NaN
  };

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {0, 1, 100, 5_000})
  void rowsAreInTheOrderOfTheirKeys_equalOnesAsTheyWere(int count) {
    SplittableRandom random = new SplittableRandom(count);
    for (int bits = 0; bits < Long.SIZE; bits += 7) {
      int shift = bits;
      long[] keys = random.longs(count).map(key -> key >> shift).toArray();
      int[] rows = Sorting.identity(count);
      assertThat(Sorting.sorted(rows, keys))
          .containsExactly(stable(count, Comparator.comparingLong(row -> keys[row])));
    }
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {100, 5_000})
  void rowsAreInTheOrderOfTheirValues_realsOfBothSignsToo(int count) {
    SplittableRandom random = new SplittableRandom(count);
    Rows rows = new Rows(count, new Value[0]);
    double[] reals = new double[count];
    for (int row = 0; row < count; row++) {
      long word = Value.Real.canonicalBits(REALS[random.nextInt(REALS.length)]);
      reals[row] = Double.longBitsToDouble(word);
      rows.add(row, 1, Kind.REAL, word, 0, Segment.LIVE, Meta.NONE);
    }
    assertThat(rows.sortedByValue(Sorting.identity(count)))
        .containsExactly(stable(count, Comparator.comparingDouble(row -> reals[row])));
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {100, 5_000})
  void anAttributeOfSeveralKindsIsInTheOrderOfValues(int count) {
    SplittableRandom random = new SplittableRandom(count);
    Rows rows = new Rows(count, new Value[0]);
    Value[] values = new Value[count];
    for (int row = 0; row < count; row++) {
      values[row] =
          random.nextBoolean()
              ? new Value.Int(random.nextInt(-9, 9))
              : new Value.Bool(random.nextBoolean());
      boolean number = values[row] instanceof Value.Int;
      rows.add(
          row,
          1,
          number ? Kind.INT : Kind.BOOL,
          Words.word(values[row]),
          0,
          Segment.LIVE,
          Meta.NONE);
    }
    assertThat(rows.sortedByValue(Sorting.identity(count)))
        .containsExactly(stable(count, Comparator.comparing(row -> values[row])));
  }

  private static int[] stable(int count, Comparator<Integer> order) {
    return IntStream.range(0, count).boxed().sorted(order).mapToInt(row -> row).toArray();
  }
}
