package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Batch;
import bourn.columns.Column;
import bourn.columns.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows get the numbers that a map gives them, however words lie. */
final class RowTableTest {

  private static final int MANY = 300_000;

  /** Small words, then many close together, then some far off, then close ones again. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void wordsThatAreSmall_many_andFarOff(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RowTable table = new RowTable(1, Guard.unlimited());
    Map<Long, Integer> expected = new HashMap<>();
    number(table, expected, 50_000, () -> random.nextLong(100));
    number(table, expected, 2 * MANY, () -> random.nextLong(MANY));
    number(table, expected, 10_000, () -> random.nextLong(20L * MANY));
    number(table, expected, 3_000, () -> random.nextInt(9) == 0 ? -1 : random.nextLong());
    number(table, expected, MANY, () -> random.nextLong(2 * MANY));
    assertThat(table.count()).isEqualTo(expected.size());
  }

  @ParameterizedTest(name = "{0} words")
  @ValueSource(ints = {1_000, 70_000, 1_000_000})
  void whatIsReleased_isCountedNoMore(int words) {
    Guard guard = Guard.unlimited();
    long before = guard.taken();
    RowTable table = new RowTable(1, guard);
    long[] next = {0};
    number(table, new HashMap<>(), words, () -> 4 * next[0]++);
    assertThat(guard.taken()).isGreaterThan(before + 8L * words);
    table.release();
    assertThat(guard.taken()).isEqualTo(before);
  }

  private static void number(
      RowTable table, Map<Long, Integer> expected, int count, LongSupplier word) {
    int[] numbers = new int[Batch.MOST_ROWS];
    for (int at = 0; at < count; at += Batch.MOST_ROWS) {
      long[] words = new long[Math.min(Batch.MOST_ROWS, count - at)];
      for (int i = 0; i < words.length; i++) {
        words[i] = word.getAsLong();
      }
      Column[] columns = {Column.of(Kind.INT, words)};
      table.number(columns, null, words.length, numbers);
      for (int i = 0; i < words.length; i++) {
        Integer known = expected.putIfAbsent(words[i], expected.size());
        assertThat(numbers[i]).isEqualTo(known == null ? expected.size() - 1 : known);
      }
    }
  }
}
