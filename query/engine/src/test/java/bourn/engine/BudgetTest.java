package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Value;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A query ends within its budget. */
final class BudgetTest {

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
