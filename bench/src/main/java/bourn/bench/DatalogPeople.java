package bourn.bench;

import bourn.Bourn;
import bourn.index.Database;
import bourn.index.DatomStream;
import datomic.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** DataScript's queries over 20,000 people: ours from a store on disk, Datomic's in memory. */
final class DatalogPeople implements Bench {

  private static final int PEOPLE = 20_000;
  private static final int WARM_MILLIS = 2_000;
  private static final int COUNTED = 25;

  /** A query, and the inputs it takes beside the database. */
  private record Question(String name, String text, Object... inputs) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question("q1", "[:find ?e :where [?e :name \"Ivan\"]]"),
          new Question("q2", "[:find ?e ?a :where [?e :name \"Ivan\"] [?e :age ?a]]"),
          new Question("q2-switch", "[:find ?e ?a :where [?e :age ?a] [?e :name \"Ivan\"]]"),
          new Question(
              "q3", "[:find ?e ?a :where [?e :name \"Ivan\"] [?e :age ?a] [?e :sex :male]]"),
          new Question(
              "q4",
              "[:find ?e ?l ?a :where [?e :name \"Ivan\"] [?e :last-name ?l] [?e :age ?a]"
                  + " [?e :sex :male]]"),
          new Question("q5", "[:find ?e ?a :where [?e :age ?a] [?e :name \"Nobody\"]]"),
          new Question("qpred1", "[:find ?e ?s :where [?e :salary ?s] [(> ?s 50000)]]"),
          new Question(
              "qpred2",
              "[:find ?e ?s :in $ ?least :where [?e :salary ?s] [(> ?s ?least)]]",
              50_000L));

  @Override
  public String name() {
    return "datalog-people";
  }

  @Override
  public String what() {
    return "DataScript's queries over 20,000 people, median milliseconds, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    People people = People.of(PEOPLE);
    List<Figure> figures = new ArrayList<>();
    try (Bourn bourn = Bourn.open(scratch.resolve("people"));
        Datomic datomic = new Datomic()) {
      DatomStream ours = bourn.datoms("people");
      load(ours, people);
      datomic.load(people);
      for (Question question : QUESTIONS) {
        figures.add(ask(bourn, ours.db(), datomic.db(), question));
      }
    }
    return figures;
  }

  private static void load(DatomStream stream, People people) {
    stream.transact(PeopleForms.ourSchema());
    stream.transact(PeopleForms.ours(people.people()));
    stream.settle();
  }

  private static Figure ask(Bourn bourn, Database ours, datomic.Database theirs, Question question)
      throws Exception {
    Object[] inputs = new Object[question.inputs().length + 1];
    System.arraycopy(question.inputs(), 0, inputs, 1, question.inputs().length);
    Object[] datomicInputs = inputs.clone();
    inputs[0] = ours;
    datomicInputs[0] = theirs;
    int ourRows = bourn.query(question.text(), inputs).count();
    int theirRows = ((Collection<?>) Peer.q(question.text(), datomicInputs)).size();
    if (ourRows != theirRows) {
      throw new IllegalStateException(
          question.name() + ": ours has " + ourRows + " rows, Datomic's " + theirRows);
    }
    double[] millis =
        Clock.medians(
            () -> bourn.query(question.text(), inputs).count(),
            () -> Peer.q(question.text(), datomicInputs),
            WARM_MILLIS,
            COUNTED);
    return new Figure(
        "datalog-people/" + question.name(), "ms", true, millis[0], Datomic.NAME, millis[1]);
  }
}
