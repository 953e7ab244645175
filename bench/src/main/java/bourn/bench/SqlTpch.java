package bourn.bench;

import bourn.Bourn;
import bourn.engine.QueryException;
import bourn.kernel.Value;
import bourn.sql.Sql;
import bourn.sql.StreamCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The 22 queries of TPC-H: ours from a store on disk, DuckDB's in memory. */
final class SqlTpch implements Bench {

  private static final String SCALE = "bench.scale";
  private static final int WARM_MILLIS = 1_000;
  private static final int COUNTED = 5;
  private static final AtomicLong ASKED = new AtomicLong();
  private static final Pattern QUESTION = Pattern.compile("-- (q\\d+)\n([^;]+);");

  @Override
  public String name() {
    return "sql-tpch";
  }

  @Override
  public String what() {
    return "the 22 queries of TPC-H at scale 1 (or -D" + SCALE + "), median milliseconds, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Bourn bourn = Bourn.open(scratch.resolve("tpch"));
        DuckDb duck = new DuckDb()) {
      TpchData.load(scale(), bourn, duck);
      StreamCatalog catalog = StreamCatalog.of(bourn.kernel(), bourn.databases(), bourn.segments());
      for (Map.Entry<String, String> question : questions().entrySet()) {
        Figure figure = ask(catalog, duck, question.getKey(), question.getValue());
        System.err.println(figure.toJson());
        figures.add(figure);
      }
    }
    figures.add(mean(figures));
    return figures;
  }

  private static double scale() {
    return Double.parseDouble(System.getProperty(SCALE, "1"));
  }

  private static Map<String, String> questions() throws IOException {
    Map<String, String> questions = new LinkedHashMap<>();
    try (InputStream in = Objects.requireNonNull(SqlTpch.class.getResourceAsStream("tpch.sql"))) {
      Matcher question = QUESTION.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (question.find()) {
        questions.put(question.group(1), question.group(2));
      }
    }
    return questions;
  }

  private static Figure ask(StreamCatalog catalog, DuckDb duck, String name, String sql)
      throws Exception {
    String row = "sql-tpch/" + name;
    try {
      List<List<Value>> ours = query(catalog, sql);
      String difference = Answers.difference(ours, duck.rows(sql));
      if (difference != null) {
        return Figure.fault(row, "wrong: " + difference);
      }
      double[] millis =
          Clock.medians(
              () -> query(catalog, anew(sql)), () -> duck.rows(sql), WARM_MILLIS, COUNTED);
      return new Figure(row, "ms", true, millis[0], DuckDb.NAME, millis[1]);
    } catch (QueryException e) {
      return Figure.fault(row, "refused: " + e.getMessage());
    }
  }

  /** Our plan is made each time, as DuckDB's is. */
  private static String anew(String sql) {
    return sql + " -- " + ASKED.getAndIncrement();
  }

  private static List<List<Value>> query(StreamCatalog catalog, String sql) {
    return List.copyOf(Sql.query(sql, catalog.now()).rows());
  }

  private static Figure mean(List<Figure> figures) {
    List<Figure> answered = figures.stream().filter(figure -> figure.fault() == null).toList();
    return new Figure(
        "sql-tpch/geometric mean of " + answered.size(),
        "ms",
        true,
        mean(answered.stream().mapToDouble(Figure::ours).toArray()),
        DuckDb.NAME,
        mean(answered.stream().mapToDouble(Figure::theirs).toArray()));
  }

  private static double mean(double[] millis) {
    double logs = 0;
    for (double milli : millis) {
      logs += Math.log(milli);
    }
    return Math.exp(logs / millis.length);
  }
}
