package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Map<Long, Double> together;

  /** Of each table: by how much it multiplies the rows of a set; and of which it says something. */
  private final double[] factors;

  private final long[] saidOf;

  private JoinTrees(JoinGraph graph) {
    Cardinality cardinality = new Cardinality();
    this.graph = graph;
    this.tableRows = graph.tables().stream().mapToDouble(cardinality::rows).toArray();
    this.domains = graph.domains(cardinality);
    this.together = graph.together(domains, cardinality);
    this.factors = tableRows.clone();
    this.saidOf = new long[tableRows.length];
    for (int table = 0; table < factors.length; table++) {
      if (graph.said(table) != null) {
        factors[table] = graph.kept(table, tableRows[table], cardinality);
        saidOf[table] = graph.saidOf(table);
      }
    }
  }

  /**
   * A way to join the tables of a set.
   *
   * @param cost of the joins alone
   * @param join of two trees, or null of a single table
   */
  record Tree(long set, double rows, double cost, @Nullable Pair join) {}

  /** Two trees to join; the one with more rows is the left one, or that of which is said. */
  record Pair(Tree left, Tree right) {}

  /** Returns the cheapest way to join all tables of {@code graph}. */
  static Tree cheapest(JoinGraph graph) {
    JoinTrees trees = new JoinTrees(graph);
    return graph.tables().size() <= MOST_TRIED ? trees.tryAll() : trees.joinFewest();
  }

  private Tree tryAll() {
    @Nullable Tree[] best = new Tree[1 << tableRows.length];
    for (int set = 1; set < best.length; set++) {
      best[set] = Integer.bitCount(set) == 1 ? single(set) : best(set, best);
    }
    return Objects.requireNonNull(best[best.length - 1]);
  }

  /**
   * Returns the best tree of {@code set}, given those of all smaller numbers; null if a table of it
   * says something of one that is not in it.
   */
  private @Nullable Tree best(int set, @Nullable Tree[] best) {
    if (!whole(set)) {
      return null;
    }
    double rows = rows(set);
    int first = Integer.lowestOneBit(set);
    @Nullable Tree found = null;
    for (int part = (set - 1) & set; part > 0; part = (part - 1) & set) {
      Tree one = best[part];
      Tree other = best[set ^ part];
      if ((part & first) != 0 && one != null && other != null) {
        Tree tried = join(one, other, rows);
        found = found == null || tried.cost < found.cost ? tried : found;
      }
    }
    return found;
  }

  private boolean whole(long set) {
    for (int table = 0; table < saidOf.length; table++) {
      if ((set >>> table & 1) == 1 && (saidOf[table] & ~set) != 0) {
        return false;
      }
    }
    return true;
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
    @Nullable Tree fewest = null;
    for (int i = 0; i < trees.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (whole(trees.get(i).set | trees.get(j).set)) {
          Tree tried = join(trees.get(i), trees.get(j));
          fewest = fewest == null || tried.rows < fewest.rows ? tried : fewest;
        }
      }
    }
    return Objects.requireNonNull(fewest);
  }

  private Tree single(long set) {
    return new Tree(set, tableRows[Long.numberOfTrailingZeros(set)], 0, null);
  }

  private Tree join(Tree one, Tree other) {
    return join(one, other, rows(one.set | other.set));
  }

  private Tree join(Tree one, Tree other, double rows) {
    boolean says = says(one) || says(other);
    double join = Costs.pairs(one.rows, other.rows, says ? 0 : rows);
    boolean turned = says(one) || (!says(other) && one.rows < other.rows);
    Pair pair = turned ? new Pair(other, one) : new Pair(one, other);
    return new Tree(one.set | other.set, rows, one.cost + other.cost + join, pair);
  }

  private boolean says(Tree tree) {
    return tree.join == null && saidOf[Long.numberOfTrailingZeros(tree.set)] != 0;
  }

  private double rows(long set) {
    double rows = graph.selectivity(set, domains);
    for (int table = 0; table < tableRows.length; table++) {
      rows *= (set >>> table & 1) == 1 ? factors[table] : 1;
    }
    for (Map.Entry<Long, Double> pair : together.entrySet()) {
      rows *= (pair.getKey() & ~set) == 0 ? pair.getValue() : 1;
    }
    return Math.max(1, rows);
  }
}
