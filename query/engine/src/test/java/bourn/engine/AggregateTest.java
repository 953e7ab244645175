package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bourn.kernel.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each aggregate gives, its corner cases among them. */
final class AggregateTest {

  @Test
  void ofNoValues() {
    assertThat(of("count")).isEqualTo(Value.of(0L));
    assertThat(of("count-distinct")).isEqualTo(Value.of(0L));
    assertThat(of("distinct")).isEqualTo(Value.of(Set.of()));
    assertThat(of("list")).isEqualTo(Value.list());
    for (String name : List.of("sum", "avg", "min", "max", "median", "variance", "stddev")) {
      assertThat(of(name)).isEqualTo(Value.Nil.NIL);
      assertThat(of(name, null, null)).isEqualTo(Value.Nil.NIL);
    }
  }

  @Test
  void missingValuesArePassedOver() {
    assertThat(of("count", 1, null, 1)).isEqualTo(Value.of(2L));
    assertThat(of("count-distinct", 1, null, 1)).isEqualTo(Value.of(1L));
    assertThat(of("sum", 1, null, 4)).isEqualTo(Value.of(5L));
    assertThat(of("avg", 1, null, 4)).isEqualTo(Value.of(2.5));
    assertThat(of("min", null, "a")).isEqualTo(Value.of("a"));
    assertThat(of("distinct", 1, null)).isEqualTo(Value.of(Set.of(1)));
  }

  @Test
  void sumsOfIntegersAreExact() {
    long max = Long.MAX_VALUE;
    long min = Long.MIN_VALUE;
    assertThat(of("sum", max, max, 1))
        .isEqualTo(Value.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)));
    assertThat(of("sum", min, min, max, max, 2)).isEqualTo(Value.of(0L));
    assertThat(of("sum", max, 1, min)).isEqualTo(Value.of(0L));
    assertThat(of("sum", min, min)).isEqualTo(Value.of(BigInteger.TWO.pow(64).negate()));
    assertThat(of("avg", max, max)).isEqualTo(Value.of((double) max));
    assertThat(of("sum", 1, 2.5)).isEqualTo(Value.of(3.5));
    assertThat(of("sum", 1, new BigDecimal("0.25")))
        .isEqualTo(Value.of((Object) new BigDecimal("1.25")));
    assertThat(of("sum", BigInteger.TWO.pow(80), 1))
        .isEqualTo(Value.of(BigInteger.TWO.pow(80).add(BigInteger.ONE)));
  }

  @Test
  void extremesAndMediansFollowTheOrder() {
    assertThat(of("min", 3, 1.5, 2)).isEqualTo(Value.of(1.5));
    assertThat(of("max", 3, "a", 2)).isEqualTo(Value.of("a"));
    assertThat(of("max", -1.0, -2.0)).isEqualTo(Value.of(-1.0));
    assertThat(of("median", 3, 1, 2)).isEqualTo(Value.of(2L));
    assertThat(of("median", 4, 1, 2, 3)).isEqualTo(Value.of(2.5));
    assertThat(of("median", 1, 3)).isEqualTo(Value.of(2L));
    assertThat(of(Aggregates.least(2), 3, 1, 1, 2)).isEqualTo(Value.list(1, 2));
    assertThat(of(Aggregates.greatest(2), 3, 1, 3, 2)).isEqualTo(Value.list(3, 2));
    assertThat(((Value.Items) of(Aggregates.sample(2, 5), 1, 2, 2, 2)).items())
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(((Value.Items) of(Aggregates.rand(4, 5), 1, 2)).items()).hasSize(4);
  }

  @Test
  void spreads() {
    assertThat(of("variance", 2, 4, 4, 4, 5, 5, 7, 9)).isEqualTo(Value.of(4.0));
    assertThat(of("stddev", 2, 4, 4, 4, 5, 5, 7, 9)).isEqualTo(Value.of(2.0));
    assertThat(of("variance-sample", 1, 2)).isEqualTo(Value.of(0.5));
    assertThat(of("variance-sample", 1)).isEqualTo(Value.Nil.NIL);
  }

  /** Groups are kept apart, in batches and across them. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void groupsAgreeWithTheirRowsAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Plan.Rows rows = RandomRows.of(random, 4, 5_000, 40);
    Map<Value, List<Object>> byKey = new HashMap<>();
    rows.rows()
        .forEach(row -> byKey.computeIfAbsent(row.get(1), k -> new ArrayList<>()).add(row.get(3)));
    for (String name : Aggregates.names()) {
      Result result =
          Engine.run(
              new Plan.Aggregate(rows, List.of(1), List.of(aggregate(name, 3))), Budget.DEFAULT);
      assertThat(result.rows()).isEqualTo(byKey.size());
      for (int i = 0; i < result.rows(); i++) {
        Value alone = of(name, byKey.get(result.value(i, 0)).toArray());
        if (alone instanceof Value.Real(double real)) {
          assertThat(((Value.Real) result.value(i, 1)).value()).isCloseTo(real, within(1e-9));
        } else {
          assertThat(result.value(i, 1)).as(name).isEqualTo(alone);
        }
      }
    }
  }

  private static AggregateCall aggregate(String name, int column) {
    return new AggregateCall(
        Objects.requireNonNull(Aggregates.lookup(name)), List.of(column), false, -1);
  }

  private static Value of(String name, Object... values) {
    return of(Objects.requireNonNull(Aggregates.lookup(name)), values);
  }

  private static Value of(AggregateFunction function, Object... values) {
    List<List<Value>> rows = new ArrayList<>();
    for (Object value : values) {
      rows.add(Collections.singletonList(Value.of(value)));
    }
    AggregateCall call = new AggregateCall(function, List.of(0), false, -1);
    Plan plan = new Plan.Aggregate(new Plan.Rows(1, rows), List.of(), List.of(call));
    return Engine.run(plan, Budget.DEFAULT).value(0, 0);
  }
}
