package bourn.bench;

import bourn.Bourn;
import bourn.datalog.Pull;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** DataScript's queries over 20,000 people: ours from a store on disk, Datomic's in memory. */
final class DatalogPeople implements Bench {

  private static final int PEOPLE = 20_000;
  private static final int WARM_MILLIS = 2_000;
  private static final int COUNTED = 25;
  private static final int TREE_DEPTH = 4;
  private static final int TREE_WIDTH = 5;
  private static final int TREE_NODES = 781;

  private static final List<Question> QUESTIONS =
      List.of(
          Question.of("q1", "[:find ?e :where [?e :name \"Ivan\"]]"),
          Question.of("q2", "[:find ?e ?a :where [?e :name \"Ivan\"] [?e :age ?a]]"),
          Question.of("q2-switch", "[:find ?e ?a :where [?e :age ?a] [?e :name \"Ivan\"]]"),
          Question.of(
              "q3", "[:find ?e ?a :where [?e :name \"Ivan\"] [?e :age ?a] [?e :sex :male]]"),
          Question.of(
              "q4",
              "[:find ?e ?l ?a :where [?e :name \"Ivan\"] [?e :last-name ?l] [?e :age ?a]"
                  + " [?e :sex :male]]"),
          Question.of("q5", "[:find ?e ?a :where [?e :age ?a] [?e :name \"Nobody\"]]"),
          Question.of("qpred1", "[:find ?e ?s :where [?e :salary ?s] [(> ?s 50000)]]"),
          Question.of(
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
    try (Bourn bourn = Bourn.open(scratch.resolve("people"));
        Datomic datomic = new Datomic()) {
      DatomStream ours = bourn.datoms("people");
      load(ours, people);
      datomic.load(people);
      List<Figure> figures =
          new ArrayList<>(new Asking(bourn, ours.db(), datomic.db()).figures(name(), QUESTIONS));
      figures.addAll(pull(bourn));
      return figures;
    }
  }

  private static void load(DatomStream stream, People people) {
    stream.transact(PeopleForms.ourSchema());
    stream.transact(PeopleForms.ours(people.people()));
    stream.settle();
  }

  private List<Figure> pull(Bourn bourn) throws Exception {
    DatomStream ours = bourn.datoms("tree");
    Graph tree = Graph.wide(TREE_DEPTH, TREE_WIDTH);
    try (Datomic theirs = new Datomic()) {
      ours.transact(Graph.ourSchema());
      tree.ours().forEach(ours::transact);
      ours.settle();
      theirs.transact(Graph.theirSchema());
      for (List<?> part : tree.theirs()) {
        theirs.transact(part);
      }
      theirs.index();
      return List.of(
          pulled("pull-one", ours.db(), theirs.db(), "[:node :name {:follows ...}]", false),
          pulled("pull-many", ours.db(), theirs.db(), "[:name {:follows [:name]}]", true),
          pulled("pull-wildcard", ours.db(), theirs.db(), "[* {:follows ...}]", false));
    }
  }

  /** Pulls the root of the tree, or all nodes; both count the names that they find. */
  private Figure pulled(
      String row, Database ours, datomic.Database theirs, String pattern, boolean many)
      throws Exception {
    Source source = Sources.of(ours);
    List<Value> ourNodes = new ArrayList<>();
    List<Object> theirNodes = new ArrayList<>();
    for (long node = 1; node <= (many ? TREE_NODES : 1); node++) {
      ourNodes.add(Value.list(Keyword.of("node"), node));
      theirNodes.add(List.of(Datomic.key("node"), node));
    }
    Callable<Object> our = () -> Pull.pullMany(source, pattern, ourNodes);
    Callable<Object> their = () -> theirs.pullMany(pattern, theirNodes);
    int ourNames = our.call().toString().split("Ivan", -1).length;
    int theirNames = their.call().toString().split("Ivan", -1).length;
    if (ourNames != theirNames) {
      throw new IllegalStateException(row + ": ours " + ourNames + ", Datomic's " + theirNames);
    }
    double[] millis = Clock.medians(our, their, WARM_MILLIS, COUNTED);
    return new Figure(name() + "/" + row, "ms", true, millis[0], Datomic.NAME, millis[1]);
  }
}
