package bourn.bench;

import bourn.Bourn;
import bourn.datalog.Datalog;
import bourn.datalog.Query;
import bourn.engine.Budget;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Value;
import clojure.lang.IFn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Queries asked from Clojure: what that costs beside Java, and sets of many tuples. */
final class ClojureQueries implements Bench {

  private static final int PEOPLE = 100_000;
  private static final int PEOPLE_A_TRANSACTION = 10_000;
  private static final int WARM_MILLIS = 4_000;
  private static final int COUNTED = 25;
  private static final double MICROS_A_MILLI = 1_000;
  private static final String POINT = "[:find ?age . :in $ ?e :where [?e :person/age ?age]]";
  private static final String JOIN =
      "[:find ?name ?age :in $ ?age :where [?e :person/age ?age] [?e :person/name ?name]]";
  private static final String ALL =
      "[:find ?name ?age :where [?e :person/name ?name] [?e :person/age ?age]]";

  private final boolean sets;

  private ClojureQueries(boolean sets) {
    this.sets = sets;
  }

  static ClojureQueries overhead() {
    return new ClojureQueries(false);
  }

  static ClojureQueries sets() {
    return new ClojureQueries(true);
  }

  @Override
  public String name() {
    return sets ? "clj-result-set" : "clj-q-overhead";
  }

  @Override
  public String what() {
    return sets
        ? "a query for 100,000 tuples, and a set made of them"
        : "small queries given as data, against those read before in Java";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Bourn bourn = Bourn.open(scratch.resolve("people"))) {
      DatomStream people = bourn.datoms("people");
      people.transact(schema());
      for (int from = 0; from < PEOPLE; from += PEOPLE_A_TRANSACTION) {
        people.transact(ours(from));
      }
      people.settle();
      return sets ? sets(people.db()) : overheads(people.db());
    }
  }

  private List<Figure> overheads(Database db) throws Exception {
    return List.of(overhead("point", POINT, db, 16L + 50_000), overhead("join", JOIN, db, 77L));
  }

  private Figure overhead(String row, String query, Database db, long input) throws Exception {
    IFn asked = Face.fn("(fn [db x] (b/q '" + query + " db x))");
    Query prepared = Query.parse(query);
    List<?> inputs = List.of(Sources.of(db), Value.of(input));
    Callable<?> ours = () -> asked.invoke(db, input);
    Callable<?> theirs = () -> Datalog.query(prepared, inputs, Budget.DEFAULT).toValue();
    double[] millis = Clock.medians(ours, theirs, WARM_MILLIS, COUNTED);
    return new Figure(
        name() + "/" + row,
        "us",
        true,
        millis[0] * MICROS_A_MILLI,
        "the same in Java, read before",
        millis[1] * MICROS_A_MILLI);
  }

  private List<Figure> sets(Database db) throws Exception {
    try (Datomic datomic = new Datomic()) {
      datomic.transact(
          List.of(
              Face.fn(
                      "(fn [] {:db/ident :person/name :db/valueType :db.type/string"
                          + " :db/cardinality :db.cardinality/one})")
                  .invoke(),
              Face.fn(
                      "(fn [] {:db/ident :person/age :db/valueType :db.type/long"
                          + " :db/cardinality :db.cardinality/one})")
                  .invoke()));
      IFn forms =
          Face.fn(
              "(fn [from until] (mapv (fn [n] {:person/name (str \"name \" n) :person/age (mod n"
                  + " 100)}) (range from until)))");
      for (int from = 0; from < PEOPLE; from += PEOPLE_A_TRANSACTION) {
        datomic.transact((List<?>) forms.invoke(from, from + PEOPLE_A_TRANSACTION));
      }
      datomic.index();
      IFn our = Face.fn("(fn [db] (into #{} (b/q '" + ALL + " db)))");
      IFn their =
          Face.fn("(require 'datomic.api) (fn [db] (into #{} (datomic.api/q '" + ALL + " db)))");
      return List.of(
          Asking.compared(
              name() + "/into-set", () -> our.invoke(db), () -> their.invoke(datomic.db())),
          counted(db, datomic));
    }
  }

  /** What is found and gone through once, which needs no set. */
  private Figure counted(Database db, Datomic datomic) throws Exception {
    String sum = " (reduce (fn [^long a [_ age]] (+ a (long age))) 0 ";
    IFn our = Face.fn("(fn [db]" + sum + "(b/q '" + ALL + " db)))");
    IFn their = Face.fn("(fn [db]" + sum + "(datomic.api/q '" + ALL + " db)))");
    return Asking.compared(
        name() + "/reduced", () -> our.invoke(db), () -> their.invoke(datomic.db()));
  }

  private static List<Value> schema() {
    return bourn.kernel.Edn.readAll(
        "{:db/ident :person/name :db/valueType :db.type/string}"
            + "{:db/ident :person/age :db/valueType :db.type/long}");
  }

  private static List<Value> ours(int from) {
    List<Value> forms = new ArrayList<>(PEOPLE_A_TRANSACTION);
    for (int n = from; n < from + PEOPLE_A_TRANSACTION; n++) {
      forms.add(Value.map("person/name", "name " + n, "person/age", (long) (n % 100)));
    }
    return forms;
  }
}
