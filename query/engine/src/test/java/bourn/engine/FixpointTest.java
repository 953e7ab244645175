package bourn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recursive rules give their least fixpoint. */
final class FixpointTest {

  @Test
  void theClosureOfAChainOf300HasAllPairs() {
    Result result = Engine.run(closure(chain(300)), Budget.DEFAULT);

    assertThat(result.rows()).isEqualTo(44_850);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void linearAndNonLinearRulesAgreeOnCyclicGraphs(long seed) {
    Plan.Rows edges = graph(seed, 60, 90);

    assertThat(run(closure(edges))).isEqualTo(reachable(edges));
    assertThat(run(nonLinearClosure(edges))).isEqualTo(reachable(edges));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aRuleWithThreeRecursiveClausesAndAStaticBranchAgreesWithTheModel(long seed) {
    Plan.Rows edges = graph(seed, 25, 40);
    Plan self = new Plan.Recursive(0, 2);
    Plan either = new Plan.Union(List.of(edges, self));
    Plan step = compose(compose(either, self), either);
    Plan plan = fixpoint(new Plan.Rows(2, edges.rows().subList(0, 5)), step);

    assertThat(run(plan)).isEqualTo(Set.copyOf(NaiveModel.run(plan)));
  }

  @Test
  void aClosureFromOneSourceLooksUpTheEdgesOfATable_untilAnIndexIsCheaper() {
    Plan.Rows edges = graph(6, 3_000, 6_000);
    ExactTable table = new ExactTable(edges);
    Plan scan = new Plan.Scan(table, List.of(0, 1), List.of());
    Plan seed = new Plan.Rows(2, List.of(List.of(Value.of(-1L), Value.of(5L))));
    Plan plan = fixpoint(seed, compose(new Plan.Recursive(0, 2), scan));

    assertThat(run(plan)).isEqualTo(Set.copyOf(NaiveModel.run(plan)));
    assertThat(table.scans()).hasSizeBetween(3, 100);
    assertThat(table.scans().getFirst()).hasSize(1);
    assertThat(table.scans().getLast()).isEmpty();
  }

  /** Each fact follows from the one before it, twice: only new facts with new facts give any. */
  @Test
  void newFactsAreJoinedWithNewFacts() {
    Plan self = new Plan.Recursive(0, 2);
    Plan twice =
        columns(
            new Plan.Join(self, self, List.of(0, 1), List.of(0, 1), Plan.JoinType.INNER, null),
            0,
            3);
    Plan.Rows edges = chain(40);
    Plan seed = new Plan.Rows(2, edges.rows().subList(0, 1));
    Plan next =
        columns(
            new Plan.Join(twice, edges, List.of(1), List.of(0), Plan.JoinType.INNER, null), 2, 3);

    assertThat(run(fixpoint(seed, next))).isEqualTo(Set.copyOf(edges.rows()));
  }

  @Test
  void mutualRecursionTellsEvenFromOdd() {
    List<List<Value>> successors = new ArrayList<>();
    for (long i = 0; i < 500; i++) {
      successors.add(List.of(Value.of(i), Value.of(i + 1)));
    }
    Plan next = new Plan.Rows(2, successors);
    Plan zero = new Plan.Rows(1, List.of(List.of(Value.of(0L))));
    Plan.Relation even = new Plan.Relation(0, zero, after(new Plan.Recursive(1, 1), next));
    Plan.Relation odd =
        new Plan.Relation(1, new Plan.Rows(1, List.of()), after(new Plan.Recursive(0, 1), next));
    Plan plan = new Plan.Fixpoint(List.of(even, odd), new Plan.Recursive(1, 1));

    Set<List<Value>> expected = new HashSet<>();
    for (long i = 1; i < 500; i += 2) {
      expected.add(List.of(Value.of(i)));
    }
    assertThat(run(plan)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  void sameGeneration_withSemiAndAntiJoinsInTheRule(long seed) {
    Plan.Rows parents = graph(seed, 30, 45);
    Plan self = new Plan.Recursive(0, 2);
    Plan up = new Plan.Join(parents, self, List.of(1), List.of(0), Plan.JoinType.INNER, null);
    Plan down = new Plan.Join(up, parents, List.of(3), List.of(1), Plan.JoinType.INNER, null);
    Plan pairs = columns(down, 0, 4);
    Plan without =
        new Plan.Join(pairs, parents, List.of(0, 1), List.of(0, 1), Plan.JoinType.ANTI, null);
    Plan known = new Plan.Join(without, self, List.of(0), List.of(0), Plan.JoinType.SEMI, null);
    Plan base =
        columns(
            new Plan.Join(parents, parents, List.of(0), List.of(0), Plan.JoinType.INNER, null),
            1,
            3);
    Plan plan = fixpoint(base, new Plan.Union(List.of(known, without)));

    assertThat(run(plan)).isEqualTo(Set.copyOf(NaiveModel.run(plan)));
  }

  @Test
  void aFixpointWithinARuleOfAnotherSeesItsNewFacts() {
    Plan.Rows edges = graph(9, 20, 25);
    Plan outer = new Plan.Recursive(0, 2);
    Plan inner =
        new Plan.Fixpoint(
            List.of(
                new Plan.Relation(
                    1, outer, compose(new Plan.Recursive(1, 2), columns(outer, 0, 1)))),
            compose(new Plan.Recursive(1, 2), columns(new Plan.Recursive(1, 2), 0, 1)));
    Plan plan =
        fixpoint(
            new Plan.Rows(2, edges.rows().subList(0, 4)), new Plan.Union(List.of(inner, edges)));

    assertThat(run(plan)).isEqualTo(Set.copyOf(NaiveModel.run(plan)));
  }

  @Test
  void factsThatAreMixedAndMissingAreASet() {
    Plan.Rows rows = RandomRows.of(new SplittableRandom(3), 4, 3_000, 4);
    Plan plan =
        new Plan.Fixpoint(
            List.of(new Plan.Relation(0, rows, new Plan.Recursive(0, 4))),
            new Plan.Recursive(0, 4));

    assertThat(Engine.run(plan, Budget.DEFAULT).rows())
        .isEqualTo(new HashSet<>(rows.rows()).size());
  }

  static Plan.Rows chain(int nodes) {
    List<List<Value>> edges = new ArrayList<>();
    for (long i = 0; i < nodes - 1; i++) {
      edges.add(List.of(Value.of(i), Value.of(i + 1)));
    }
    return new Plan.Rows(2, edges);
  }

  static Plan closure(Plan edges) {
    return fixpoint(edges, compose(new Plan.Recursive(0, 2), edges));
  }

  private static Plan nonLinearClosure(Plan edges) {
    return fixpoint(edges, compose(new Plan.Recursive(0, 2), new Plan.Recursive(0, 2)));
  }

  private static Plan fixpoint(Plan base, Plan step) {
    return new Plan.Fixpoint(List.of(new Plan.Relation(0, base, step)), new Plan.Recursive(0, 2));
  }

  private static Plan compose(Plan left, Plan right) {
    return columns(
        new Plan.Join(left, right, List.of(1), List.of(0), Plan.JoinType.INNER, null), 0, 3);
  }

  private static Plan after(Plan numbers, Plan next) {
    return columns(
        new Plan.Join(numbers, next, List.of(0), List.of(0), Plan.JoinType.INNER, null), 2);
  }

  private static Plan columns(Plan plan, int... columns) {
    List<Expression> chosen = new ArrayList<>();
    for (int column : columns) {
      chosen.add(new Expression.Input(column));
    }
    return new Plan.Project(plan, chosen);
  }

  private static Plan.Rows graph(long seed, int nodes, int edges) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Value>> rows = new ArrayList<>();
    for (int i = 0; i < edges; i++) {
      rows.add(
          List.of(Value.of((long) random.nextInt(nodes)), Value.of((long) random.nextInt(nodes))));
    }
    return new Plan.Rows(2, rows);
  }

  /** Warshall's algorithm. */
  private static Set<List<Value>> reachable(Plan.Rows edges) {
    boolean[][] reach = new boolean[100][100];
    edges.rows().forEach(edge -> reach[node(edge.get(0))][node(edge.get(1))] = true);
    for (int k = 0; k < 100; k++) {
      for (int i = 0; i < 100; i++) {
        for (int j = 0; j < 100; j++) {
          reach[i][j] |= reach[i][k] && reach[k][j];
        }
      }
    }
    Set<List<Value>> pairs = new HashSet<>();
    for (long i = 0; i < 100; i++) {
      for (long j = 0; j < 100; j++) {
        if (reach[(int) i][(int) j]) {
          pairs.add(List.of(Value.of(i), Value.of(j)));
        }
      }
    }
    return pairs;
  }

  private static int node(Value value) {
    return (int) ((Value.Int) value).value();
  }

  /** The rows of a result, which must be different. */
  private static Set<List<Value>> run(Plan plan) {
    Result result = Engine.run(new Plan.Distinct(plan), Budget.DEFAULT);
    Set<List<Value>> rows = new HashSet<>();
    for (int i = 0; i < result.rows(); i++) {
      assertThat(rows.add(result.row(i))).isTrue();
    }
    return rows;
  }
}
