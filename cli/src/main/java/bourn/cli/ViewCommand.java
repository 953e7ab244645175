package bourn.cli;

import bourn.Bourn;
import bourn.kernel.Value;
import bourn.sql.Views;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code bourn view}. */
@Command(
    name = "view",
    description = "Gives an SQL query a name, under which statements have it as a table.",
    footer = {
      "",
      "  bourn view late 'SELECT origin, delay FROM flights WHERE delay > 30'",
      "  bourn sql 'SELECT origin, count(*) FROM late GROUP BY origin'",
      "  bourn view late --drop",
      "",
      "Without a name it lists the views that there are."
    })
final class ViewCommand implements Callable<Integer> {

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The name.")
  @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SQL",
      description = "The query; what the view has now is shown if not given.")
  @Nullable String query;

  @Option(names = "--drop", description = "Takes the name away again.")
  boolean drop;

  @Mixin StoreOption store = new StoreOption();
  @Mixin OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    if (drop ? name == null || query != null : name == null && query != null) {
      throw new UsageException("--drop takes the name of a view, and no query");
    }
    return drop || query != null ? change() : list();
  }

  private int change() {
    try (Bourn bourn = store.open()) {
      Views views = Views.of(SqlCommand.tables(bourn));
      if (drop) {
        views.drop(String.valueOf(name));
      } else {
        views.declare(String.valueOf(name), String.valueOf(query));
      }
      System.err.println(name + (drop ? " is no view any more" : " is a view"));
      return 0;
    }
  }

  private int list() {
    try (Bourn bourn = store.openToRead()) {
      List<List<Value>> rows =
          Views.of(SqlCommand.tables(bourn)).all().entrySet().stream()
              .filter(view -> name == null || view.getKey().equalsIgnoreCase(name))
              .map(view -> List.of(Value.of(view.getKey()), Value.of(view.getValue())))
              .toList();
      output.write(List.of("view", "sql"), rows, System.out);
      return 0;
    }
  }
}
