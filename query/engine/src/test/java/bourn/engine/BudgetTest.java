package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Value;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A query ends within its budget. */
final class BudgetTest {

  private static final Plan DIFFERENT =
      new Plan.Rows(
          1, LongStream.range(0, 3_000).mapToObj(i -> List.<Value>of(Value.of(i))).toList());
  private static final Plan MANY = RandomRows.of(new SplittableRandom(1), 1, 3_000, 10);

  @Test
  void aCrossProductOfMillionsEndsInTime() {
    Plan pairs = cross(cross(MANY, MANY), MANY);
    Plan count =
        new Plan.Aggregate(
            pairs, List.of(), List.of(new AggregateCall(new CountRows(), List.of(), false, -1)));

    assertThat(code(count, new Budget(Duration.ofMillis(100), Long.MAX_VALUE, 1)))
        .isEqualTo("query/timeout");
  }

  @Test
  void rowsThatAreHeldAreCounted() {
    Plan sorted =
        new Plan.Sort(
            cross(MANY, MANY), List.of(new Plan.SortKey(0, false, false)), 0, Long.MAX_VALUE);

    assertThat(code(sorted, new Budget(Duration.ofMinutes(1), 100_000, 1)))
        .isEqualTo("query/too-many-rows");
  }

  @Test
  void bytesThatAreHeldAreCounted() {
    Budget small = new Budget(Duration.ofMinutes(1), Long.MAX_VALUE, 1, 4_000_000);
    Plan pairs = cross(DIFFERENT, DIFFERENT);
    List<Plan> hold =
        List.of(
            pairs,
            new Plan.Distinct(pairs),
            new Plan.Sort(pairs, List.of(new Plan.SortKey(0, false, false)), 0, Long.MAX_VALUE),
            new Plan.Aggregate(
                numbered(pairs), List.of(2), List.of(call(new CountRows(), List.of()))),
            new Plan.Aggregate(
                pairs, List.of(), List.of(call(Aggregates.lookup("list"), List.of(0)))),
            new Plan.Aggregate(
                numbered(pairs),
                List.of(),
                List.of(call(Aggregates.lookup("distinct"), List.of(2)))));
    for (Plan plan : hold) {
      assertThat(code(plan, small)).as(plan.getClass() + "").isEqualTo("query/too-much-memory");
    }
  }

  @Test
  void whatIsReleasedIsNotCounted() {
    Guard guard = new Guard(new Budget(Duration.ofMinutes(1), Long.MAX_VALUE, 1, 1 << 30));
    Plan pairs = cross(DIFFERENT, new Plan.Sort(DIFFERENT, List.of(), 0, 20));
    Plan joined =
        new Plan.Join(
            new Plan.Distinct(pairs),
            new Plan.Sort(pairs, List.of(new Plan.SortKey(0, true, false)), 0, Long.MAX_VALUE),
            List.of(0),
            List.of(0),
            Plan.JoinType.SEMI,
            null);
    Plan count =
        new Plan.Aggregate(
            joined,
            List.of(),
            List.of(
                call(new CountRows(), List.of()),
                call(Aggregates.lookup("median"), List.of(0)),
                new AggregateCall(Aggregates.lookup("count-distinct"), List.of(0), true, -1)));

    Engine.run(count, guard);

    assertThat(guard.taken()).isLessThan(10_000);
  }

  @Test
  void rowsThatPassAreNotCounted() {
    Plan count =
        new Plan.Aggregate(
            cross(MANY, MANY),
            List.of(),
            List.of(new AggregateCall(new CountRows(), List.of(), false, -1)));

    assertThat(Engine.run(count, new Budget(Duration.ofMinutes(1), 10_000, 1)).row(0))
        .isEqualTo(List.of(Value.of(9_000_000L)));
  }

  @Test
  void aRuleThatNeedsMoreRoundsThanAllowedEnds() {
    assertThat(
            code(
                FixpointTest.closure(FixpointTest.chain(300)),
                new Budget(Duration.ofMinutes(1), 1_000_000, 100)))
        .isEqualTo("query/too-many-rounds");
  }

  @Test
  void interruptionEndsAQueryAndStaysSet() {
    Thread.currentThread().interrupt();
    try {
      assertThat(code(MANY, Budget.DEFAULT)).isEqualTo("query/cancelled");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Adds a column that differs from row to row to pairs. */
  private static Plan numbered(Plan pairs) {
    Expression many =
        new Expression.Call(
            Functions.lookup("*"),
            List.of(new Expression.Input(0), new Expression.Constant(Value.of(10_000))));
    Expression number =
        new Expression.Call(Functions.lookup("+"), List.of(many, new Expression.Input(1)));
    return new Plan.Project(
        pairs, List.of(new Expression.Input(0), new Expression.Input(1), number));
  }

  private static AggregateCall call(AggregateFunction function, List<Integer> arguments) {
    return new AggregateCall(function, arguments, false, -1);
  }

  private static Plan cross(Plan left, Plan right) {
    return new Plan.Join(left, right, List.of(), List.of(), Plan.JoinType.INNER, null);
  }

  private static String code(Plan plan, Budget budget) {
    QueryException[] thrown = new QueryException[1];
    assertThatThrownBy(() -> Engine.run(plan, budget))
        .isInstanceOfSatisfying(QueryException.class, e -> thrown[0] = e);
    return thrown[0].code().name();
  }
}
