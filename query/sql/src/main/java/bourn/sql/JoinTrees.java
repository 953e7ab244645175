package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to join the tables of a graph, and what they cost. */
final class JoinTrees {

  /*
   * Of few tables the best tree for every set is found from those for its subsets, smaller ones
   * first [1], in trees of any shape. Of more, those two trees are joined again and again whose join
   * has the fewest rows [2].
   *
   * [1] Selinger et al., Access Path Selection in a Relational Database Management System, 1979
   * [2] Fegaras, A New Heuristic for Optimizing Large Queries, 1998
   */

  private static final int MOST_TRIED = 10;

  private final JoinGraph graph;
  private final double[] tableRows;
  private final double[] domains;

  private JoinTrees(JoinGraph graph) {
    Cardinality cardinality = new Cardinality();
    this.graph = graph;
    this.tableRows = graph.tables().stream().mapToDouble(cardinality::rows).toArray();
    this.domains = graph.domains(cardinality);
  }

  /**
   * A way to join the tables of a set.
   *
   * @param cost of the joins alone
   * @param join of two trees, or null of a single table
   */
  record Tree(long set, double rows, double cost, @Nullable Pair join) {}

  /** Two trees to join; the one with more rows is the left one. */
  record Pair(Tree left, Tree right) {}

  /** Returns the cheapest way to join all tables of {@code graph}. */
  static Tree cheapest(JoinGraph graph) {
    JoinTrees trees = new JoinTrees(graph);
    return graph.tables().size() <= MOST_TRIED ? trees.tryAll() : trees.joinFewest();
  }

  private Tree tryAll() {
    Tree[] best = new Tree[1 << tableRows.length];
    for (int set = 1; set < best.length; set++) {
      best[set] = Integer.bitCount(set) == 1 ? single(set) : best(set, best);
    }
    return best[best.length - 1];
  }

  /** Returns the best tree of {@code set}, given those of all smaller numbers. */
  private Tree best(int set, Tree[] best) {
    double rows = rows(set);
    int first = Integer.lowestOneBit(set);
    Tree found = join(best[first], best[set ^ first], rows);
    for (int part = (set - 1) & set; part > 0; part = (part - 1) & set) {
      if ((part & first) != 0) {
        Tree tried = join(best[part], best[set ^ part], rows);
        found = tried.cost < found.cost ? tried : found;
      }
    }
    return found;
  }

  private Tree joinFewest() {
    List<Tree> trees = new ArrayList<>();
    for (int table = 0; table < tableRows.length; table++) {
      trees.add(single(1L << table));
    }
    while (trees.size() > 1) {
      Tree fewest = fewest(trees);
      trees.removeIf(tree -> (tree.set & fewest.set) != 0);
      trees.add(fewest);
    }
    return trees.getFirst();
  }

  private Tree fewest(List<Tree> trees) {
    Tree fewest = join(trees.get(0), trees.get(1));
    for (int i = 0; i < trees.size(); i++) {
      for (int j = 0; j < i; j++) {
        Tree tried = join(trees.get(i), trees.get(j));
        fewest = tried.rows < fewest.rows ? tried : fewest;
      }
    }
    return fewest;
  }

  private Tree single(long set) {
    return new Tree(set, rows(set), 0, null);
  }

  private Tree join(Tree one, Tree other) {
    return join(one, other, rows(one.set | other.set));
  }

  private static Tree join(Tree one, Tree other, double rows) {
    double cost = one.cost + other.cost + Costs.pairs(one.rows, other.rows, rows);
    Pair pair = one.rows < other.rows ? new Pair(other, one) : new Pair(one, other);
    return new Tree(one.set | other.set, rows, cost, pair);
  }

  private double rows(long set) {
    double rows = graph.selectivity(set, domains);
    for (int table = 0; table < tableRows.length; table++) {
      rows *= (set >>> table & 1) == 1 ? tableRows[table] : 1;
    }
    return Math.max(1, rows);
  }
}
