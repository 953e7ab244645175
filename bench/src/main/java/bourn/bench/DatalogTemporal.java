package bourn.bench;

import bourn.Bourn;
import bourn.datoms.Datom;
import bourn.index.Database;
import bourn.index.DatomOrder;
import bourn.index.DatomStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Queries of the past of 20,000 people, whose salaries were changed 100,000 times. */
final class DatalogTemporal implements Bench {

  private static final int PEOPLE = 20_000;
  private static final int CHANGES = 100;
  private static final int CHANGES_A_TRANSACTION = 1_000;
  private static final int PAST = CHANGES / 2;
  private static final Keyword SALARY = Keyword.of("salary");

  private static final String JOIN = "[:find ?e ?s :where [?e :name \"Ivan\"] [?e :salary ?s]]";
  private static final String SUM = "[:find (sum ?s) . :with ?e :where [?e :salary ?s]]";
  private static final String CHANGED = "[:find ?e ?s :where [?e :salary ?s]]";
  private static final String PAST_OF_ONE =
      "[:find ?s ?t ?added :in $ ?e :where [?e :salary ?s ?t ?added]]";
  private static final String RETRACTED =
      "[:find (count ?s) . :with ?e ?t :where [?e :salary ?s ?t false]]";
  private static final String BEFORE_AND_AFTER =
      "[:find ?e ?old ?new :where [?e :name \"Ivan\"] [?e :salary ?old ?t false]"
          + " [?e :salary ?new ?t true]]";

  @Override
  public String name() {
    return "datalog-temporal";
  }

  @Override
  public String what() {
    return "queries of the past of 20,000 people with 100,000 changes, median milliseconds, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Bourn bourn = Bourn.open(scratch.resolve("people"));
        Datomic theirs = new Datomic()) {
      DatomStream ours = bourn.datoms("people");
      People people = People.of(PEOPLE);
      ours.transact(PeopleForms.ourSchema());
      ours.transact(PeopleForms.ours(people.people()));
      theirs.load(people);
      long[] ourPeople = people(ours.db());
      long[] theirPeople = people(theirs.db());
      long[] past = change(ours, ourPeople, theirs, theirPeople);
      ours.settle();
      theirs.index();
      return ask(bourn, ours.db(), theirs.db(), past, ourPeople[7], theirPeople[7]);
    }
  }

  private static long[] people(Database db) {
    return db.datoms(DatomOrder.AEVT, SALARY).stream().mapToLong(Datom::entity).toArray();
  }

  private static long[] people(datomic.Database db) {
    List<Long> people = new ArrayList<>();
    db.datoms(datomic.Database.AEVT, Datomic.key("salary"))
        .forEach(datom -> people.add((Long) datom.e()));
    return people.stream().mapToLong(Long::longValue).toArray();
  }

  /** Changes salaries in both; returns the transaction in the middle of ours, and theirs. */
  private static long[] change(
      DatomStream ours, long[] ourPeople, Datomic theirs, long[] theirPeople) throws Exception {
    SplittableRandom random = new SplittableRandom(CHANGES);
    long[] past = new long[2];
    for (int i = 0; i < CHANGES; i++) {
      List<Value> our = new ArrayList<>();
      List<Object> their = new ArrayList<>();
      int[] chosen = random.ints(0, PEOPLE).distinct().limit(CHANGES_A_TRANSACTION).toArray();
      for (int person : chosen) {
        int salary = random.nextInt(100_000);
        our.add(Value.map("db/id", ourPeople[person], "salary", salary));
        their.add(
            Map.of(
                Datomic.key("db/id"), theirPeople[person], Datomic.key("salary"), (long) salary));
      }
      long t = ours.transact(our).t();
      theirs.transact(their);
      if (i == PAST) {
        past[0] = t;
        past[1] = theirs.db().basisT();
      }
    }
    return past;
  }

  private List<Figure> ask(
      Bourn bourn,
      Database ours,
      datomic.Database theirs,
      long[] past,
      long ourPerson,
      long theirPerson)
      throws Exception {
    List<Figure> figures = new ArrayList<>();
    figures.addAll(
        new Asking(bourn, ours.asOf(past[0]), theirs.asOf(past[1]))
            .figures(
                name(), List.of(Question.of("as-of-join", JOIN), Question.of("as-of-sum", SUM))));
    figures.addAll(
        new Asking(bourn, ours.since(past[0]), theirs.since(past[1]))
            .figures(name(), List.of(Question.of("since", CHANGED))));
    figures.addAll(
        new Asking(bourn, ours.history(), theirs.history())
            .figures(
                name(),
                List.of(
                    new Question(
                        "history-of-one", PAST_OF_ONE, List.of(ourPerson), List.of(theirPerson)),
                    Question.of("retracted", RETRACTED),
                    Question.of("before-and-after", BEFORE_AND_AFTER))));
    return figures;
  }
}
