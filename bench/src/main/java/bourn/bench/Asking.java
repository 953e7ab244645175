package bourn.bench;

import bourn.Bourn;
import bourn.datalog.QueryResult;
import bourn.index.Database;
import datomic.Peer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;

/** Asks ours and Datomic the same of databases that hold the same, and times both. */
record Asking(Bourn bourn, Database ours, datomic.Database theirs) {

  private static final int WARM_MILLIS = 2_000;
  private static final int COUNTED = 25;
  private static final double SLOW_MILLIS = 300;
  private static final int COUNTED_SLOW = 3;

  /** Returns the figures of each question, as rows of {@code bench}. */
  List<Figure> figures(String bench, List<Question> questions) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Question question : questions) {
      figures.add(figure(bench + "/" + question.name(), question));
    }
    return figures;
  }

  private Figure figure(String row, Question question) throws Exception {
    Object[] ourInputs = inputs(ours, question.ours());
    Callable<Integer> our = () -> rows(bourn.query(question.text(), ourInputs));
    if (question.theirs() == null) {
      return alone(row, our);
    }
    Object[] theirInputs = inputs(theirs, question.theirs());
    return compared(row, our, () -> rows(Peer.<Object>query(question.text(), theirInputs)));
  }

  private static Object[] inputs(Object database, List<?> others) {
    List<Object> inputs = new ArrayList<>();
    inputs.add(database);
    inputs.addAll(others);
    return inputs.toArray();
  }

  private static int rows(QueryResult result) {
    return result.count();
  }

  private static int rows(Object result) {
    return result instanceof Collection<?> rows ? rows.size() : 1;
  }

  private static Figure alone(String row, Callable<Integer> our) throws Exception {
    double millis = Clock.medians(our, () -> 0, WARM_MILLIS, COUNTED)[0];
    return new Figure(row, "ms", true, millis, null, 0);
  }

  /** Compares what both give, and how long it takes: a peer that is slow is asked a few times. */
  static Figure compared(String row, Callable<?> ours, Callable<?> theirs) throws Exception {
    Object our = ours.call();
    Object[] their = new Object[1];
    double first = Clock.millis(() -> their[0] = theirs.call());
    if (!our.equals(their[0])) {
      throw new IllegalStateException(row + ": ours is " + our + ", Datomic's " + their[0]);
    }
    boolean slow = first > SLOW_MILLIS;
    if (slow) {
      Clock.medians(ours, () -> 0, WARM_MILLIS, 1);
    }
    double[] millis =
        Clock.medians(ours, theirs, slow ? 0 : WARM_MILLIS, slow ? COUNTED_SLOW : COUNTED);
    return new Figure(row, "ms", true, millis[0], Datomic.NAME, millis[1]);
  }
}
