package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.index.Databases;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements over random typed streams give what DuckDB gives over the same rows. */
final class DuckDbDifferentialTest {

  record Item(
      long id,
      @Nullable Integer a,
      @Nullable Long b,
      @Nullable Double x,
      @Nullable String s,
      @Nullable Boolean f,
      @Nullable Instant ts) {}

  record Kind(int k, String name, @Nullable Integer parent) {}

  /** {@code $n} is a small number, {@code $x} a real, {@code $s} a string; each drawn anew. */
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT * FROM item",
          "SELECT id, a + $n, b * 2, x - $x, s FROM item WHERE a > $n",
          "SELECT id FROM item WHERE a = $n AND x < $x",
          "SELECT id FROM item WHERE a <> $n OR s = '$s'",
          "SELECT id FROM item WHERE NOT (a > $n AND f)",
          "SELECT id FROM item WHERE a IS NULL OR b IS NOT NULL AND f",
          "SELECT id FROM item WHERE f IS TRUE",
          "SELECT id FROM item WHERE f IS NOT TRUE",
          "SELECT id FROM item WHERE a BETWEEN $n AND $n + 5",
          "SELECT id FROM item WHERE a NOT BETWEEN $n AND $n + 5",
          "SELECT id FROM item WHERE a IN ($n, $n, $n)",
          "SELECT id FROM item WHERE a NOT IN ($n, $n)",
          "SELECT id FROM item WHERE s IN ('$s', '$s')",
          "SELECT id FROM item WHERE s LIKE '%a%'",
          "SELECT id FROM item WHERE s LIKE '_b%' OR s NOT LIKE 'a%'",
          "SELECT id FROM item WHERE s > '$s' AND s <= '$sz'",
          "SELECT id FROM item WHERE x >= $n",
          "SELECT id FROM item WHERE x = $x OR x > 30.1 AND x <= 35.3",
          "SELECT id FROM item WHERE x <= 0.7 AND x >= -20.3",
          "SELECT id FROM item WHERE x = 0.3",
          "SELECT id FROM item WHERE a < x",
          "SELECT id FROM item WHERE a IS DISTINCT FROM b",
          "SELECT id, CASE WHEN a > $n THEN 'great' WHEN a IS NULL THEN 'none' ELSE s END FROM"
              + " item",
          "SELECT id, CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' END FROM item",
          "SELECT id, CASE WHEN a <> 0 THEN 100 % a ELSE -1 END FROM item WHERE a >= 0",
          "SELECT id, coalesce(a, b, $n), nullif(a, $n) FROM item",
          "SELECT id, abs(a), -a, a % 7, mod(b, 5) FROM item WHERE a >= 0 AND b >= 0",
          "SELECT id, floor(x), ceil(x), abs(x), x * x, x / 4 FROM item",
          "SELECT id, sqrt(abs(x)), power(x, 2), exp(x / 100), sign(a) FROM item",
          "SELECT id, upper(s), lower(s), char_length(s), s || '-' || s FROM item",
          "SELECT id, substring(s FROM 2 FOR 2), substring(s FROM 2) FROM item",
          "SELECT id, trim(s), position('b' IN s), replace(s, 'a', 'xy') FROM item",
          "SELECT id, left(s, 2), right(s, 2), reverse(s), starts_with(s, 'a') FROM item",
          "SELECT id, greatest(a, 3), least(a, 3) FROM item WHERE a IS NOT NULL",
          "SELECT id, CAST(a AS DOUBLE), CAST(a AS VARCHAR), CAST(b AS BIGINT) FROM item",
          "SELECT id, extract(YEAR FROM ts), extract(MONTH FROM ts), extract(DAY FROM ts),"
              + " extract(HOUR FROM ts), extract(MINUTE FROM ts), extract(QUARTER FROM ts),"
              + " extract(DOY FROM ts) FROM item",
          "SELECT id, CAST(ts AS DATE) FROM item",
          "SELECT id FROM item WHERE ts >= TIMESTAMP '2020-03-01 00:00:00'",
          "SELECT id, ts + INTERVAL '3' DAY, ts - INTERVAL '2' MONTH FROM item",
          "SELECT id FROM item WHERE CAST(ts AS DATE) = DATE '2020-02-29'",
          "SELECT count(*), count(a), count(DISTINCT a), sum(a), min(a), max(b) FROM item",
          "SELECT avg(a), avg(x), sum(x), min(x), max(x), min(s), max(s), min(ts) FROM item",
          "SELECT sum(a), count(*) FROM item WHERE a > 1000000",
          "SELECT a, count(*), sum(b), avg(x) FROM item GROUP BY a",
          "SELECT s, f, count(*), max(x) FROM item GROUP BY s, f",
          "SELECT a % 3, count(DISTINCT s) FROM item WHERE a >= 0 GROUP BY a % 3",
          "SELECT a, count(*) FROM item GROUP BY a HAVING count(*) > 5 AND sum(b) > $n",
          "SELECT f, sum(a) FILTER (WHERE x > $x), count(*) FILTER (WHERE s = '$s') FROM item"
              + " GROUP BY f",
          "SELECT DISTINCT a, f FROM item",
          "SELECT s, stddev_samp(x) FROM item GROUP BY s",
          "SELECT a, f, count(*) FROM item GROUP BY ROLLUP (a, f)",
          "SELECT a, f, count(*) FROM item GROUP BY GROUPING SETS ((a), (f), ())",
          "SELECT i.id, k.name FROM item i JOIN kind k ON i.a = k.k",
          "SELECT i.id, k.name FROM item i LEFT JOIN kind k ON i.a = k.k AND i.x > $x",
          "SELECT i.id, k.name FROM item i RIGHT JOIN kind k ON i.a = k.k",
          "SELECT i.id, k.name FROM item i FULL JOIN kind k ON i.a = k.k",
          "SELECT i.id, k.name FROM item i JOIN kind k ON i.b = k.k WHERE k.name > 'k3'",
          "SELECT i.id, k.k FROM item i JOIN kind k ON i.x > k.k AND i.a = $n",
          "SELECT i.id, k.k FROM item i JOIN kind k ON i.x = k.k",
          "SELECT count(*) FROM item, kind",
          "SELECT k.name, count(*), sum(i.x) FROM item i JOIN kind k ON i.a = k.k GROUP BY k.name",
          "SELECT i.id, k.name, p.name FROM item i JOIN kind k ON i.a = k.k"
              + " LEFT JOIN kind p ON k.parent = p.k",
          "SELECT i.id, j.id FROM item i JOIN item j ON i.a = j.a AND i.id < j.id JOIN kind k"
              + " ON k.k = i.a WHERE k.name < 'k4'",
          "SELECT i.id, k.k FROM item i JOIN kind k ON i.a = k.k AND i.b = k.k",
          "SELECT k.name, i.id FROM kind k FULL JOIN item i ON i.a = k.k",
          "SELECT upper(s) || '!', id FROM item ORDER BY id DESC LIMIT 6 OFFSET 2",
          "SELECT id FROM item WHERE a IN (SELECT k FROM kind WHERE name > 'k2')",
          "SELECT count(*) FROM item WHERE a IN (SELECT parent FROM kind) AND b IN (SELECT k FROM"
              + " kind)",
          "SELECT id FROM item WHERE a NOT IN (SELECT k FROM kind WHERE name > 'k2')",
          "SELECT id FROM item WHERE a NOT IN (SELECT parent FROM kind)",
          "SELECT id FROM item i WHERE EXISTS (SELECT 1 FROM kind k WHERE k.k = i.a)",
          "SELECT id FROM item i WHERE NOT EXISTS (SELECT 1 FROM kind k WHERE k.k = i.a)",
          "SELECT id FROM item WHERE x > (SELECT avg(x) FROM item)",
          "SELECT id FROM item i WHERE x > (SELECT avg(j.x) FROM item j WHERE j.a = i.a)",
          "SELECT id, (SELECT name FROM kind k WHERE k.k = i.a) FROM item i",
          "SELECT id, (SELECT count(*) FROM kind k WHERE k.parent = i.a) FROM item i",
          "SELECT id, (SELECT count(*) FROM kind k WHERE k.k = i.b) FROM item i WHERE NOT EXISTS"
              + " (SELECT 1 FROM kind k WHERE k.k = i.b)",
          "SELECT id, (SELECT count(*) + 1 FROM kind k WHERE k.k = i.a) FROM item i WHERE a IS"
              + " NULL",
          "SELECT id, (SELECT max(name) FROM kind k WHERE k.k = i.a) FROM item i WHERE 99 IN"
              + " (SELECT k FROM kind)",
          "SELECT id, (SELECT sum(k) FROM kind k WHERE k.parent = i.a) FROM item i WHERE 99 NOT IN"
              + " (SELECT k FROM kind WHERE name > 'z')",
          "SELECT id, EXISTS (SELECT 1 FROM kind k WHERE k.k = i.a AND k.k BETWEEN 9 AND -2) FROM"
              + " item i",
          "SELECT i.id, t.m FROM item i, LATERAL (SELECT max(k.k) AS m FROM kind k WHERE k.parent"
              + " = i.a) t",
          "SELECT i.id, k.k FROM item i JOIN kind k ON i.a IS NOT DISTINCT FROM k.parent",
          "SELECT sum(DISTINCT a) FILTER (WHERE a > 1000000), count(DISTINCT s) FILTER (WHERE a IS"
              + " DISTINCT FROM a) FROM item",
          "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x) FILTER (WHERE f) FROM item",
          "SELECT 1 FROM item INTERSECT ALL SELECT 1 FROM kind",
          "SELECT a FROM item EXCEPT ALL SELECT parent FROM kind",
          "SELECT 7, row_number() OVER () FROM kind",
          "SELECT id, coalesce(a, a) NOT BETWEEN 4 AND -2 FROM item",
          "SELECT a FROM item UNION SELECT k FROM kind",
          "SELECT a FROM item UNION ALL SELECT k FROM kind",
          "SELECT a FROM item INTERSECT SELECT k FROM kind",
          "SELECT a FROM item EXCEPT SELECT k FROM kind",
          "WITH t AS (SELECT a, count(*) c FROM item GROUP BY a) SELECT t.a, u.a FROM t JOIN t u"
              + " ON t.c = u.c",
          "SELECT id FROM item ORDER BY a DESC NULLS LAST, id LIMIT 7",
          "SELECT id, x FROM item ORDER BY x NULLS FIRST, id LIMIT 5 OFFSET 3",
          "SELECT s, id FROM item ORDER BY s NULLS LAST, f NULLS FIRST, id DESC",
          "SELECT a, sum(x) FROM item WHERE x IS NOT NULL GROUP BY a ORDER BY a NULLS LAST LIMIT 4",
          "SELECT t.c FROM (SELECT a + b AS c FROM item WHERE f) t WHERE t.c > $n",
          "SELECT id FROM item WHERE a + 1 > b AND (s = '$s' OR s IS NULL)",
          "VALUES (1, 'a'), (2, 'bcd')");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {101, 102, 103})
  void everyStatementAgrees(long seed) throws SQLException {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
        Databases databases = Databases.of(kernel);
        Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      fill(kernel, duck, random);
      StreamCatalog catalog = StreamCatalog.of(kernel, databases);
      List<String> wrong = new ArrayList<>();
      for (String template : STATEMENTS) {
        String sql = draw(template, random);
        String difference = difference(sql, catalog, duck);
        if (!difference.isEmpty()) {
          wrong.add(difference);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {201, 202, 203})
  void randomJoinsAgree(long seed) throws SQLException {
    SplittableRandom random = new SplittableRandom(seed);
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
        Databases databases = Databases.of(kernel);
        Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      fill(kernel, duck, random);
      StreamCatalog catalog = StreamCatalog.of(kernel, databases);
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String difference = difference(joins(random), catalog, duck);
        if (!difference.isEmpty()) {
          wrong.add(difference);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  /** Returns a statement over tables that are all joined somehow, in an order that says nothing. */
  private static String joins(SplittableRandom random) {
    List<String> tables = new ArrayList<>(List.of("item t0"));
    List<String> conditions = new ArrayList<>();
    for (int t = 1 + random.nextInt(4); t > 0; t--) {
      int table = tables.size();
      tables.add((table == 1 && random.nextBoolean() ? "item t" : "kind t") + table);
      conditions.add(
          column(tables, random.nextInt(table), random) + " = " + column(tables, table, random));
    }
    for (int c = random.nextInt(3); c > 0; c--) {
      conditions.add(
          column(tables, random.nextInt(tables.size()), random)
              + (random.nextInt(3) > 0 ? " = " : " < ")
              + column(tables, random.nextInt(tables.size()), random));
    }
    String counted = column(tables, tables.size() - 1, random);
    List<String> from = new ArrayList<>();
    while (!tables.isEmpty()) {
      from.add(tables.remove(random.nextInt(tables.size())));
    }
    return "SELECT count(*), sum(t0.id), count(DISTINCT "
        + counted
        + ") FROM "
        + String.join(", ", from)
        + " WHERE "
        + String.join(" AND ", conditions);
  }

  private static String column(List<String> tables, int table, SplittableRandom random) {
    List<String> columns =
        tables.get(table).startsWith("item") ? List.of("id", "a", "b") : List.of("k", "parent");
    return "t" + table + "." + columns.get(random.nextInt(columns.size()));
  }

  private static String draw(String template, SplittableRandom random) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '$') {
        out.append(c);
      } else {
        switch (template.charAt(++i)) {
          case 'n' -> out.append(random.nextInt(10));
          case 'x' -> out.append(random.nextInt(-200, 200) / 10.0);
          default -> out.append(text(random));
        }
      }
    }
    return out.toString();
  }

  private static String difference(String sql, StreamCatalog catalog, Connection duck)
      throws SQLException {
    boolean ordered = sql.contains("ORDER BY");
    return Duck.difference(sql, catalog.now(), Budget.DEFAULT, Duck.rows(duck, sql), ordered);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(3)));
    }
    return text.toString();
  }

  private static void fill(Kernel kernel, Connection duck, SplittableRandom random)
      throws SQLException {
    List<Item> items = new ArrayList<>();
    int count = 200 + random.nextInt(200);
    for (int id = 0; id < count; id++) {
      items.add(
          new Item(
              id,
              maybe(random, random.nextInt(-2, 10)),
              maybe(random, (long) random.nextInt(20)),
              maybe(random, random.nextInt(-400, 400) / 10.0),
              maybe(random, text(random)),
              maybe(random, random.nextBoolean()),
              maybe(random, Instant.ofEpochSecond(1_577_836_800L + random.nextInt(90 * 86_400)))));
    }
    List<Kind> kinds = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      kinds.add(new Kind(k, "k" + k, k < 2 ? null : random.nextInt(k)));
    }
    TypedStream.open(kernel, "item", Item.class).append(items).orThrow();
    TypedStream.open(kernel, "kind", Kind.class).append(kinds).orThrow();
    fill(duck, items, kinds);
  }

  private static <T> @Nullable T maybe(SplittableRandom random, T value) {
    return random.nextInt(6) == 0 ? null : value;
  }

  private static void fill(Connection duck, List<Item> items, List<Kind> kinds)
      throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          "CREATE TABLE item (id BIGINT, a INTEGER, b BIGINT, x DOUBLE, s VARCHAR, f BOOLEAN,"
              + " ts TIMESTAMP)");
      statement.execute("CREATE TABLE kind (k INTEGER, name VARCHAR, parent INTEGER)");
    }
    try (PreparedStatement insert =
        duck.prepareStatement("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (Item item : items) {
        LocalDateTime time =
            item.ts() == null ? null : LocalDateTime.ofInstant(item.ts(), ZoneOffset.UTC);
        set(insert, item.id(), item.a(), item.b(), item.x(), item.s(), item.f(), time);
      }
    }
    try (PreparedStatement insert = duck.prepareStatement("INSERT INTO kind VALUES (?, ?, ?)")) {
      for (Kind kind : kinds) {
        set(insert, kind.k(), kind.name(), kind.parent());
      }
    }
  }

  private static void set(PreparedStatement insert, @Nullable Object... cells) throws SQLException {
    for (int i = 0; i < cells.length; i++) {
      insert.setObject(i + 1, cells[i]);
    }
    insert.execute();
  }
}
