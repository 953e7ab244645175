package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.DatomStream;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random queries find what an evaluator finds that knows no cleverness, in any clause order. */
final class RandomQueryTest {

  private static final int QUERIES_A_SEED = 100;

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("bourn.seeds", 20));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheNaiveEvaluator_onFacts(long seed) {
    Random random = new Random(seed);
    Facts facts = new Facts().declare("p", "many", "ref").declare("q").declare("r", "many");
    for (int i = 0; i < 14; i++) {
      long entity = 1L + random.nextInt(6);
      String attribute = List.of("p", "r").get(random.nextInt(2));
      if (facts.rows().stream().noneMatch(r -> r.getFirst().equals(Value.of(entity)))) {
        facts.add(entity, "q", 1 + random.nextInt(6), 1);
      }
      Object value = random.nextInt(9) == 0 ? (Object) 2.0 : 1 + random.nextInt(6);
      addOnce(facts, entity, attribute, value);
    }
    check(facts, seed, true);
  }

  private static void addOnce(Facts facts, long entity, String attribute, Object value) {
    Facts before = new Facts().declare("p").declare("q").declare("r");
    before.add(entity, attribute, value, 1);
    if (!facts.rows().contains(before.rows().getFirst())) {
      facts.add(entity, attribute, value, 1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheNaiveEvaluator_onADatabase(long seed) {
    Random random = new Random(seed);
    Facts facts = new Facts().declare("p", "many", "ref").declare("q").declare("r", "many");
    for (int i = 0; i < 14; i++) {
      long entity = 1L + random.nextInt(6);
      facts.add(entity, random.nextBoolean() ? "p" : "r", 1 + random.nextInt(6), i);
      facts.add(entity, "q", 1 + random.nextInt(6), i);
    }
    try (Kernel kernel = HeapKernel.open(Environment.system());
        DatomStream stream = Databased.of(kernel, "random", facts)) {
      check(Sources.of(stream.db()), seed, false);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheNaiveEvaluator_onEvents(long seed) {
    Random random = new Random(seed);
    Events events = new Events(7);
    for (int i = 0; i < 8; i++) {
      Value self = new Reference(7, random.nextInt(8));
      events.add(List.of(), "p", self, random.nextBoolean() ? "q" : "r", 1 + random.nextInt(4));
    }
    check(events, seed, false);
  }

  private static void check(Source source, long seed, boolean numbers) {
    Random random = new Random(seed);
    Naive naive = new Naive(Map.of("$", source), RuleParser.parse(Query.read(RandomQuery.RULES)));
    for (int i = 0; i < QUERIES_A_SEED; i++) {
      RandomQuery.Made made = new RandomQuery(seed * QUERIES_A_SEED + i, numbers).make();
      Set<List<Value>> expected = naive.answer(Query.parse(made.text()).parsed());
      assertThat(found(made.text(), source)).as(made.text()).isEqualTo(expected);
      String shuffled = made.shuffled(random);
      assertThat(found(shuffled, source)).as(shuffled).isEqualTo(expected);
    }
  }

  private static Set<List<Value>> found(String query, Source source) {
    try {
      QueryResult result = Datalog.query(Query.parse(query), List.of(source), Budget.DEFAULT);
      Set<List<Value>> rows = new HashSet<>(result.rows());
      if (Query.parse(query).parsed().with().isEmpty()) {
        assertThat(rows).as("each row once of %s", query).hasSize(result.count());
      }
      return rows;
    } catch (QueryException e) {
      throw new AssertionError(e.explain(), e);
    }
  }
}
