package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Codes;
import bourn.columns.Column;
import bourn.columns.Kind;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Window functions give what going through each row's frame gives. */
final class WindowTest {

  /** The sum of whole numbers, with or without a way back. */
  private record Sum(boolean reversible) implements AggregateFunction {

    @Override
    public String name() {
      return "SUM";
    }

    @Override
    public Groups groups(Codes codes) {
      return reversible ? new Back() : new Forth();
    }

    private static class Forth implements Groups {
      final long[] sums = new long[1 << 15];

      @Override
      public void add(int[] group, Column[] arguments, int count) {
        for (int i = 0; i < count; i++) {
          sums[group[i]] += arguments[0].kind(i) == Kind.NULL ? 0 : arguments[0].word(i);
        }
      }

      @Override
      public Value result(int group) {
        return Value.of(sums[group]);
      }
    }

    private static final class Back extends Forth implements Reversible {
      @Override
      public void remove(int[] group, Column[] arguments, int count) {
        for (int i = 0; i < count; i++) {
          sums[group[i]] -= arguments[0].kind(i) == Kind.NULL ? 0 : arguments[0].word(i);
        }
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sumsOfFrames(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = random.nextInt(4) == 0 ? 5_000 : random.nextInt(60);
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Value value = random.nextInt(5) == 0 ? Value.Nil.NIL : Value.of(random.nextInt(-50, 50));
      rows.add(List.of(Value.of(random.nextInt(4)), Value.of(i * 7919L % 100_003), value));
    }
    long from = random.nextInt(-3, 3);
    long until = random.nextInt(-3, 4);
    Frame.Bound first =
        random.nextInt(4) == 0 ? new Frame.Bound.Unbounded() : new Frame.Bound.Rows(from);
    Frame.Bound last =
        random.nextInt(4) == 0 ? new Frame.Bound.Unbounded() : new Frame.Bound.Rows(until);
    boolean without = random.nextInt(3) == 0;
    Frame frame = new Frame(first, last, without ? Frame.Excluded.ROW : Frame.Excluded.NONE);
    WindowFunction sum = new Framed(new Sum(random.nextBoolean()));
    Plan plan =
        new Plan.Window(
            new Plan.Rows(3, rows),
            List.of(0),
            List.of(new Plan.SortKey(1, false, false)),
            List.of(
                new WindowCall(sum, List.of(2), frame),
                new WindowCall(Ranking.ROW_NUMBER, List.of(), Frame.ALL)));

    Result result = Engine.run(plan, Budget.DEFAULT);

    assertThat(result.rows()).isEqualTo(size);
    List<List<Value>> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      found.add(result.row(i));
    }
    for (int i = 0; i < size; i++) {
      int start = i;
      while (start > 0 && found.get(start - 1).get(0).equals(found.get(i).get(0))) {
        start--;
      }
      int end = i;
      while (end + 1 < size && found.get(end + 1).get(0).equals(found.get(i).get(0))) {
        end++;
      }
      long low = first instanceof Frame.Bound.Unbounded ? start : Math.max(start, i + from);
      long high = last instanceof Frame.Bound.Unbounded ? end : Math.min(end, i + until);
      long expected = 0;
      for (long j = low; j <= high; j++) {
        boolean counts = !(without && j == i);
        expected +=
            counts && found.get((int) j).get(2) instanceof Value.Int(long number) ? number : 0;
      }
      assertThat(found.get(i).get(3)).isEqualTo(Value.of(expected));
      assertThat(found.get(i).get(4)).isEqualTo(Value.of(i - start + 1L));
    }
  }
}
