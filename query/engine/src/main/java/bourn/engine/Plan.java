package bourn.engine;

import bourn.columns.Restriction;
import bourn.columns.Table;
import bourn.kernel.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to compute, as a tree of operators: what every front end compiles to and {@link Engine}
 * runs. Rows are tuples of {@link #width} columns, counted from 0; an operator's result is a bag.
 *
 * <p>NULL (SQL's, {@code nil}) never equals anything in a join; grouping, {@link Distinct} and
 * {@link Sort} treat it as one value, the least.
 */
public sealed interface Plan {

  /** Returns the number of columns of the result. */
  int width();

  /** The rows of a table that satisfy all restrictions. */
  record Scan(Table table, List<Integer> columns, List<Restriction> restrictions) implements Plan {
    public Scan {
      columns = List.copyOf(columns);
      restrictions = List.copyOf(restrictions);
    }

    @Override
    public int width() {
      return columns.size();
    }
  }

  /** Given rows. */
  record Rows(int width, List<List<Value>> rows) implements Plan {}

  /** The rows for which {@code predicate} is true (not NULL). */
  record Filter(Plan input, Expression predicate) implements Plan {
    @Override
    public int width() {
      return input.width();
    }
  }

  /** A row of expressions for each row. */
  record Project(Plan input, List<Expression> expressions) implements Plan {
    public Project {
      expressions = List.copyOf(expressions);
    }

    @Override
    public int width() {
      return expressions.size();
    }
  }

  /**
   * For each row, one row for each element of a collection: the row's columns, then the element's.
   *
   * @param collection gives a list or set; anything else gives no row
   * @param elementWidth 0 when an element is one column, otherwise the number of columns into which
   *     an element, itself a list of that many, is taken apart
   */
  record Unnest(Plan input, Expression collection, int elementWidth) implements Plan {
    @Override
    public int width() {
      return input.width() + Math.max(1, elementWidth);
    }
  }

  /**
   * Pairs of rows with equal keys: the left row's columns, then the right row's. Without keys,
   * every pair.
   *
   * @param residual what a pair must satisfy beside, over the columns of both, or null
   */
  record Join(
      Plan left,
      Plan right,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      JoinType type,
      @Nullable Expression residual)
      implements Plan {
    public Join {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
      if (leftKeys.size() != rightKeys.size()) {
        throw new IllegalArgumentException(
            "a join needs as many keys on the left as on the right, was "
                + leftKeys.size()
                + " and "
                + rightKeys.size());
      }
    }

    @Override
    public int width() {
      return type.onlyLeft() ? left.width() : left.width() + right.width();
    }
  }

  /** Which rows a join keeps. */
  enum JoinType {
    /** Pairs. */
    INNER,
    /** Pairs, and left rows without partner with NULL on the right. */
    LEFT,
    /** Pairs, and right rows without partner with NULL on the left. */
    RIGHT,
    /** Pairs, and rows of both sides without partner. */
    FULL,
    /** Left rows that have a partner. */
    SEMI,
    /** Left rows that have none. */
    ANTI;

    /** Returns whether the result has the left row's columns only. */
    public boolean onlyLeft() {
      return this == SEMI || this == ANTI;
    }
  }

  /**
   * One row for each group of rows with equal keys: the keys, then the aggregates. Without keys
   * there is one group, even of no rows.
   */
  record Aggregate(Plan input, List<Integer> keys, List<AggregateCall> calls) implements Plan {
    public Aggregate {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
    }

    @Override
    public int width() {
      return keys.size() + calls.size();
    }
  }

  /** Each different row once. */
  record Distinct(Plan input) implements Plan {
    @Override
    public int width() {
      return input.width();
    }
  }

  /** The rows of all inputs, which are of one width. */
  record Union(List<Plan> inputs) implements Plan {
    public Union {
      inputs = List.copyOf(inputs);
    }

    @Override
    public int width() {
      return inputs.getFirst().width();
    }
  }

  /**
   * The rows in order, by the order of {@link Value}.
   *
   * @param keys what to order by; without any, the rows come as they do and only {@code offset} and
   *     {@code limit} count
   * @param limit the most rows wanted after {@code offset} are passed over; {@link Long#MAX_VALUE}
   *     for all
   */
  record Sort(Plan input, List<SortKey> keys, long offset, long limit) implements Plan {
    public Sort {
      keys = List.copyOf(keys);
    }

    @Override
    public int width() {
      return input.width();
    }
  }

  /**
   * A column to order by.
   *
   * @param nullsLast whether missing values come after all others, whatever {@code descending} says
   */
  record SortKey(int column, boolean descending, boolean nullsLast) {}

  /**
   * Each row with what functions say of it among the rows of its partition, one more column a
   * function. The rows come in the order of {@code partition}, then of {@code order}.
   *
   * @param partition columns by which rows belong together; missing values are one value
   * @param order of the rows of a partition
   */
  record Window(Plan input, List<Integer> partition, List<SortKey> order, List<WindowCall> calls)
      implements Plan {
    public Window {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
      calls = List.copyOf(calls);
    }

    @Override
    public int width() {
      return input.width() + calls.size();
    }
  }

  /**
   * The rows of {@code base}, and again and again those of {@code step}, which sees by {@link
   * Recursive} only the rows that came last, until none come: SQL's {@code WITH RECURSIVE}.
   *
   * @param id by which {@code step} refers to the rows
   * @param distinct whether each different row counts once, and rows that came before not again
   */
  record Iterate(int id, Plan base, Plan step, boolean distinct) implements Plan {
    @Override
    public int width() {
      return base.width();
    }
  }

  /**
   * The least relations closed under their rules, and then a result over them. Each relation is a
   * set that starts with {@code base} and grows by {@code step} until nothing new comes.
   *
   * @param relations refer to each other by {@link Recursive}, within {@code step} only
   * @param result refers to the finished relations by {@link Recursive}
   */
  record Fixpoint(List<Relation> relations, Plan result) implements Plan {
    public Fixpoint {
      relations = List.copyOf(relations);
    }

    @Override
    public int width() {
      return result.width();
    }
  }

  /**
   * Pairs of what a walk begins at and what it ends at: over any number of {@code steps}, also
   * none, and at its end over one pair of {@code ends}. All three are of one kind of thing; inputs
   * are taken as sets, and so is the result.
   *
   * @param steps pairs
   * @param ends pairs
   * @param from a column of what walks begin at, or null for everything
   */
  record Closure(Plan steps, Plan ends, @Nullable Plan from) implements Plan {
    @Override
    public int width() {
      return 2;
    }
  }

  /**
   * Rows of nodes between which all of {@code sides} lead, where two joined at a time would make
   * more rows on the way than there are in the end.
   *
   * @param width how many nodes a row has
   * @param sides lead from a node to a later one, and at least one to each but the first
   */
  record GenericJoin(int width, List<Side> sides) implements Plan {
    public GenericJoin {
      sides = List.copyOf(sides);
    }
  }

  /**
   * Pairs that lead from node {@code from} of a row to node {@code to}.
   *
   * @param pairs each once
   */
  record Side(Plan pairs, int from, int to) {
    public Side {
      if (from >= to) {
        throw new IllegalArgumentException("a side leads on, was from " + from + " to " + to);
      }
    }
  }

  /**
   * A relation of a fixpoint.
   *
   * @param id unique in the whole plan
   * @param extreme which facts count, or null when all do
   */
  record Relation(int id, Plan base, Plan step, @Nullable Extreme extreme) {
    /** Makes a relation of which all facts count. */
    public Relation(int id, Plan base, Plan step) {
      this(id, base, step, null);
    }
  }

  /**
   * That of the facts of a relation which agree in all other columns only the one with the least or
   * greatest value of {@code column} counts. That is a least fixpoint where a step makes nothing
   * better of something worse, as when it adds to a length.
   */
  record Extreme(int column, boolean greatest) {}

  /** The rows that relation {@code id} of an enclosing fixpoint has so far. */
  record Recursive(int id, int width) implements Plan {}

  /**
   * Runs {@code input} once and shares its rows wherever the same {@code id} stands in the plan.
   */
  record Shared(int id, Plan input) implements Plan {
    @Override
    public int width() {
      return input.width();
    }
  }
}
