package bourn.cli;

import bourn.Bourn;
import bourn.engine.Budget;
import bourn.sql.Sql;
import bourn.sql.SqlCatalog;
import bourn.sql.SqlColumn;
import bourn.sql.SqlResult;
import bourn.sql.StreamCatalog;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn sql}. */
@Command(
    name = "sql",
    description = "Asks an SQL query of the streams of a store.",
    footer = {
      "",
      "A stream is a table; a datom stream is a schema with a table for each namespace of its",
      "attributes, and the table datoms. Any table can be read as of an earlier offset.",
      "",
      "  bourn sql 'SELECT origin, COUNT(*) FROM flights GROUP BY origin'",
      "  bourn sql 'SELECT name FROM airports.airport FOR SYSTEM_TIME AS OF 10'",
      "  bourn sql --write \"INSERT INTO flights (origin, destination) VALUES ('SEA', 'JFK')\""
    })
final class SqlCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SQL", description = "The query.")
  String query = "";

  @Option(
      names = "--write",
      description = "Let INSERT append to the streams; without it statements only read.")
  boolean write;

  @Mixin StoreOption store = new StoreOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    try (Bourn bourn = write ? store.open() : store.openToRead()) {
      SqlCatalog tables = tables(bourn).now();
      SqlResult result =
          write ? Sql.execute(query, tables, Budget.DEFAULT) : Sql.query(query, tables);
      output.write(
          result.columns().stream().map(SqlColumn::name).toList(), result.rows(), System.out);
      return 0;
    }
  }

  /** Returns the streams of {@code bourn} as tables. */
  static StreamCatalog tables(Bourn bourn) {
    return StreamCatalog.of(bourn.kernel(), bourn.databases(), bourn.segments());
  }
}
