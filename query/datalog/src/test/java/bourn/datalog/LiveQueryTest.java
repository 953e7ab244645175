package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.engine.Budget;
import bourn.engine.HostFunctions;
import bourn.engine.QueryException;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.index.Listening;
import bourn.kernel.Deadline;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What live queries tell is the difference between the results before and after. */
final class LiveQueryTest {

  private static final List<String> MORE =
      List.of(
          "[:find ?a (count ?b) :where [?a :p ?b]]",
          "[:find ?a (sum ?b) (max ?c) :with ?d :where [?d :p ?a] [?d :q ?b] [?d :r ?c]]",
          "[:find (count ?a) . :where [?a :p]]",
          "[:find (count ?a) :where [?a :q 3] [?a :p ?b]]",
          "[:find ?b :where [?a :q ?b] :having [(< 1 (count ?a))]]",
          "[:find ?a ?b :where [?a :q ?b] :order-by ?b :limit 3]",
          "[:find (pull ?a [:q {:p [:q]}]) :where [?a :r 2]]",
          "[:find ?a ?v :where [?a :p] [(get-else $ ?a :q 0) ?v]]",
          "[:find ?a :where [?a :p] [(missing? $ ?a :r)]]",
          "[:find ?a (* 2 ?b) :where [?a :q ?b]]",
          "[:find ?a ?n :where [?a :p] [(q [:find (count ?b) . :in $ ?a :where [?a :r ?b]] $ ?a)"
              + " ?n]]",
          "[:find ?t ?a :where [?a :q ?b ?t]]",
          "[:find ?a ?b :where [?a :q ?b] (not-join [?a] [?a :p ?b] [?b :r])]",
          "[:find ?a ?b :where [?a :q ?b] (or-join [?a] [?a :r 1] (and [?b :p ?a] [?b :r]))]",
          "[:find ?a ?k ?v :where [?a ?k ?v]]",
          "[:find [?a ...] :where [?a :q] (not-join [?a] [?b :p ?a] (not [?b :q 1]))]");

  private final Kernel kernel = HeapKernel.open(Environment.system());
  private final DatomStream stream = DatomStream.open(kernel, "live");

  @BeforeEach
  void declare() {
    stream.transact(
        Edn.readAll(
            "{:db/ident :p :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}"
                + "{:db/ident :q :db/cardinality :db.cardinality/one}"
                + "{:db/ident :r :db/cardinality :db.cardinality/many}"));
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private LiveQuery live(String query) {
    return LiveQuery.over(
        stream, Query.parse(query), List.of(stream), Budget.DEFAULT, HostFunctions.NONE);
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("bourn.seeds", 6));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomTransactions_changeRandomResultsByExactlyTheDifference(long seed) throws Exception {
    Random random = new Random(seed);
    transact(random);
    List<String> queries = new ArrayList<>(MORE);
    for (int i = 0; i < 40; i++) {
      queries.add(new RandomQuery(seed * 1_000 + i, false).make().text());
    }
    List<LiveQuery> lives = new ArrayList<>();
    List<Set<List<Value>>> results = new ArrayList<>();
    for (String query : queries) {
      lives.add(live(query));
      results.add(rows(lives.getLast()));
    }
    for (int t = 0; t < 12; t++) {
      transact(random);
      for (int i = 0; i < lives.size(); i++) {
        Set<List<Value>> expected = new HashSet<>(results.get(i));
        Change change = lives.get(i).next(Deadline.NEVER);
        assertThat(change.removed()).as(queries.get(i)).isSubsetOf(expected);
        assertThat(expected).as(queries.get(i)).noneMatch(change.added()::contains);
        expected.removeAll(change.removed());
        expected.addAll(change.added());
        assertThat(rows(lives.get(i))).as(queries.get(i)).isEqualTo(expected);
        results.set(i, expected);
      }
    }
    lives.forEach(LiveQuery::close);
  }

  private static Set<List<Value>> rows(LiveQuery live) {
    return new HashSet<>(live.result().rows());
  }

  private void transact(Random random) {
    Database database = stream.db();
    StringBuilder forms = new StringBuilder();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      int entity = 1 + random.nextInt(6);
      String attribute = List.of(":p", ":q", ":r").get(random.nextInt(3));
      int value = 1 + random.nextInt(6);
      boolean add =
          random.nextInt(3) > 0
              || Datalog.query(
                          "[:find ?v . :where [" + entity + " " + attribute + " ?v]]", database)
                      .count()
                  == 0;
      if (attribute.equals(":q") && forms.indexOf(entity + " :q") >= 0) {
        continue;
      }
      forms
          .append(add ? "[:db/add " : "[:db/retract ")
          .append(entity)
          .append(' ')
          .append(attribute)
          .append(add ? " " + value : "")
          .append(']');
    }
    stream.transact(Edn.readAll(forms.toString()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[:find ?a ?b :where [?a :q ?b]] | false",
        "[:find ?a ?b :where [?a :q ?b] (not [?a :r 3])] | false",
        "[:find ?b (count ?a) :where [?a :q ?b]] | false",
        "[:find (count ?a) :where [?a :q]] | true",
        "[:find ?a :where [?a :q] :limit 1] | true",
        "[:find (pull ?a [:q]) :where [?a :q]] | true"
      })
  void onlyWhatCanHaveChangedIsAskedForAgain(String query, boolean whole) throws Exception {
    try (LiveQuery live = live(query)) {
      stream.transact(Edn.readAll("[:db/add 1 :q 5]"));
      Change change = live.next(Deadline.NEVER);
      assertThat(change.none()).isFalse();
      assertThat(change.reevaluated()).isEqualTo(whole);
      assertThat(change.t()).isEqualTo(change.after().basis());
      assertThat(live.next(Deadline.in(Duration.ofMillis(1)))).isNull();
    }
  }

  @Test
  void aListenerIsToldOfChangesOnly() throws Exception {
    BlockingQueue<Change> told = new ArrayBlockingQueue<>(10);
    try (Listening listening =
        LiveQuery.listen(
            stream,
            Query.parse("[:find ?a ?b :in $ ?least :where [?a :q ?b] [(< ?least ?b)]]"),
            List.of(stream, 10),
            Budget.DEFAULT,
            HostFunctions.NONE,
            told::add)) {
      assertThat(listening.ended().toCompletableFuture()).isNotDone();
      stream.transact(Edn.readAll("[:db/add 1 :q 5]"));
      stream.transact(Edn.readAll("[:db/add 1 :q 15]"));
      stream.transact(Edn.readAll("[:db/add 1 :q 16]"));
      assertThat(told.poll(20, TimeUnit.SECONDS).added()).isEqualTo(row(1, 15));
      Change last = told.poll(20, TimeUnit.SECONDS);
      assertThat(last.added()).isEqualTo(row(1, 16));
      assertThat(last.removed()).isEqualTo(row(1, 15));
      assertThat(told).isEmpty();
    }
  }

  private static Set<List<Value>> row(long entity, long value) {
    return Set.of(List.of(Value.of(entity), Value.of(value)));
  }

  @Test
  void aWrongQueryIsRefusedAtOnce() {
    assertThatThrownBy(() -> live("[:find ?a :where [?a :nothing]]"))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining(":nothing");
    assertThatThrownBy(
            () ->
                LiveQuery.over(
                    stream,
                    Query.parse("[:find ?a :where [?a :q]]"),
                    List.of(stream.db()),
                    Budget.DEFAULT,
                    HostFunctions.NONE))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("its stream");
  }
}
