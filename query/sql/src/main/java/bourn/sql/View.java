package bourn.sql;

import bourn.columns.Codes;
import bourn.columns.Restriction;
import bourn.columns.Sink;
import bourn.columns.Table;
import bourn.engine.Budget;
import bourn.engine.Guard;
import bourn.engine.QueryException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A view as a table: its query stands where it is named. */
record View(String name, String sql, SqlCatalog catalog) implements SqlTable {

  /** A guess: what the query gives is not known before it is planned. */
  private static final long ROWS = 1_000;

  /** Returns the columns; none if the query is wrong by now, as its stream is gone. */
  @Override
  public List<SqlColumn> columns() {
    Guard guard = new Guard(Budget.DEFAULT);
    Planning planning =
        new Planning(
            catalog,
            List.of(),
            false,
            InstantSource.system(),
            guard,
            new AtomicInteger()::getAndIncrement);
    try {
      return Limits.run(sql, () -> planning.planned(sql)).columns();
    } catch (QueryException e) {
      return List.of();
    }
  }

  @Override
  public SqlTable asOf(AsOf point) {
    throw new IllegalArgumentException(
        "a view has no past of its own; FOR SYSTEM_TIME AS OF goes to the tables of its query");
  }

  @Override
  public Table rows() {
    List<String> names = columns().stream().map(SqlColumn::name).toList();
    return new Table() {
      @Override
      public List<String> columns() {
        return names;
      }

      @Override
      public void scan(int[] wanted, List<Restriction> restrictions, Codes codes, Sink sink) {
        throw new UnsupportedOperationException("the query of a view is run in its stead");
      }

      @Override
      public long estimate(List<Restriction> restrictions) {
        return ROWS;
      }
    };
  }
}
