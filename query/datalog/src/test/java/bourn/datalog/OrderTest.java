package bourn.datalog;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Edn;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first rows in order are those of all rows sorted, however they are found. */
final class OrderTest {

  private static final int PEOPLE = 20_000;

  private static Kernel kernel;
  private static DatomStream stream;

  @BeforeAll
  static void fill() {
    kernel = HeapKernel.open(Environment.system());
    stream = DatomStream.open(kernel, "people");
    stream.transact(
        Edn.readAll(
            """
            {:db/ident :age :db/cardinality :db.cardinality/one}
            {:db/ident :name :db/cardinality :db.cardinality/one}
            {:db/ident :tag :db/cardinality :db.cardinality/many}
            """));
    SplittableRandom random = new SplittableRandom(1);
    List<Value> forms = new ArrayList<>();
    for (long i = 0; i < PEOPLE; i++) {
      long entity = 1_000 + i;
      forms.add(add(entity, "age", Value.of(random.nextInt(3_000))));
      forms.add(add(entity, "name", Value.of("n" + random.nextInt(500))));
      forms.add(add(entity, "tag", Value.of(random.nextInt(50))));
      forms.add(add(entity, "tag", Value.of("t" + random.nextInt(50))));
    }
    stream.transact(forms);
    stream.settle();
  }

  @AfterAll
  static void close() {
    stream.close();
    kernel.close();
  }

  private static Value add(long entity, String attribute, Value value) {
    return Value.list(Keyword.of("db/add"), entity, Keyword.of(attribute), value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[:find ?e ?a :where [?e :age ?a]] ?a :asc ?e :asc",
        "[:find ?e ?a :where [?e :age ?a]] ?a :desc ?e :asc",
        "[:find ?e ?a ?n :where [?e :age ?a] [?e :name ?n]] ?a :desc ?n :asc ?e :desc",
        "[:find ?e ?a ?n :where [?e :age ?a] [?e :name ?n] [(> ?a 2990)]] ?a :desc ?n :asc ?e :asc",
        "[:find ?e ?a ?n :where [?e :age ?a] [?e :name ?n] [(> ?a 1000)]] ?n :desc ?a :asc ?e :asc",
        "[:find ?a ?n :where [?e :age ?a] [?e :name ?n] [(< ?a 100)]] ?a :desc ?n :asc",
        "[:find ?a :where [?e :age ?a]] ?a :desc",
        "[:find ?n :where [?e :name ?n]] ?n :asc",
        "[:find ?e ?n :where [?e :name ?n] [(not= ?n \"n499\")] [(not= ?n \"n9\")]] ?n :desc ?e"
            + " :asc",
        "[:find ?e ?t :where [?e :tag ?t]] ?t :desc ?e :asc",
        "[:find ?e ?t ?x :where [?e :tag ?t ?x]] ?t :asc ?e :asc",
        "[:find ?e ?a :where [?e :age ?a] [(even? ?a)] [(> 10 ?a)]] ?a :desc ?e :asc"
      })
  void theFirstRows_areThoseOfAllSorted(String asked) {
    String query = asked.substring(0, asked.indexOf("]] ") + 2);
    String order = asked.substring(query.length() + 1);
    for (Database database : List.of(stream.db(), stream.db().asOf(1), later())) {
      List<List<Value>> sorted = new ArrayList<>(rows(database, query));
      sorted.sort(comparator(query, order));
      for (int limit : new int[] {1, 10, 300, 5_000}) {
        for (int offset : new int[] {0, 7}) {
          String first =
              query.substring(0, query.length() - 1)
                  + (" :order-by " + order + " :limit " + limit + " :offset " + offset + "]");
          assertThat(rows(database, first))
              .as("%s of %s", first, database)
              .isEqualTo(
                  sorted.subList(
                      Math.min(offset, sorted.size()), Math.min(offset + limit, sorted.size())));
        }
      }
    }
  }

  @Test
  void fewRowsOfMany_areReadInOrder() {
    Query query = Query.parse("[:find ?e ?a :where [?e :age ?a] :order-by ?a :desc :limit 10]");
    assertThat(Datalog.analyze(query, List.of(stream.db()), Budget.DEFAULT).toString())
        .contains("read in the order of age")
        .containsPattern("scan AEVT .* rows=\\d{1,4} calls");
  }

  @Test
  void aFilterThatLeavesNothing_isFoundOutSoon() {
    Query query =
        Query.parse(
            "[:find ?e ?a :where [?e :age ?a] [?e :name ?n] [(= (count ?n) 99)]"
                + " :order-by ?a :limit 10]");
    assertThat(Datalog.query(query, List.of(stream.db()), Budget.DEFAULT).rows()).isEmpty();
  }

  private static Database later() {
    return stream.db().with(List.of(add(1_500, "age", Value.of(99_999)))).after();
  }

  private static List<List<Value>> rows(Database database, String query) {
    return Datalog.query(Query.parse(query), List.of(database), Budget.DEFAULT).rows();
  }

  private static Comparator<List<Value>> comparator(String query, String order) {
    List<String> find = List.of(query.substring(7, query.indexOf(" :where")).split(" "));
    Comparator<List<Value>> comparator = (_, _) -> 0;
    String[] keys = order.split(" ");
    for (int i = 0; i < keys.length; i += 2) {
      int column = find.indexOf(keys[i]);
      Comparator<List<Value>> next = Comparator.comparing(row -> row.get(column));
      comparator = comparator.thenComparing(keys[i + 1].equals(":desc") ? next.reversed() : next);
    }
    return comparator;
  }
}
