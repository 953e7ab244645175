package bourn.bench;

import bourn.Bourn;
import bourn.sql.Sql;
import bourn.sql.StreamCatalog;
import bourn.typed.TypedStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** From the start of a process to its first answer to SQL. */
final class SqlColdStart implements Bench {

  private static final int ROUNDS = 7;
  private static final int ROWS = 100_000;

  /** One row. */
  record Sale(long id, int kind, double price) {}

  @Override
  public String name() {
    return "sql-cold-start";
  }

  @Override
  public String what() {
    return "from the start of a Java process to its first answer to SQL, median milliseconds";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    Path store = scratch.resolve("sales");
    try (Bourn bourn = Bourn.open(store)) {
      TypedStream<Sale> sales = bourn.typed("sales", Sale.class);
      sales.append(IntStream.range(0, ROWS).mapToObj(SqlColdStart::sale).toList()).orThrow();
      bourn.segments().pack(sales.stream());
    }
    double[] answered = new double[ROUNDS];
    double[] opening = new double[ROUNDS];
    double[] asking = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      String[] parts = answer(store).split(" ");
      answered[i] = (System.nanoTime() - start) / 1e6;
      opening[i] = Double.parseDouble(parts[0]);
      asking[i] = Double.parseDouble(parts[1]);
    }
    return List.of(
        figure("answered", answered), figure("opening", opening), figure("asking", asking));
  }

  private static Sale sale(int row) {
    return new Sale(row, row % 100, row / 4.0);
  }

  private Figure figure(String row, double[] millis) {
    return new Figure(name() + "/" + row, "ms", true, Clock.median(millis), null, 0);
  }

  /** Returns what the process prints with its answer, as soon as it does. */
  private static String answer(Path store) throws IOException, InterruptedException {
    Process process =
        Child.of(List.of(), First.class.getName(), store.toString())
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      out.lines().forEach(rest -> {});
      if (process.waitFor() != 0) {
        throw new IOException("the process that asks ended with " + process.exitValue());
      }
      return line;
    }
  }

  /** Opens the store, asks, and prints the milliseconds that opening and asking took. */
  static final class First {

    private First() {}

    public static void main(String[] arguments) {
      long start = System.nanoTime();
      try (Bourn bourn = Bourn.open(Path.of(arguments[0]))) {
        long opened = System.nanoTime();
        StreamCatalog catalog =
            StreamCatalog.of(bourn.kernel(), bourn.databases(), bourn.segments());
        int rows =
            Sql.query("SELECT kind, sum(price) FROM sales GROUP BY kind", catalog.now())
                .rows()
                .size();
        if (rows != 100) {
          throw new IllegalStateException("100 kinds are expected, was " + rows);
        }
        long asked = System.nanoTime();
        System.out.println((opened - start) / 1e6 + " " + (asked - opened) / 1e6);
      }
    }
  }
}
