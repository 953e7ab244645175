package bourn.bench;

import bourn.Bourn;
import bourn.datalog.Datalog;
import bourn.datalog.Query;
import bourn.engine.Budget;
import bourn.engine.Source;
import bourn.engine.Sources;
import bourn.index.Database;
import bourn.index.DatomStream;
import bourn.kernel.Value;
import datomic.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;

/** Queries of 200,000 employees, who have 1,000,000 datoms. */
final class Datalog1m implements Bench {

  private static final int POINTS = 200;
  private static final int TOP = 10;

  private static final List<Question> QUESTIONS =
      List.of(
          Question.of("join2", "[:find ?e ?s :where [?e :name \"name-7\"] [?e :salary ?s]]"),
          Question.of(
              "join3",
              "[:find ?e ?s :where [?e :name \"name-7\"] [?e :manager ?m] [?m :salary ?s]]"),
          Question.of(
              "two-hops",
              "[:find ?e ?n :where [?m :name \"name-7\"] [?r :manager ?m] [?e :manager ?r]"
                  + " [?e :name ?n]]"),
          Question.of(
              "range-1%", "[:find ?e ?s :where [?e :salary ?s] [(<= 50000 ?s)] [(< ?s 51000)]]"),
          Question.of("count", "[:find (count ?e) . :where [?e :name]]"),
          Question.of("sum", "[:find (sum ?s) . :with ?e :where [?e :salary ?s]]"),
          Question.of("count-by", "[:find ?d (count ?e) :where [?e :department ?d]]"),
          Question.of(
              "sum-by", "[:find ?d (sum ?s) :with ?e :where [?e :department ?d] [?e :salary ?s]]"),
          Question.of(
              "value-join",
              "[:find ?e ?f :where [?e :name \"name-7\"] [?e :salary ?s] [?f :salary ?s]"
                  + " [(not= ?e ?f)]]"),
          Question.of(
              "not-join",
              "[:find ?e :where [?e :department \"department-7\"]"
                  + " (not-join [?e] [?r :manager ?e])]"),
          Question.of(
              "or-join",
              "[:find ?e :where (or-join [?e] [?e :name \"name-7\"]"
                  + " (and [?e :department \"department-7\"] [?e :salary ?s] [(> ?s 90000)]))]"));

  private static final String POINT = "[:find ?s . :in $ ?id :where [?e :id ?id] [?e :salary ?s]]";
  private static final String TOP_K =
      "[:find ?e ?s :where [?e :salary ?s] :order-by ?s :desc :limit " + TOP + "]";
  private static final String THEIR_TOP_K = "[:find ?e ?s :where [?e :salary ?s]]";

  @Override
  public String name() {
    return "datalog-1m";
  }

  @Override
  public String what() {
    return "queries of 200,000 employees with 1,000,000 datoms, median milliseconds, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    try (Bourn bourn = Bourn.open(scratch.resolve("employees"));
        Datomic theirs = new Datomic()) {
      DatomStream ours = bourn.datoms("employees");
      Employees.load(ours, theirs);
      Asking asking = new Asking(bourn, ours.db(), theirs.db());
      List<Figure> figures = new ArrayList<>(asking.figures(name(), QUESTIONS));
      figures.add(topK(asking));
      figures.add(point(asking, "point-prepared", Datalog1m::prepared));
      figures.add(point(asking, "point", Datalog1m::unprepared));
      return figures;
    }
  }

  /** The peer has no order, so its rows are looked through for the greatest. */
  private static Figure topK(Asking asking) throws Exception {
    return Asking.compared(
        "datalog-1m/top-" + TOP,
        () -> asking.bourn().query(TOP_K, asking.ours()).count(),
        () -> greatest(Peer.query(THEIR_TOP_K, asking.theirs())).size());
  }

  private static Collection<List<Object>> greatest(Collection<List<Object>> rows) {
    PriorityQueue<List<Object>> greatest =
        new PriorityQueue<>(Comparator.comparingLong(row -> (Long) row.get(1)));
    for (List<Object> row : rows) {
      greatest.add(row);
      if (greatest.size() > TOP) {
        greatest.remove();
      }
    }
    return greatest;
  }

  /** Finds the salary of the employee of a number, by ours and by the peer. */
  private interface Point {
    Asked of(Asking asking);
  }

  /** Answers of ours and the peer's, by number. */
  private record Asked(Answer ours, Answer theirs) {}

  /** The salary of the employee of a number. */
  private interface Answer {
    long of(long id) throws Exception;
  }

  private static Figure point(Asking asking, String row, Point point) throws Exception {
    Asked asked = point.of(asking);
    Figure millis = Asking.compared("datalog-1m/" + row, sum(asked.ours()), sum(asked.theirs()));
    return new Figure(
        millis.bench(),
        "us",
        true,
        millis.ours() * 1e3 / POINTS,
        millis.peer(),
        millis.theirs() * 1e3 / POINTS);
  }

  private static Callable<Long> sum(Answer answer) {
    return () -> {
      long sum = 0;
      for (int i = 0; i < POINTS; i++) {
        sum += answer.of(1 + (long) i * (Employees.COUNT / POINTS));
      }
      return sum;
    };
  }

  private static Asked prepared(Asking asking) {
    Query query = Query.parse(POINT);
    Source source = Sources.of(asking.ours());
    return new Asked(
        id -> number(Datalog.query(query, List.of(source, id), Budget.DEFAULT).value(0, 0)),
        id -> Peer.<Long>query(POINT, asking.theirs(), id));
  }

  /** The number stands in the text, so each query is another. */
  private static Asked unprepared(Asking asking) {
    Database ours = asking.ours();
    return new Asked(
        id -> number(asking.bourn().query(literal(id), ours).value(0, 0)),
        id -> Peer.<Long>query(literal(id), asking.theirs()));
  }

  private static long number(Value value) {
    return ((Value.Int) value).value();
  }

  private static String literal(long id) {
    return "[:find ?s . :where [?e :id " + id + "] [?e :salary ?s]]";
  }
}
