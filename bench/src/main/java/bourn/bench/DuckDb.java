package bourn.bench;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The peer: DuckDB in memory, one thread. */
final class DuckDb implements AutoCloseable {

  static final String NAME = "duckdb 2.0.0.1, 1 thread";

  private final DuckDBConnection connection;

  DuckDb() throws SQLException {
    this("");
  }

  /** Opens the database in the file called {@code file}. */
  DuckDb(String file) throws SQLException {
    connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file);
    execute("SET threads = 1");
  }

  void load(Events events) throws SQLException {
    execute("CREATE TABLE events (ts BIGINT, id BIGINT, kind INTEGER, price DOUBLE, qty INTEGER)");
    try (DuckDBAppender appender = appender("events")) {
      for (int row = 0; row < events.rows(); row++) {
        appender.beginRow();
        appender.append(events.ts()[row]);
        appender.append(events.id()[row]);
        appender.append((int) events.kind()[row]);
        appender.append(events.price()[row]);
        appender.append((int) events.qty()[row]);
        appender.endRow();
      }
    }
  }

  DuckDBAppender appender(String table) throws SQLException {
    return connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a query and returns its rows, each printed. */
  List<String> query(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      int width = result.getMetaData().getColumnCount();
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= width; column++) {
          row.append(result.getObject(column)).append(' ');
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  /** Runs a query and returns its rows. */
  List<List<@Nullable Object>> rows(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      int width = result.getMetaData().getColumnCount();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>(width);
        for (int column = 1; column <= width; column++) {
          row.add(result.getObject(column));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
