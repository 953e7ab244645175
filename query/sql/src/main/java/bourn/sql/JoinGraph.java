package bourn.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * The tables that inner joins and semi-joins join and what must hold between them, without the
 * order in which they were written. A table here is whatever is no such join; a set of tables is
 * the bits of their numbers. Columns are numbered through all tables.
 *
 * <p>The right table of a semi-join, or of an anti-join, gives no columns; it is joined with what
 * has all tables that it <em>says something of</em>, whenever that costs least.
 */
final class JoinGraph {

  /*
   * Columns that are equal form a class: whichever two parts are joined, any column of the class in
   * one and any in the other are a key, also where the statement compares others of the class.
   */

  private final RexBuilder builder;
  private final List<RelNode> tables = new ArrayList<>();
  private final List<Integer> firstColumns = new ArrayList<>();
  private final List<Integer> tableOf = new ArrayList<>();
  private final List<RelDataType> types = new ArrayList<>();
  private final List<List<Integer>> classes = new ArrayList<>();
  private final List<RexNode> conditions = new ArrayList<>();
  private final Map<Integer, Said> said = new HashMap<>();
  private final List<Integer> columns;

  /** What the right table of a semi-join or anti-join says of others. */
  record Said(JoinRelType type, RexNode condition) {}

  /** Makes the graph of {@code joins}, of which {@link #isJoined} is true. */
  JoinGraph(RelNode joins) {
    this.builder = joins.getCluster().getRexBuilder();
    this.columns = add(joins);
    equateWithinTables();
    filterTables();
  }

  /** Returns whether {@code rel} is inner joins, with conditions and moved columns above. */
  static boolean isJoined(RelNode rel) {
    return switch (rel) {
      case Join join -> join.getJoinType() == JoinRelType.INNER || isSaid(join);
      case Filter filter -> isJoined(filter.getInput());
      case Project project -> isMoved(project) && isJoined(project.getInput());
      default -> false;
    };
  }

  private static boolean isSaid(Join join) {
    return (join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI)
        && !join.analyzeCondition().leftKeys.isEmpty();
  }

  private static boolean isMoved(Project project) {
    return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
  }

  /** Returns the tables, by number; each may be replaced by another that gives the same. */
  List<RelNode> tables() {
    return tables;
  }

  /** Returns the columns that the joins give. */
  List<Integer> columns() {
    return columns;
  }

  /** Returns the columns of a table. */
  List<Integer> columns(int table) {
    List<Integer> own = new ArrayList<>();
    for (int c = firstColumns.get(table); c < types.size() && tableOf.get(c) == table; c++) {
      own.add(c);
    }
    return own;
  }

  /**
   * Returns by how much more rows there are of each two tables than {@code domains} say, where the
   * two are joined by several columns: together these have no more values than there are rows.
   */
  Map<Long, Double> together(double[] domains, Cardinality cardinality) {
    Map<Long, List<Integer>> shared = new HashMap<>();
    for (int i = 0; i < domains.length; i++) {
      long tables = 0;
      for (int column : classes.get(i)) {
        tables |= 1L << tableOf.get(column);
      }
      for (long one = tables; one != 0; one &= one - 1) {
        for (long other = one & (one - 1); other != 0; other &= other - 1) {
          long pair = Long.lowestOneBit(one) | Long.lowestOneBit(other);
          shared.computeIfAbsent(pair, any -> new ArrayList<>()).add(i);
        }
      }
    }
    Map<Long, Double> more = new HashMap<>();
    shared.forEach(
        (pair, equal) -> {
          double product = 1;
          for (int i : equal) {
            product *= domains[i];
          }
          double most =
              Math.min(most(equal, pair, true, cardinality), most(equal, pair, false, cardinality));
          if (equal.size() > 1 && product > most) {
            more.put(pair, product / most);
          }
        });
    return more;
  }

  /** Returns how many values the columns of a table in {@code equal} can have together at most. */
  private double most(List<Integer> equal, long pair, boolean first, Cardinality cardinality) {
    long table = first ? Long.lowestOneBit(pair) : Long.highestOneBit(pair);
    return equal.stream()
        .mapToDouble(i -> domain(first(classes.get(i), table), cardinality).values())
        .max()
        .orElse(1);
  }

  /** Returns what {@code table} says of others, or null if it is joined for its columns. */
  @Nullable Said said(int table) {
    return said.get(table);
  }

  /** Returns the tables of which {@code table} says something; none if it is joined. */
  long saidOf(int table) {
    Said of = said.get(table);
    return of == null ? 0 : tables(of.condition) & ~(1L << table);
  }

  /** Returns what the tables of a pair must satisfy where one of them says something. */
  RexNode condition(Said of, List<Integer> both) {
    return mapped(of.condition, both::indexOf);
  }

  /**
   * Returns which part of the rows of others is kept by what {@code table}, of {@code rows} rows,
   * says of them.
   */
  double kept(int table, double rows, Cardinality cardinality) {
    Said of = Objects.requireNonNull(said.get(table));
    double pairs = rows;
    for (RexNode conjunct : RelOptUtil.conjunctions(of.condition)) {
      if (isEquality(conjunct)) {
        List<RexNode> columns = ((RexCall) conjunct).getOperands();
        Cardinality.Domain one = domain(((RexInputRef) columns.get(0)).getIndex(), cardinality);
        Cardinality.Domain other = domain(((RexInputRef) columns.get(1)).getIndex(), cardinality);
        pairs /= Math.max(1, one.joined(other).values());
      } else {
        pairs *= Cardinality.selectivity(conjunct);
      }
    }
    return Cardinality.kept(of.type, 1, rows, pairs);
  }

  /** Returns for each class how many values its columns can have. */
  double[] domains(Cardinality cardinality) {
    double[] domains = new double[classes.size()];
    for (int i = 0; i < domains.length; i++) {
      domains[i] =
          classes.get(i).stream()
              .map(column -> domain(column, cardinality))
              .reduce(Cardinality.Domain::joined)
              .map(Cardinality.Domain::values)
              .orElse(1.0);
    }
    return domains;
  }

  private Cardinality.Domain domain(int column, Cardinality cardinality) {
    int table = tableOf.get(column);
    return cardinality.domain(tables.get(table), column - firstColumns.get(table));
  }

  /**
   * Returns which part of all combinations of rows of the tables of {@code set} satisfies what must
   * hold.
   *
   * @param domains as {@link #domains} gives them
   */
  double selectivity(long set, double[] domains) {
    double part = 1;
    for (int i = 0; i < domains.length; i++) {
      long met = 0;
      for (int column : classes.get(i)) {
        met |= set & 1L << tableOf.get(column);
      }
      part /= Math.pow(Math.max(1, domains[i]), Math.max(0, Long.bitCount(met) - 1));
    }
    for (RexNode condition : conditions) {
      part *= (tables(condition) & ~set) == 0 ? Cardinality.selectivity(condition) : 1;
    }
    return part;
  }

  /**
   * Returns what must hold between rows of {@code left} and of {@code right} beyond what holds of
   * each, over {@code both}, the columns of such a pair.
   */
  RexNode between(long left, long right, List<Integer> both) {
    List<RexNode> all = new ArrayList<>();
    for (List<Integer> equal : classes) {
      int one = first(equal, left);
      int other = first(equal, right);
      if (one >= 0 && other >= 0) {
        all.add(equality(one, other));
      }
    }
    for (RexNode condition : conditions) {
      long about = tables(condition);
      if ((about & ~(left | right)) == 0 && (about & ~left) != 0 && (about & ~right) != 0) {
        all.add(condition);
      }
    }
    return mapped(RexUtil.composeConjunction(builder, all), both::indexOf);
  }

  private int first(List<Integer> equal, long set) {
    for (int column : equal) {
      if ((set >>> tableOf.get(column) & 1) == 1) {
        return column;
      }
    }
    return -1;
  }

  private RexNode equality(int one, int other) {
    return builder.makeCall(
        SqlStdOperatorTable.EQUALS,
        builder.makeInputRef(types.get(one), one),
        builder.makeInputRef(types.get(other), other));
  }

  /** Returns the tables that {@code condition} is about; all of them if it is about none. */
  private long tables(RexNode condition) {
    long set = 0;
    for (int column : RelOptUtil.InputFinder.bits(condition)) {
      set |= 1L << tableOf.get(column);
    }
    return set == 0 ? -1L >>> -tables.size() : set;
  }

  private List<Integer> add(RelNode rel) {
    if (!isJoined(rel)) {
      return addTable(rel);
    }
    List<Integer> below = new ArrayList<>();
    if (rel instanceof Join join && isSaid(join)) {
      below.addAll(add(join.getLeft()));
      List<Integer> both = new ArrayList<>(below);
      both.addAll(addTable(join.getRight()));
      RexNode condition = mapped(join.getCondition(), both::get);
      said.put(tables.size() - 1, new Said(join.getJoinType(), condition));
      return below;
    }
    rel.getInputs().forEach(input -> below.addAll(add(input)));
    if (rel instanceof Project project) {
      return project.getProjects().stream()
          .map(moved -> below.get(((RexInputRef) moved).getIndex()))
          .toList();
    }
    addConditions(
        rel instanceof Join join ? join.getCondition() : ((Filter) rel).getCondition(), below);
    return below;
  }

  private List<Integer> addTable(RelNode rel) {
    int table = tables.size();
    tables.add(rel);
    firstColumns.add(types.size());
    rel.getRowType()
        .getFieldList()
        .forEach(
            field -> {
              types.add(field.getType());
              tableOf.add(table);
            });
    return columns(table);
  }

  private void addConditions(RexNode condition, List<Integer> below) {
    for (RexNode conjunct : RelOptUtil.conjunctions(mapped(condition, below::get))) {
      if (!equate(conjunct)) {
        conditions.add(conjunct);
      }
    }
  }

  /** Returns whether {@code condition} says that two columns are equal; if so, notes it. */
  private boolean equate(RexNode condition) {
    if (!isEquality(condition)) {
      return false;
    }
    RexInputRef one = (RexInputRef) ((RexCall) condition).getOperands().get(0);
    RexInputRef other = (RexInputRef) ((RexCall) condition).getOperands().get(1);
    List<Integer> merged = new ArrayList<>(List.of(one.getIndex(), other.getIndex()));
    for (List<Integer> equal : List.copyOf(classes)) {
      if (equal.contains(one.getIndex()) || equal.contains(other.getIndex())) {
        merged.addAll(equal);
        classes.remove(equal);
      }
    }
    classes.add(merged.stream().distinct().sorted().toList());
    return true;
  }

  private static boolean isEquality(RexNode condition) {
    return condition instanceof RexCall call
        && call.getKind() == SqlKind.EQUALS
        && call.getOperands().get(0) instanceof RexInputRef one
        && call.getOperands().get(1) instanceof RexInputRef other
        && CalciteTypes.sameWords(one.getType(), other.getType());
  }

  /** Joins compare only the first of the columns of a class that are in one table. */
  private void equateWithinTables() {
    for (List<Integer> equal : classes) {
      for (int i = 1; i < equal.size(); i++) {
        int one = equal.get(i - 1);
        int other = equal.get(i);
        if (tableOf.get(one).equals(tableOf.get(other))) {
          conditions.add(equality(one, other));
        }
      }
    }
  }

  private void filterTables() {
    for (int table = 0; table < tables.size(); table++) {
      long only = 1L << table;
      List<RexNode> own = conditions.stream().filter(c -> tables(c) == only).toList();
      conditions.removeAll(own);
      if (!own.isEmpty()) {
        RexNode all = RexUtil.composeConjunction(builder, own);
        RexNode placed = mapped(all, columns(table)::indexOf);
        tables.set(table, LogicalFilter.create(tables.get(table), placed));
      }
    }
  }

  private static RexNode mapped(RexNode node, IntUnaryOperator place) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(place.applyAsInt(ref.getIndex()), ref.getType());
          }
        });
  }
}
