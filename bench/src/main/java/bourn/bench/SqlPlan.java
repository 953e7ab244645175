package bourn.bench;

import bourn.Bourn;
import bourn.sql.Sql;
import bourn.sql.StreamCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the text of a statement to its plan, of tables that hold little: each time another text, and
 * in the last row the same one.
 */
final class SqlPlan implements Bench {

  private static final double SCALE = 0.001;
  private static final int WARM_MILLIS = 3_000;
  private static final int COUNTED = 101;

  private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();

  static {
    STATEMENTS.put("trivial", "SELECT 1");
    STATEMENTS.put("one-table", "SELECT o_totalprice FROM orders WHERE o_orderkey = 7");
    STATEMENTS.put(
        "five-way-join",
        """
        SELECT n_name, sum(l_extendedprice * (1 - l_discount)) AS revenue
        FROM customer, orders, lineitem, supplier, nation
        WHERE c_custkey = o_custkey AND l_orderkey = o_orderkey AND l_suppkey = s_suppkey
          AND c_nationkey = s_nationkey AND s_nationkey = n_nationkey
          AND o_orderdate >= DATE '1994-01-01'
        GROUP BY n_name ORDER BY revenue DESC
        """);
  }

  @Override
  public String name() {
    return "sql-plan";
  }

  @Override
  public String what() {
    return "from the text of a statement to its plan, a new view of the store included, warm";
  }

  @Override
  public List<Figure> run(Path scratch) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Bourn bourn = Bourn.open(scratch.resolve("tpch"));
        DuckDb duck = new DuckDb()) {
      TpchData.load(SCALE, bourn, duck);
      StreamCatalog catalog = StreamCatalog.of(bourn.kernel(), bourn.databases(), bourn.segments());
      for (Map.Entry<String, String> statement : STATEMENTS.entrySet()) {
        double millis = planned(catalog, statement.getValue());
        figures.add(new Figure("sql-plan/" + statement.getKey(), "ms", true, millis, null, 0));
      }
      String again = STATEMENTS.get("five-way-join");
      double hit = Clock.median(() -> Sql.explain(again, catalog.now()), WARM_MILLIS, COUNTED);
      figures.add(new Figure("sql-plan/cache-hit", "ms", true, hit, null, 0));
    }
    return figures;
  }

  private static double planned(StreamCatalog catalog, String sql) throws Exception {
    long[] asked = {0};
    return Clock.median(
        () -> Sql.explain(sql + " -- " + asked[0]++, catalog.now()), WARM_MILLIS, COUNTED);
  }
}
