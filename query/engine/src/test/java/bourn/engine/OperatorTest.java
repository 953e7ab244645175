package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operator gives what the naive model gives. */
final class OperatorTest {

  private static final int[] SIZES = {0, 1, 2_047, 2_048, 2_049, 10_000};
  private static final Expression FIRST = new Expression.Input(0);
  private static final Expression SECOND = new Expression.Input(1);

  static Stream<Arguments> sizes() {
    List<Arguments> all = new ArrayList<>();
    for (int size : SIZES) {
      for (int different : new int[] {3, 5_000}) {
        all.add(Arguments.of(17L + size, size, different));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void filter(long seed, int size, int different) {
    Plan rows = rows(seed, size, different);
    check(new Plan.Filter(rows, call(SECOND, new Expression.Input(3))));
    check(new Plan.Filter(new Plan.Filter(rows, call(FIRST, SECOND)), call(SECOND, FIRST)));
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void project(long seed, int size, int different) {
    Plan rows = rows(seed, size, different);
    Plan some = new Plan.Filter(rows, call(SECOND, new Expression.Input(3)));
    Expression constant = new Expression.Constant(Value.of("x"));
    check(new Plan.Project(some, List.of(SECOND, constant, call(FIRST, SECOND), SECOND)));
    check(new Plan.Project(some, List.of(SECOND, FIRST)));
    check(new Plan.Project(some, List.of()));
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void distinct(long seed, int size, int different) {
    Plan rows = rows(seed, size, different);
    for (List<Integer> columns :
        List.of(
            List.<Integer>of(),
            List.of(0),
            List.of(1),
            List.of(2),
            List.of(3),
            List.of(0, 2),
            List.of(0, 1),
            List.of(0, 1, 2, 3))) {
      check(new Plan.Distinct(columns(rows, columns)));
    }
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void union_ofKindsThatDiffer(long seed, int size, int different) {
    Plan rows = rows(seed, size, different);
    Plan union =
        new Plan.Union(
            List.of(
                columns(rows, List.of(0)), columns(rows, List.of(2)), columns(rows, List.of(1))));
    check(union);
    check(new Plan.Distinct(union));
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void aggregate(long seed, int size, int different) {
    Plan flagged =
        new Plan.Project(
            rows(seed, size, different),
            List.of(FIRST, SECOND, new Expression.Input(2), call(FIRST, SECOND)));
    List<AggregateCall> calls =
        List.of(
            new AggregateCall(new CountRows(), List.of(), false, -1),
            new AggregateCall(new CountRows(), List.of(1), true, -1),
            new AggregateCall(new CountRows(), List.of(1), false, 3),
            new AggregateCall(new CountRows(), List.of(1, 2), true, 3));
    check(new Plan.Aggregate(flagged, List.of(), calls));
    check(new Plan.Aggregate(flagged, List.of(0), calls));
    check(new Plan.Aggregate(flagged, List.of(1), calls));
    check(new Plan.Aggregate(flagged, List.of(2, 0), calls));
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void sort(long seed, int size, int different) {
    Plan rows = rows(seed, size, different);
    for (int column = 0; column < 4; column++) {
      for (boolean descending : new boolean[] {false, true}) {
        for (boolean nullsLast : new boolean[] {false, true}) {
          Plan.SortKey key = new Plan.SortKey(column, descending, nullsLast);
          checkOrder(new Plan.Sort(rows, List.of(key), 0, Long.MAX_VALUE));
          checkOrder(
              new Plan.Sort(rows, List.of(key, new Plan.SortKey(1, false, false)), 3, 2_050));
        }
      }
    }
  }

  /** Enough rows for sorting by digits, and for dropping those that cannot be among the first. */
  @ParameterizedTest(name = "seed 5, limit {0}")
  @ValueSource(longs = {10, 5_000, Long.MAX_VALUE})
  void sort_ofManyRows(long limit) {
    SplittableRandom random = new SplittableRandom(5);
    List<List<Value>> made = new ArrayList<>();
    for (int i = 0; i < 70_000; i++) {
      made.add(
          List.of(
              Value.of(random.nextLong()),
              Value.of(random.nextGaussian()),
              Value.of((long) random.nextInt(20) - 10),
              i < 69_000 ? Value.of((long) i) : RandomRows.mixed(random, 9)));
    }
    Plan rows = new Plan.Rows(4, made);
    for (boolean descending : new boolean[] {false, true}) {
      Plan.SortKey last = new Plan.SortKey(1, descending, false);
      for (int column = 0; column < 4; column++) {
        Plan.SortKey key = new Plan.SortKey(column, descending, true);
        checkOrder(new Plan.Sort(rows, List.of(key), 0, limit));
        checkOrder(new Plan.Sort(rows, List.of(key, last), 3, limit));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Plan.JoinType.class)
  void join(Plan.JoinType type) {
    for (int left : SIZES) {
      for (int right : new int[] {0, 1, 2_049}) {
        Plan.Rows a = rows(left + 1L, left, 2_000);
        Plan.Rows b = rows(right + 2L, right, 2_000);
        check(new Plan.Join(a, b, List.of(0), List.of(0), type, null));
        check(new Plan.Join(a, b, List.of(3), List.of(0), type, null));
        check(new Plan.Join(a, b, List.of(1), List.of(1), type, null));
        check(new Plan.Join(a, b, List.of(2, 0), List.of(2, 0), type, null));
        check(
            new Plan.Join(
                a,
                b,
                List.of(2),
                List.of(2),
                type,
                call(new Expression.Input(1), new Expression.Input(5))));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Plan.JoinType.class)
  void join_ofManyWithMany(Plan.JoinType type) {
    Plan a = rows(1, 300, 4);
    Plan b = rows(2, 300, 4);
    check(new Plan.Join(a, b, List.of(0), List.of(0), type, null));
    check(new Plan.Join(a, b, List.of(), List.of(), type, null));
    check(new Plan.Join(a, b, List.of(), List.of(), type, call(SECOND, new Expression.Input(5))));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Plan.JoinType.class)
  void join_onUniqueKeys_closeTogetherAndFarApart(Plan.JoinType type) {
    for (long stride : new long[] {1, -3, 1_000_003L * 7919, 1L << 40}) {
      List<List<Value>> unique = new ArrayList<>();
      List<List<Value>> others = new ArrayList<>();
      for (long i = 0; i < 3_000; i++) {
        unique.add(List.of(Value.of(i * stride), Value.of(i)));
        others.add(
            List.of(
                Value.of((i % 1_700 - 5) * stride),
                i % 9 == 0 ? Value.Nil.NIL : Value.of(i * stride)));
      }
      Plan a = new Plan.Rows(2, others);
      Plan b = new Plan.Rows(2, unique);
      check(new Plan.Join(a, b, List.of(0), List.of(0), type, null));
      check(new Plan.Join(b, a, List.of(0), List.of(0), type, null));
      check(new Plan.Join(a, b, List.of(1), List.of(0), type, null));
      check(
          new Plan.Join(a, b, List.of(0), List.of(0), type, call(SECOND, new Expression.Input(3))));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Plan.JoinType.class)
  void join_ofSelections(Plan.JoinType type) {
    Plan a = new Plan.Filter(rows(1, 5_000, 900), call(SECOND, new Expression.Input(3)));
    Plan b = new Plan.Filter(rows(2, 3_000, 900), call(SECOND, new Expression.Input(3)));
    check(new Plan.Join(a, b, List.of(0), List.of(0), type, null));
    check(new Plan.Join(b, a, List.of(0, 1), List.of(0, 1), type, null));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Plan.JoinType.class)
  void join_ofFewWithATable_looksUpKeys(Plan.JoinType type) {
    for (int few : new int[] {0, 1, 7, 300}) {
      ExactTable table = new ExactTable(rows(7, 10_000, 5_000));
      Plan scan =
          new Plan.Project(
              new Plan.Filter(
                  new Plan.Scan(table, List.of(3, 0, 1), List.of()),
                  call(new Expression.Input(1), new Expression.Constant(Value.of(4_000L)))),
              List.of(new Expression.Input(2), new Expression.Input(1)));
      Plan some = rows(8, few, 5_000);
      check(new Plan.Join(some, scan, List.of(0), List.of(1), type, null));
      check(new Plan.Join(some, scan, List.of(3, 1), List.of(1, 0), type, null));
      check(new Plan.Join(scan, some, List.of(1), List.of(3), type, null));
      boolean seeks = table.scans().stream().anyMatch(restrictions -> !restrictions.isEmpty());
      boolean both = type != Plan.JoinType.RIGHT && type != Plan.JoinType.FULL;
      assertThat(seeks).isEqualTo(both && (few == 1 || few == 7));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Plan.JoinType.class)
  void join_ofFewWithGroups_makesOnlyThoseThatAreAskedFor(Plan.JoinType type) {
    for (int few : new int[] {0, 1, 40, 2_500}) {
      Plan some = rows(8, few, 900);
      Plan groups =
          new Plan.Aggregate(
              rows(7, 4_000, 900),
              List.of(1, 0),
              List.of(new AggregateCall(new CountRows(), List.of(), false, -1)));
      check(new Plan.Join(some, groups, List.of(0), List.of(1), type, null));
      check(new Plan.Join(some, groups, List.of(3, 1), List.of(1, 0), type, null));
      check(new Plan.Join(some, groups, List.of(2), List.of(2), type, null));
      check(new Plan.Join(groups, some, List.of(1), List.of(0), type, null));
      check(
          new Plan.Join(
              some,
              groups,
              List.of(0),
              List.of(1),
              type,
              call(new Expression.Input(1), new Expression.Input(6))));
    }
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void unnest(long seed, int size, int different) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Value> elements = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        Value one = RandomRows.mixed(random, different);
        elements.add(random.nextBoolean() ? Value.list(one, n) : one);
      }
      rows.add(
          List.of(
              Value.of((long) i), i % 7 == 0 ? Value.of("no") : Value.list(elements.toArray())));
    }
    Plan input = new Plan.Rows(2, rows);
    check(new Plan.Unnest(input, SECOND, 0));
    check(new Plan.Unnest(input, SECOND, 2));
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void shared_isTheSameWhereverItStands(long seed, int size, int different) {
    Plan shared = new Plan.Shared(1, columns(rows(seed, size, 5_000), List.of(0, 2)));
    check(new Plan.Union(List.of(shared, shared)));
    check(new Plan.Join(shared, shared, List.of(0), List.of(0), Plan.JoinType.INNER, null));
    check(new Plan.Join(shared, shared, List.of(0), List.of(0), Plan.JoinType.ANTI, null));
  }

  @ParameterizedTest(name = "seed {0}, {1} rows, {2} values")
  @MethodSource("sizes")
  void limit_withoutOrder(long seed, int size, int different) {
    Plan rows = rows(seed, size, different);
    checkOrder(new Plan.Sort(rows, List.of(), 2_040, 20));
    checkOrder(new Plan.Sort(rows, List.of(), 0, 0));
    checkOrder(new Plan.Union(List.of(new Plan.Sort(rows, List.of(), 1, 2_048), rows)));
  }

  private static Plan.Rows rows(long seed, int size, int different) {
    return RandomRows.of(new SplittableRandom(seed), 4, size, different);
  }

  private static Plan columns(Plan plan, List<Integer> columns) {
    return new Plan.Project(plan, columns.stream().<Expression>map(Expression.Input::new).toList());
  }

  private static Expression call(Expression left, Expression right) {
    return new Expression.Call(TestFunction.BEFORE, List.of(left, right));
  }

  private static void check(Plan plan) {
    assertThat(bag(rows(plan))).isEqualTo(bag(NaiveModel.run(plan)));
  }

  private static void checkOrder(Plan plan) {
    assertThat(rows(plan)).isEqualTo(NaiveModel.run(plan));
  }

  private static List<List<Value>> rows(Plan plan) {
    Result result = Engine.run(plan, Budget.DEFAULT);
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < result.rows(); i++) {
      rows.add(result.row(i));
    }
    return rows;
  }

  /** How often each row is there. */
  private static Map<List<Value>, Long> bag(List<List<Value>> rows) {
    Map<List<Value>, Long> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1L, Long::sum));
    return counts;
  }
}
