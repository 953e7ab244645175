package bourn.datalog;

import bourn.engine.Result;
import bourn.kernel.Keyword;
import bourn.kernel.Symbol;
import bourn.kernel.Value;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a query found. Immutable; the rows are in columns, and values are made when they are asked
 * for. Iterates over the rows, in the order asked for, else in no particular one.
 */
public final class QueryResult implements Iterable<List<Value>> {

  private final Query query;
  private final Result result;
  private final List<@Nullable UnaryOperator<Value>> finishing;
  private final List<String> warnings;

  QueryResult(
      Query query,
      Result result,
      List<@Nullable UnaryOperator<Value>> finishing,
      List<String> warnings) {
    this.query = query;
    this.result = result;
    this.finishing = finishing;
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

  /** Returns what was odd about the query though it could be answered. */
  public List<String> warnings() {
    return warnings;
  }

  /** Returns the value in column {@code column} of row {@code row}. */
  public Value value(int row, int column) {
    Value value = result.value(row, column);
    UnaryOperator<Value> finish = finishing.get(column);
    return finish == null ? value : finish.apply(value);
  }

  /** Returns row {@code row}, newly made. */
  public List<Value> row(int row) {
    List<Value> values = new ArrayList<>(finishing.size());
    for (int column = 0; column < finishing.size(); column++) {
      values.add(value(row, column));
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
   */
  public Value toValue() {
    return switch (shape()) {
      case RELATION -> relation();
      case COLLECTION -> new Value.Items(rows().stream().map(List::getFirst).toList());
      case TUPLE -> count() == 0 ? Value.Nil.NIL : tuple(row(0));
      case SCALAR -> count() == 0 ? Value.Nil.NIL : value(0, 0);
    };
  }

  private Value relation() {
    List<Value> tuples = rows().stream().map(this::tuple).toList();
    boolean list =
        query.parsed().keys() != null || bag() || !query.parsed().window().order().isEmpty();
    return list ? new Value.Items(tuples) : new Value.Members(new LinkedHashSet<>(tuples));
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
