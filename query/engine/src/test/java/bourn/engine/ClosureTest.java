package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Closures and triangles have what the simple way finds, each once. */
final class ClosureTest {

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = 2 + random.nextInt(80);
    Plan steps = pairs(random, nodes);
    Plan ends = random.nextBoolean() ? steps : pairs(random, nodes);
    List<List<Value>> starts = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      starts.add(List.of(node(random, nodes)));
    }
    Plan from = random.nextBoolean() ? null : new Plan.Rows(1, starts);

    check(new Plan.Closure(steps, ends, from));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void genericJoinsAgreeWithTheModel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int nodes = 3 + random.nextInt(12);
    int width = 2 + random.nextInt(4);
    Plan shared = new Plan.Distinct(pairs(random, nodes));
    List<Plan.Side> sides = new ArrayList<>();
    for (int to = 1; to < width; to++) {
      sides.add(side(random.nextInt(to), to, shared, random, nodes));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      int to = 1 + random.nextInt(width - 1);
      sides.add(side(random.nextInt(to), to, shared, random, nodes));
    }
    check(new Plan.GenericJoin(width, sides));
  }

  private static Plan.Side side(int from, int to, Plan shared, SplittableRandom random, int nodes) {
    Plan pairs = random.nextBoolean() ? shared : new Plan.Distinct(pairs(random, nodes));
    return new Plan.Side(pairs, from, to);
  }

  private static Plan pairs(SplittableRandom random, int nodes) {
    List<List<Value>> rows = new ArrayList<>();
    for (int i = random.nextInt(4 * nodes); i > 0; i--) {
      rows.add(List.of(node(random, nodes), node(random, nodes)));
    }
    return new Plan.Rows(2, rows);
  }

  private static Value node(SplittableRandom random, int nodes) {
    int number = random.nextInt(nodes);
    return switch (number % 9) {
      case 0 -> Value.of("n" + number);
      case 1 -> number == 1 ? Value.Nil.NIL : Value.of(number / 2.0);
      default -> Value.of(number);
    };
  }

  @Test
  void moreNodesThanSetsOfBitsHoldAreWalkedFromOneByOne() {
    List<List<Value>> rows = new ArrayList<>();
    for (long i = 0; i < 40_000; i++) {
      rows.add(List.of(Value.of(i), Value.of(i % 4 == 3 ? i - 3 : i + 1)));
    }
    Plan steps = new Plan.Rows(2, rows);

    Set<List<Value>> found = found(new Plan.Closure(steps, steps, null));

    assertThat(found).hasSize(4 * 40_000);
    assertThat(found)
        .contains(List.of(Value.of(4), Value.of(7)), List.of(Value.of(7), Value.of(7)));
  }

  private static void check(Plan plan) {
    assertThat(found(plan)).as(Explain.text(plan)).isEqualTo(Set.copyOf(NaiveModel.run(plan)));
  }

  private static Set<List<Value>> found(Plan plan) {
    Result result = Engine.run(plan, Budget.DEFAULT);
    Set<List<Value>> rows = new HashSet<>();
    for (int row = 0; row < result.rows(); row++) {
      rows.add(result.row(row));
    }
    assertThat(rows).as("each pair once").hasSize(result.rows());
    return rows;
  }
}
