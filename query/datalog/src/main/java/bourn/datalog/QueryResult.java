package bourn.datalog;

import bourn.engine.Budget;
import bourn.engine.Guard;
import bourn.engine.Result;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a query found. Immutable; the rows are in columns, and values are made when they are asked
 * for. Iterates over the rows, in the order asked for, else in no particular one.
 */
public final class QueryResult implements Iterable<List<Value>> {

  private static final int ROWS_A_LOOK = 256;
  private static final int COMPARED_A_LOOK = 1 << 12;
  private static final long BYTES_A_ROW = 120;
  private static final long BYTES_A_CELL = 32;

  private final Query query;
  private final Result result;
  private final List<@Nullable Finishing> finishing;
  private final Budget left;
  private final List<String> warnings;

  QueryResult(
      Query query,
      Result result,
      List<@Nullable Finishing> finishing,
      Guard guard,
      List<String> warnings) {
    this.query = query;
    this.result = result;
    this.finishing = finishing;
    this.left = guard.remaining();
    this.warnings = List.copyOf(warnings);
  }

  /** Returns in what shape the rows are wanted. */
  public FindShape shape() {
    return query.shape();
  }

  /** Returns the name of each column. */
  public List<String> columns() {
    return query.columns();
  }

  /** Returns the columns as the engine made them: entities where the query pulls. */
  public Result result() {
    return result;
  }

  /** Returns the number of rows. */
  public int count() {
    return result.rows();
  }

  /** Returns whether {@link #result} has everything as it is asked for: nothing is pulled. */
  public boolean isFinished() {
    return finishing.stream().allMatch(Objects::isNull);
  }

  /**
   * Returns whether {@link #toValue} is the set of the rows of {@link #result}, which are all
   * different.
   */
  public boolean isSet() {
    return shape() == FindShape.RELATION
        && isFinished()
        && !isList()
        && query.parsed().find().stream().allMatch(QueryResult::tellsApart);
  }

  private static boolean tellsApart(FindElement element) {
    return element instanceof FindElement.Plain || element instanceof FindElement.Aggregate;
  }

  /** Returns whether {@link #toValue} has a map for each row. */
  public boolean isKeyed() {
    return query.parsed().keys() != null;
  }

  /** Returns what was odd about the query though it could be answered. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Returns the value in column {@code column} of row {@code row}.
   *
   * @throws bourn.engine.QueryException if to pull it takes more than the query left of its budget
   */
  public Value value(int row, int column) {
    return value(row, column, new Guard(left));
  }

  private Value value(int row, int column, Guard guard) {
    Value value = result.value(row, column);
    Finishing finish = finishing.get(column);
    return finish == null ? value : finish.of(value, guard);
  }

  /**
   * Returns row {@code row}, newly made.
   *
   * @throws bourn.engine.QueryException as {@link #value}
   */
  public List<Value> row(int row) {
    return row(row, new Guard(left));
  }

  private List<Value> row(int row, Guard guard) {
    List<Value> values = new ArrayList<>(finishing.size());
    for (int column = 0; column < finishing.size(); column++) {
      values.add(value(row, column, guard));
    }
    return values;
  }

  /** Returns all rows, each made when it is asked for. */
  public List<List<Value>> rows() {
    return new AbstractList<>() {
      @Override
      public List<Value> get(int row) {
        return row(row);
      }

      @Override
      public int size() {
        return count();
      }
    };
  }

  @Override
  public Iterator<List<Value>> iterator() {
    return rows().iterator();
  }

  /**
   * Returns the result as one value, in the shape that the query asks for: a set of lists, or a
   * list of them if an order is asked for, or {@code :with} without an aggregate; a list of maps
   * where there are keys; a list of values, one list, one value, or {@code nil} where there is
   * none.
   *
   * @throws bourn.engine.QueryException if that takes more than the query left of its budget
   */
  public Value toValue() {
    Guard guard = new Guard(left);
    return switch (shape()) {
      case RELATION -> relation(guard);
      case COLLECTION -> new Value.Items(made(row -> value(row, 0, guard), guard));
      case TUPLE -> count() == 0 ? Value.Nil.NIL : tuple(row(0));
      case SCALAR -> count() == 0 ? Value.Nil.NIL : value(0, 0);
    };
  }

  private List<Value> made(IntFunction<Value> make, Guard guard) {
    List<Value> made = new ArrayList<>();
    for (int row = 0; row < count(); row++) {
      if (row % ROWS_A_LOOK == 0) {
        guard.check();
        guard.take(ROWS_A_LOOK * (BYTES_A_ROW + BYTES_A_CELL * finishing.size()));
      }
      made.add(make.apply(row));
    }
    return made;
  }

  private Value relation(Guard guard) {
    List<Value> tuples = made(row -> tuple(row(row, guard)), guard);
    return isList() ? new Value.Items(tuples) : set(tuples, guard);
  }

  /** Sorts as the set would, but looks at the guard meanwhile. */
  private static Value set(List<Value> tuples, Guard guard) {
    int[] compared = {0};
    tuples.sort(
        (one, other) -> {
          if (++compared[0] % COMPARED_A_LOOK == 0) {
            guard.check();
          }
          return one.compareTo(other);
        });
    List<Value> different = new ArrayList<>(tuples.size());
    for (Value tuple : tuples) {
      if (different.isEmpty() || !tuple.equals(different.getLast())) {
        different.add(tuple);
      }
    }
    return Value.Members.ofAscending(different);
  }

  /** Returns whether {@link #toValue}, of a relation, is a list rather than a set. */
  public boolean isList() {
    return isKeyed() || bag() || !query.parsed().window().order().isEmpty();
  }

  /** Rows that :with tells apart stay apart, if no aggregate takes them together. */
  private boolean bag() {
    return !query.parsed().with().isEmpty()
        && query.parsed().find().stream().allMatch(element -> element.aggregates().isEmpty());
  }

  private Value tuple(List<Value> row) {
    List<Value> keys = query.parsed().keys();
    if (keys == null) {
      return new Value.Items(row);
    }
    Map<Value, Value> map = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      map.put(keys.get(i), row.get(i));
    }
    return new Value.Entries(map);
  }

  /** Returns the name that a key is, without quotes or colon. */
  static String plain(Value key) {
    return switch (key) {
      case Keyword keyword -> keyword.name();
      case Symbol symbol -> symbol.name();
      case Value.Text(String text) -> text;
      default -> key.toString();
    };
  }

  @Override
  public String toString() {
    return toValue().toString();
  }
}
