package bourn.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random queries over the tables {@code t} and {@code u} of {@link RandomTables}, of which DuckDB
 * and we say the same, written alike for both but for {@link #DIVIDE}.
 */
final class RandomSql {

  /** Division of whole numbers, which DuckDB writes otherwise. */
  static final String DIVIDE = "{/}";

  /** What an expression gives. */
  enum Type {
    WHOLE,
    REAL,
    EXACT,
    TEXT,
    TRUTH,
    DAY,
    TIME
  }

  /** A column that can be named. */
  private record Named(String name, Type type) {}

  private static final List<Named> COLUMNS =
      List.of(
          new Named("k", Type.WHOLE),
          new Named("a", Type.WHOLE),
          new Named("b", Type.WHOLE),
          new Named("x", Type.REAL),
          new Named("d", Type.EXACT),
          new Named("s", Type.TEXT),
          new Named("f", Type.TRUTH),
          new Named("dt", Type.DAY),
          new Named("ts", Type.TIME));

  private static final int MOST_DEPTH = 3;

  private final SplittableRandom random;
  private int aliases;

  RandomSql(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns a query. */
  String query() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> ordered(select());
      case 2, 3 -> ordered(grouped());
      case 4, 5 -> windowed();
      case 6 -> ordered(sets());
      case 7 -> joined();
      case 8 -> nested();
      case 9 -> recursive();
      case 10 -> joinedByNames();
      default -> subQuery();
    };
  }

  /** Rows, and how many columns they have. */
  private record Shaped(String sql, int columns) {}

  private Shaped select() {
    List<Named> scope = scope("t");
    int columns = 1 + random.nextInt(4);
    String list = list(columns, () -> any(scope, 0));
    String distinct = random.nextInt(4) == 0 ? "DISTINCT " : "";
    return new Shaped("SELECT " + distinct + list + " FROM t" + where(scope), columns);
  }

  private Shaped grouped() {
    List<Named> scope = scope("t");
    List<String> keys = new ArrayList<>();
    for (int k = random.nextInt(3); k > 0; k--) {
      keys.add(any(scope, 2));
    }
    List<String> distinct = keys.stream().distinct().filter(key -> key.contains("t.")).toList();
    int aggregates = 1 + random.nextInt(3);
    String list =
        java.util.stream.Stream.concat(
                distinct.stream(), IntStream.range(0, aggregates).mapToObj(i -> aggregate(scope)))
            .collect(Collectors.joining(", "));
    String having = random.nextInt(4) == 0 ? " HAVING count(*) > " + random.nextInt(5) : "";
    return new Shaped(
        "SELECT " + list + " FROM t" + where(scope) + groupBy(distinct) + having,
        distinct.size() + aggregates);
  }

  private String groupBy(List<String> keys) {
    if (keys.isEmpty()) {
      return "";
    }
    String list = String.join(", ", keys);
    return " GROUP BY "
        + switch (random.nextInt(6)) {
          case 0 -> "ROLLUP (" + list + ")";
          case 1 -> "CUBE (" + list + ")";
          case 2 -> "GROUPING SETS ((" + list + "), (" + keys.getLast() + "), ())";
          default -> list;
        };
  }

  private Shaped sets() {
    List<Type> types =
        IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> pick(Type.values())).toList();
    String operator =
        pick("UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL");
    return new Shaped(typed(types, "t") + " " + operator + " " + typed(types, "u"), types.size());
  }

  private String typed(List<Type> types, String table) {
    List<Named> scope = scope(table);
    String list = types.stream().map(type -> of(type, scope, 2)).collect(Collectors.joining(", "));
    return "SELECT " + list + " FROM " + table + where(scope);
  }

  private String joined() {
    List<Named> left = scope("t");
    List<Named> right = scope("u");
    List<Named> both = new ArrayList<>(left);
    both.addAll(right);
    String kind = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    Type type = pick(Type.WHOLE, Type.TEXT, Type.DAY, Type.EXACT, Type.WHOLE);
    String on = column(type, left) + " = " + column(type, right);
    if (random.nextInt(3) == 0 && !kind.startsWith("FULL")) {
      on += " AND " + truth(both, 2);
    }
    String from = " FROM t " + kind + " u ON " + on;
    return random.nextBoolean()
        ? ordered(new Shaped("SELECT " + list(3, () -> any(both, 2)) + from + where(both), 3))
        : "SELECT count(*), " + aggregate(both) + from + where(both);
  }

  /** A join of columns that both sides call alike, which come once and first. */
  private String joinedByNames() {
    List<Named> left = scope("t");
    String names = pick("k", "a, k", "s", "dt, f", "b", "k, s, dt");
    String kind = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    String from = " FROM t " + kind + " u USING (" + names + ")";
    return switch (random.nextInt(3)) {
      case 0 -> "SELECT * FROM t " + kind + " u USING (k)";
      case 1 -> "SELECT " + names + ", u.x, " + any(left, 2) + from;
      default ->
          "SELECT count(*), " + aggregate(left) + " FROM t NATURAL JOIN (SELECT k, a FROM u) v";
    };
  }

  private String nested() {
    Shaped inner = grouped();
    List<String> names = IntStream.range(0, inner.columns).mapToObj(i -> "c" + i).toList();
    String columns = String.join(", ", names);
    String rows = inner.sql;
    return random.nextBoolean()
        ? "SELECT q."
            + names.getLast()
            + ", count(*) FROM ("
            + rows
            + ") AS q("
            + columns
            + ") GROUP BY q."
            + names.getLast()
        : "WITH q("
            + columns
            + ") AS ("
            + rows
            + ") SELECT * FROM q LEFT JOIN u ON q."
            + names.getFirst()
            + " IS NOT NULL AND u.k < 3";
  }

  private String recursive() {
    String all = random.nextBoolean() ? "UNION ALL" : "UNION";
    return switch (random.nextInt(3)) {
      case 0 ->
          "WITH RECURSIVE r(n, m) AS (SELECT 1, "
              + number()
              + " "
              + all
              + " SELECT n + 1, m + n FROM r WHERE n < "
              + (2 + random.nextInt(20))
              + ") SELECT n, m FROM r";
      case 1 ->
          "WITH RECURSIVE r(a, b) AS (SELECT t.k, t.a FROM t WHERE t.k < 9 UNION SELECT r.a, u.a"
              + " FROM r JOIN u ON r.b = u.k) SELECT a, count(*), min(b) FROM r GROUP BY a";
      default ->
          "WITH RECURSIVE r(n) AS (SELECT "
              + number()
              + " UNION SELECT (n * 3 + 1) % 17 FROM r)"
              + " SELECT count(*), sum(n) FROM r";
    };
  }

  private String subQuery() {
    List<Named> scope = scope("t");
    List<Named> inner = new ArrayList<>(scope("u"));
    String same = column(Type.WHOLE, scope) + " = " + column(Type.WHOLE, inner);
    String test =
        switch (random.nextInt(6)) {
          case 0 -> "EXISTS (SELECT 1 FROM u WHERE " + same + " AND " + truth(inner, 2) + ")";
          case 1 -> "NOT EXISTS (SELECT 1 FROM u WHERE " + same + ")";
          case 2 -> whole(scope, 2) + " IN (SELECT " + column(Type.WHOLE, inner) + " FROM u)";
          case 3 ->
              whole(scope, 2)
                  + " NOT IN (SELECT "
                  + column(Type.WHOLE, inner)
                  + " FROM u WHERE "
                  + truth(inner, 2)
                  + ")";
          case 4 ->
              column(Type.WHOLE, scope)
                  + pick(" > ALL ", " <= ANY ", " = ANY ", " <> ALL ")
                  + "(SELECT "
                  + column(Type.WHOLE, inner)
                  + " FROM u WHERE u.k < 6)";
          default ->
              column(Type.WHOLE, scope)
                  + " > (SELECT avg("
                  + column(Type.WHOLE, inner)
                  + ") FROM u WHERE "
                  + same
                  + ")";
        };
    String scalar =
        "(SELECT "
            + pick(
                "count(*)",
                "max(u.s)",
                "sum(u.b)",
                "min(u.dt)",
                "count(*) + 1",
                "coalesce(sum(u.b), -1)",
                "coalesce(max(u.s), 'none') || 'x'")
            + " FROM u WHERE "
            + same
            + ")";
    return random.nextBoolean()
        ? "SELECT t.k, " + scalar + " FROM t WHERE " + test
        : "SELECT t.k, " + test + ", " + any(scope, 2) + " FROM t";
  }

  private String windowed() {
    List<Named> scope = scope("t");
    String calls =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(i -> window(scope))
            .collect(Collectors.joining(", "));
    String qualify = random.nextInt(4) == 0 ? " QUALIFY " + numbered(scope) + " <= 3" : "";
    return "SELECT t.k, " + calls + " FROM t" + where(scope) + qualify;
  }

  private String numbered(List<Named> scope) {
    return "row_number() OVER ("
        + partition(scope)
        + "ORDER BY "
        + any(scope, 2)
        + " NULLS LAST, t.k)";
  }

  private String partition(List<Named> scope) {
    return random.nextBoolean()
        ? "PARTITION BY " + column(pick(Type.WHOLE, Type.TEXT, Type.TRUTH), scope) + " "
        : "";
  }

  private String window(List<Named> scope) {
    String partition = partition(scope);
    String order = "ORDER BY " + any(scope, 2) + pick(" NULLS LAST", " DESC NULLS FIRST");
    String unique = order + ", t.k";
    return switch (random.nextInt(7)) {
      case 0 ->
          pick("rank", "dense_rank", "percent_rank", "cume_dist")
              + "() OVER ("
              + partition
              + order
              + ")";
      case 1 -> "ntile(" + (1 + random.nextInt(5)) + ") OVER (" + partition + unique + ")";
      case 2 ->
          pick("lag", "lead")
              + "("
              + any(scope, 3)
              + ", "
              + random.nextInt(4)
              + ") OVER ("
              + partition
              + unique
              + ")";
      case 3 ->
          pick("first_value", "last_value")
              + "("
              + any(scope, 3)
              + ") OVER ("
              + partition
              + unique
              + " ROWS "
              + rows()
              + ")";
      case 4 -> aggregated(scope) + " OVER (" + partition + unique + " ROWS " + rows() + ")";
      case 5 ->
          aggregated(scope)
              + " OVER ("
              + partition
              + "ORDER BY "
              + column(Type.WHOLE, scope)
              + pick(" NULLS LAST", " DESC NULLS FIRST", " NULLS FIRST", " DESC NULLS LAST")
              + " RANGE "
              + rows()
              + ")";
      default -> aggregated(scope) + " OVER (" + partition + order + ")";
    };
  }

  private String aggregated(List<Named> scope) {
    String aggregate =
        switch (random.nextInt(6)) {
          case 0 -> "count(" + any(scope, 2) + ")";
          case 1 -> "sum(" + number(scope) + ")";
          case 2 -> "avg(" + number(scope) + ")";
          case 3 -> "count(*)";
          default -> pick("min", "max") + "(" + any(scope, 2) + ")";
        };
    return aggregate + filter(scope);
  }

  private String filter(List<Named> scope) {
    return random.nextInt(5) == 0 ? " FILTER (WHERE " + truth(scope, 2) + ")" : "";
  }

  private String rows() {
    int before = random.nextInt(4);
    int after = random.nextInt(4);
    return switch (random.nextInt(5)) {
      case 0 -> "BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
      case 1 -> "BETWEEN " + before + " PRECEDING AND " + after + " FOLLOWING";
      case 2 -> "BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING";
      case 3 -> "BETWEEN " + (before + after) + " PRECEDING AND " + before + " PRECEDING";
      default -> "BETWEEN " + before + " FOLLOWING AND " + (before + after) + " FOLLOWING";
    };
  }

  private String ordered(Shaped rows) {
    if (random.nextInt(3) > 0) {
      return rows.sql;
    }
    String keys =
        IntStream.rangeClosed(1, rows.columns)
            .mapToObj(i -> i + pick("", " DESC") + pick(" NULLS FIRST", " NULLS LAST"))
            .collect(Collectors.joining(", "));
    String limit = random.nextBoolean() ? " LIMIT " + random.nextInt(12) : "";
    String offset = random.nextInt(3) == 0 ? " OFFSET " + random.nextInt(5) : "";
    String names =
        IntStream.range(0, rows.columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    String as = "q" + aliases++ + "(" + names + ")";
    return "SELECT * FROM (" + rows.sql + ") AS " + as + " ORDER BY " + keys + limit + offset;
  }

  private String where(List<Named> scope) {
    return random.nextInt(3) == 0 ? "" : " WHERE " + truth(scope, 0);
  }

  private String aggregate(List<Named> scope) {
    String filter = filter(scope);
    String call =
        switch (random.nextInt(12)) {
          case 0 -> "count(*)";
          case 1 -> "count(" + any(scope, 2) + ")";
          case 2 -> "count(DISTINCT " + any(scope, 2) + ")";
          case 3, 4 -> "sum(" + number(scope) + ")";
          case 5 -> "avg(" + number(scope) + ")";
          case 6 -> "sum(DISTINCT " + column(Type.WHOLE, scope) + ")";
          case 7 -> pick("bool_and", "bool_or") + "(" + truth(scope, 2) + ")";
          case 8 -> pick("stddev_pop", "var_samp", "stddev_samp") + "(" + whole(scope, 3) + ")";
          case 9 ->
              pick("percentile_cont", "percentile_disc")
                  + "("
                  + pick("0.5", "0.25", "0.9", "0")
                  + ") WITHIN GROUP (ORDER BY "
                  + column(Type.REAL, scope)
                  + ")";
          default -> pick("min", "max") + "(" + any(scope, 2) + ")";
        };
    return call + filter;
  }

  private String any(List<Named> scope, int depth) {
    return of(pick(Type.values()), scope, depth);
  }

  private String number(List<Named> scope) {
    return of(pick(Type.WHOLE, Type.REAL, Type.EXACT), scope, 2);
  }

  private String of(Type type, List<Named> scope, int depth) {
    return switch (type) {
      case WHOLE -> whole(scope, depth);
      case REAL -> real(scope, depth);
      case EXACT -> exact(scope, depth);
      case TEXT -> text(scope, depth);
      case TRUTH -> truth(scope, depth);
      case DAY -> day(scope, depth);
      case TIME -> time(scope, depth);
    };
  }

  private String either(Type type, List<Named> scope, int depth) {
    String one = of(type, scope, depth + 1);
    String other = of(type, scope, depth + 1);
    return switch (random.nextInt(4)) {
      case 0 -> "coalesce(" + one + ", " + other + ")";
      case 1 -> "nullif(" + one + ", " + other + ")";
      case 2 ->
          "CASE WHEN "
              + truth(scope, depth + 1)
              + " THEN "
              + one
              + (random.nextBoolean() ? " ELSE " + other : "")
              + " END";
      default ->
          "CASE "
              + whole(scope, MOST_DEPTH)
              + " WHEN "
              + number()
              + " THEN "
              + one
              + " WHEN "
              + number()
              + " THEN "
              + other
              + " END";
    };
  }

  private boolean leaf(int depth) {
    return depth >= MOST_DEPTH || random.nextInt(3) == 0;
  }

  private String whole(List<Named> scope, int depth) {
    if (leaf(depth)) {
      return random.nextInt(4) == 0 ? number() : column(Type.WHOLE, scope);
    }
    String one = whole(scope, depth + 1);
    String other = whole(scope, depth + 1);
    return switch (random.nextInt(11)) {
      case 0 -> "(" + one + " + " + other + ")";
      case 1 -> "(" + one + " - " + other + ")";
      case 2 -> "(" + column(Type.WHOLE, scope) + " * " + number() + ")";
      case 3 -> "(" + one + " " + DIVIDE + " nullif(" + other + ", 0))";
      case 4 -> "(" + one + " % nullif(" + other + ", 0))";
      case 5 -> "abs(" + one + ")";
      case 6 -> "char_length(" + text(scope, depth + 1) + ")";
      case 7 -> "CAST(" + real(scope, MOST_DEPTH) + " AS INTEGER)";
      case 8 ->
          "extract("
              + pick("YEAR", "MONTH", "DAY", "QUARTER", "DOY", "WEEK")
              + " FROM "
              + day(scope, depth + 1)
              + ")";
      case 9 ->
          pick("abs(" + real(scope, MOST_DEPTH) + ")", exact(scope, MOST_DEPTH))
              + "::INTEGER::BIGINT";
      default -> either(Type.WHOLE, scope, depth);
    };
  }

  private String real(List<Named> scope, int depth) {
    if (leaf(depth)) {
      return random.nextInt(4) == 0
          ? "CAST(" + random.nextInt(-8, 9) + " AS DOUBLE)"
          : column(Type.REAL, scope);
    }
    String one = real(scope, depth + 1);
    return switch (random.nextInt(8)) {
      case 0 -> "(" + one + " + " + whole(scope, depth + 1) + ")";
      case 1 -> "(" + one + " - " + real(scope, depth + 1) + ")";
      case 2 -> "(" + one + " * " + number() + ")";
      case 3 -> "(" + one + " / 4)";
      case 4 -> pick("floor", "ceil", "abs") + "(" + one + ")";
      case 5 -> "CAST(" + whole(scope, depth + 1) + " AS DOUBLE)";
      case 6 -> "sqrt(abs(" + column(Type.REAL, scope) + "))";
      default -> either(Type.REAL, scope, depth);
    };
  }

  private String exact(List<Named> scope, int depth) {
    if (leaf(depth)) {
      return random.nextInt(4) == 0
          ? random.nextInt(-99, 100) + "." + (10 + random.nextInt(90))
          : column(Type.EXACT, scope);
    }
    String one = exact(scope, depth + 1);
    return switch (random.nextInt(5)) {
      case 0 -> "(" + one + " + " + exact(scope, depth + 1) + ")";
      case 1 -> "(" + one + " - " + number() + ")";
      case 2 -> "(" + column(Type.EXACT, scope) + " * " + number() + ")";
      case 3 -> "abs(" + one + ")";
      default -> either(Type.EXACT, scope, depth);
    };
  }

  private String text(List<Named> scope, int depth) {
    if (leaf(depth)) {
      return random.nextInt(4) == 0 ? literal() : column(Type.TEXT, scope);
    }
    String one = text(scope, depth + 1);
    return switch (random.nextInt(10)) {
      case 0 -> "(" + one + " || " + text(scope, depth + 1) + ")";
      case 1 -> pick("upper", "lower", "trim", "reverse") + "(" + one + ")";
      case 2 -> "substring(" + one + " FROM " + (1 + random.nextInt(3)) + " FOR 2)";
      case 3 -> "replace(" + one + ", 'a', " + literal() + ")";
      case 4 -> pick("left", "right") + "(" + one + ", " + random.nextInt(3) + ")";
      case 5 -> "CAST(" + whole(scope, depth + 1) + " AS VARCHAR)";
      case 6 -> pick("lpad", "rpad") + "(" + one + ", " + random.nextInt(6) + ", 'xy')";
      case 7 -> "repeat(" + one + ", " + random.nextInt(3) + ")";
      case 8 -> "(" + whole(scope, depth + 1) + ")::text";
      default -> either(Type.TEXT, scope, depth);
    };
  }

  private String truth(List<Named> scope, int depth) {
    if (depth >= MOST_DEPTH) {
      return column(Type.TRUTH, scope);
    }
    Type type = pick(Type.values());
    String one = of(type, scope, depth + 1);
    return switch (random.nextInt(12)) {
      case 0 -> "(" + truth(scope, depth + 1) + " AND " + truth(scope, depth + 1) + ")";
      case 1 -> "(" + truth(scope, depth + 1) + " OR " + truth(scope, depth + 1) + ")";
      case 2 -> "(NOT " + truth(scope, depth + 1) + ")";
      case 3 -> "(" + one + pick(" IS NULL", " IS NOT NULL") + ")";
      case 4 ->
          "("
              + one
              + pick(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ")
              + of(type, scope, depth + 1)
              + ")";
      case 5 -> "(" + text(scope, depth + 1) + pick(" LIKE ", " NOT LIKE ") + pattern() + ")";
      case 6 ->
          "("
              + whole(scope, depth + 1)
              + pick(" IN (", " NOT IN (")
              + number()
              + ", "
              + number()
              + pick("", ", NULL")
              + "))";
      case 7 ->
          "("
              + number(scope)
              + pick(" BETWEEN ", " NOT BETWEEN ")
              + number()
              + " AND "
              + number()
              + ")";
      case 8 -> "(" + truth(scope, depth + 1) + pick(" IS TRUE)", " IS NOT TRUE)", " IS FALSE)");
      case 9 -> "(" + number(scope) + comparison() + number(scope) + ")";
      case 10 ->
          "("
              + whole(scope, depth + 1)
              + comparison()
              + pick("ANY", "ALL")
              + " (ARRAY["
              + number()
              + ", "
              + number()
              + pick("", ", NULL")
              + "]))";
      default -> "(" + one + comparison() + of(type, scope, depth + 1) + ")";
    };
  }

  private String day(List<Named> scope, int depth) {
    if (leaf(depth)) {
      return random.nextInt(4) == 0
          ? "DATE '2024-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10) + "'"
          : column(Type.DAY, scope);
    }
    return switch (random.nextInt(2)) {
      case 0 -> "CAST(" + time(scope, depth + 1) + " AS DATE)";
      default -> either(Type.DAY, scope, depth);
    };
  }

  private String time(List<Named> scope, int depth) {
    if (leaf(depth)) {
      return column(Type.TIME, scope);
    }
    String one = time(scope, depth + 1);
    return switch (random.nextInt(5)) {
      case 0 ->
          "("
              + one
              + pick(" + ", " - ")
              + "INTERVAL '"
              + random.nextInt(40)
              + "' "
              + pick("DAY", "HOUR", "MINUTE", "MONTH", "YEAR")
              + ")";
      case 1 -> "date_trunc('" + pick("day", "month", "hour", "week", "year") + "', " + one + ")";
      case 2 -> "CAST(" + day(scope, depth + 1) + " AS TIMESTAMP)";
      case 3 -> day(scope, MOST_DEPTH) + "::TIMESTAMP";
      default -> either(Type.TIME, scope, depth);
    };
  }

  private List<Named> scope(String alias) {
    return COLUMNS.stream().map(c -> new Named(alias + "." + c.name, c.type)).toList();
  }

  private String column(Type type, List<Named> scope) {
    List<Named> fitting = scope.stream().filter(column -> column.type == type).toList();
    return fitting.get(random.nextInt(fitting.size())).name;
  }

  private String comparison() {
    return pick(" = ", " <> ", " < ", " <= ", " > ", " >= ");
  }

  private String number() {
    return String.valueOf(random.nextInt(-3, 10));
  }

  private String literal() {
    return pick("'a'", "'ab'", "'b'", "''", "'Ba'", "'c a'");
  }

  private String pattern() {
    return pick("'a%'", "'%b'", "'_a%'", "'%'", "'a_'", "'%a%b%'");
  }

  private String list(int count, Supplier<String> each) {
    return IntStream.range(0, count).mapToObj(i -> each.get()).collect(Collectors.joining(", "));
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
