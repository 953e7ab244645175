package bourn.bench;

import bourn.Bourn;
import bourn.index.DatomStream;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who follows whom, directly or not, in graphs of several shapes. */
final class DatalogRules implements Bench {

  private static final String RULES =
      "[[(follows ?x ?y) [?x :follows ?y]]"
          + " [(follows ?x ?y) [?x :follows ?t] (follows ?t ?y)]]";
  private static final String LEFT_RULES =
      "[[(follows ?x ?y) [?x :follows ?y]]"
          + " [(follows ?x ?y) (follows ?x ?t) [?t :follows ?y]]]";
  private static final String ALL = "[:find ?x ?y :in $ % :where (follows ?x ?y)]";
  private static final String FROM = "[:find ?y :in $ % ?x :where (follows ?x ?y)]";
  private static final String FROM_NODE =
      "[:find ?y :in $ % ?n :where [?x :node ?n] (follows ?x ?y)]";
  private static final String FROM_SEVERAL =
      "[:find ?x ?y :in $ % [?n ...] :where [?x :node ?n] (follows ?x ?y)]";
  private static final String TRIANGLES =
      "[:find ?a ?b ?c :where [?a :follows ?b] [?b :follows ?c] [?a :follows ?c]]";

  /**
   * A graph, and what is asked of it.
   *
   * @param peerEnds whether the peer finds all pairs in a minute
   */
  private record Shape(String name, Graph graph, boolean peerEnds, boolean bound) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("wide-3x3", Graph.wide(3, 3), true, false),
          new Shape("wide-5x3", Graph.wide(5, 3), true, false),
          new Shape("wide-7x3", Graph.wide(7, 3), true, false),
          new Shape("wide-4x6", Graph.wide(4, 6), true, false),
          new Shape("long-10x3", Graph.chains(10, 3), true, false),
          new Shape("long-30x3", Graph.chains(30, 3), true, false),
          new Shape("long-30x5", Graph.chains(30, 5), true, false),
          new Shape("chain-300", Graph.chains(299, 1), true, false),
          new Shape("grid-12x12", Graph.grid(12), true, false),
          new Shape("random-300", Graph.random(300, 450), false, true));

  @Override
  public String name() {
    return "datalog-rules";
  }

  @Override
  public String what() {
    return "transitive closures and triangles, median milliseconds, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Bourn bourn = Bourn.open(scratch.resolve("graphs"))) {
      for (Shape shape : SHAPES) {
        figures.addAll(ask(bourn, shape.name(), shape.graph(), shape));
      }
      figures.addAll(ask(bourn, "triangles", Graph.random(2_000, 40_000), null));
    }
    return figures;
  }

  private List<Figure> ask(Bourn bourn, String stream, Graph graph, @Nullable Shape shape)
      throws Exception {
    DatomStream ours = bourn.datoms(stream);
    try (Datomic theirs = new Datomic()) {
      load(ours, theirs, graph);
      Asking asking = new Asking(bourn, ours.db(), theirs.db());
      List<Question> questions =
          shape == null
              ? List.of(Question.of("triangles", TRIANGLES))
              : questions(shape, node(ours, graph.start()), theirNode(theirs, graph.start()));
      return asking.figures(name(), questions);
    }
  }

  private static void load(DatomStream ours, Datomic theirs, Graph graph) throws Exception {
    ours.transact(Graph.ourSchema());
    graph.ours().forEach(ours::transact);
    ours.settle();
    theirs.transact(Graph.theirSchema());
    for (List<?> part : graph.theirs()) {
      theirs.transact(part);
    }
    theirs.index();
  }

  private static List<Question> questions(Shape shape, long ourNode, long theirNode) {
    List<?> inputs = List.of(RULES);
    List<Question> questions = new ArrayList<>();
    String name = shape.name();
    questions.add(new Question(name, ALL, inputs, shape.peerEnds() ? inputs : null));
    if (shape.bound()) {
      List<?> left = List.of(LEFT_RULES);
      questions.add(new Question(name + "-left", ALL, left, null));
      questions.add(
          new Question(name + "-bound", FROM, List.of(RULES, ourNode), List.of(RULES, theirNode)));
      questions.add(new Question(name + "-bound-left", FROM, List.of(LEFT_RULES, ourNode), null));
      questions.add(
          new Question(
              name + "-bound-node", FROM_NODE, List.of(RULES, (long) shape.graph().start()), null));
      questions.add(
          new Question(
              name + "-bound-5", FROM_SEVERAL, List.of(RULES, List.of(1L, 2L, 3L, 4L, 5L)), null));
    }
    return questions;
  }

  private static long node(DatomStream ours, long number) {
    Value found = Value.list(Keyword.of("node"), number);
    return Objects.requireNonNull(ours.db().entity(found));
  }

  private static long theirNode(Datomic theirs, long number) {
    return (Long) theirs.db().entid(List.of(Datomic.key("node"), number));
  }
}
