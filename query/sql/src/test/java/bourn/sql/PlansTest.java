package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.index.Databases;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How statements are going to be answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlansTest {

  record Region(int rk, String rname) {}

  record Nation(int nk, int rk, String nname) {}

  record Supplier(int sk, int nk) {}

  record Customer(int ck, int nk) {}

  record Orders(int ok, int ck, int placed) {}

  record Item(int ok, int sk, int qty, double price) {}

  private static final List<String> TABLES =
      List.of("region r", "nation n", "supplier s", "customer c", "orders o", "item i");

  private static final String LOCAL_SALES =
      " WHERE c.ck = o.ck AND i.ok = o.ok AND i.sk = s.sk AND c.nk = s.nk AND s.nk = n.nk"
          + " AND n.rk = r.rk AND r.rname = 'r1' GROUP BY n.nname ORDER BY n.nname";

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  @BeforeAll
  void fill() {
    SplittableRandom random = new SplittableRandom(11);
    stream("region", Region.class, 5, i -> new Region(i, "r" + i));
    stream("nation", Nation.class, 25, i -> new Nation(i, i % 5, "n" + i));
    stream("supplier", Supplier.class, 40, i -> new Supplier(i, random.nextInt(25)));
    stream("customer", Customer.class, 150, i -> new Customer(i, random.nextInt(25)));
    stream("orders", Orders.class, 600, i -> new Orders(i, random.nextInt(150), i % 90));
    stream(
        "item",
        Item.class,
        2_400,
        i -> new Item(random.nextInt(600), random.nextInt(40), random.nextInt(50), i / 4.0));
  }

  private <R extends Record> void stream(
      String name, Class<R> type, int rows, java.util.function.IntFunction<R> row) {
    TypedStream.open(kernel, name, type)
        .append(IntStream.range(0, rows).mapToObj(row).toList())
        .orThrow();
  }

  @AfterAll
  void close() {
    databases.close();
    kernel.close();
  }

  @Test
  void whateverTheOrderOfTables_theJoinsAreTheSame() {
    List<List<String>> orders = permutations(TABLES);
    Set<String> shapes = new HashSet<>();
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < orders.size(); i += 7) {
      String sql =
          "SELECT n.nname, sum(i.price) FROM " + String.join(", ", orders.get(i)) + LOCAL_SALES;
      shapes.add(Sql.explain(sql, catalog.now()).replaceAll("(left|right) \\d+|\\$\\d+", "#"));
      answers.add(Sql.query(sql, catalog.now()).rows().toString());
    }

    assertThat(shapes).hasSize(1);
    assertThat(answers).hasSize(1).doesNotContain("[]");
  }

  private static List<List<String>> permutations(List<String> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> found = new ArrayList<>();
    for (String first : all) {
      List<String> rest = new ArrayList<>(all);
      rest.remove(first);
      for (List<String> later : permutations(rest)) {
        List<String> one = new ArrayList<>(List.of(first));
        one.addAll(later);
        found.add(one);
      }
    }
    return found;
  }

  @Test
  void joinsStartWhereFewestRowsAre() {
    assertPlan(
        "SELECT count(*) FROM item i JOIN orders o ON i.ok = o.ok JOIN customer c ON o.ck = c.ck"
            + " WHERE c.nk = 3",
        """
        aggregate COUNT [] by []
          join inner on left 0 = right 0
            scan [ok]
            join inner on left 1 = right 0
              scan [ok, ck]
              scan [ck] where nk = 3
        """);
  }

  @Test
  void columnsThatEqualAThird_areJoinedThoughNotCompared() {
    assertPlan(
        "SELECT s.sk FROM supplier s, customer c, nation n WHERE s.nk = c.nk AND c.nk = n.nk"
            + " AND n.nname = 'n1'",
        """
        project [$1]
          join inner on left 0 = right 1
            scan [nk]
            join inner on left 1 = right 0
              scan [sk, nk]
              scan [nk] where nname = "n1"
        """);
  }

  @Test
  void moreTablesThanAreTried_areJoinedFewestRowsFirst() {
    StringBuilder sql = new StringBuilder("SELECT count(*) FROM item i");
    for (int t = 0; t < 13; t++) {
      sql.append(" JOIN nation n").append(t).append(" ON n").append(t).append(".nk = i.qty");
    }

    assertThat(Sql.query(sql.toString(), catalog.now()).rows())
        .isEqualTo(
            Sql.query("SELECT count(*) FROM item JOIN nation ON nk = qty", catalog.now()).rows());
  }

  @Test
  void columnsAndRestrictions_areMovedIntoTheScan() {
    assertPlan(
        "SELECT price FROM item WHERE ok = 3 AND qty BETWEEN 2 AND 7",
        """
        scan [price] where ok = 3 and 2 <= qty and nil < qty <= 7
        """);
  }

  @Test
  void whatIsNoRangeOfOneColumn_isFiltered() {
    assertPlan(
        "SELECT ok FROM item WHERE ok < sk AND sk > 5",
        """
        project [$0]
          filter (LESS $0 $1)
            scan [ok, sk] where 5 < sk
        """);
  }

  @Test
  void whatIsComputedOfLiterals_isALiteral() {
    assertPlan(
        "SELECT ok FROM item WHERE qty < 2 * 3 AND price <= 0.06 + 0.01"
            + " AND _time < DATE '2026-01-31' + INTERVAL '1' MONTH",
        """
        scan [ok] where nil < qty < 6 and nil < price <= 0.07 and\
         nil < event/time < #inst "2026-02-28T00:00:00Z"
        """);
  }

  @Test
  void whatAllBranchesOfAnOrDemand_isJoined() {
    assertPlan(
        "SELECT i.qty FROM item i, orders o WHERE (i.ok = o.ok AND i.qty < 5 AND o.placed < 3)"
            + " OR (i.ok = o.ok AND i.qty > 40 AND o.placed > 80)",
        """
        project [$1]
          join inner on left 0 = right 0 and\
         (OR (AND (LESS $1 5) (LESS $3 3)) (AND (GREATER $1 40) (GREATER $3 80)))
            filter (OR (LESS $1 5) (GREATER $1 40))
              scan [ok, qty]
            filter (OR (LESS $1 3) (GREATER $1 80))
              scan [ok, placed]
        """);
  }

  @Test
  void groupsAskedForTwice_areMadeOnce() {
    assertPlan(
        """
        WITH sold AS (SELECT ok, sum(qty) AS items FROM item GROUP BY ok)
        SELECT ok FROM sold WHERE items = (SELECT max(items) FROM sold)
        """,
        """
        project [$1]
          join inner on left 0 = right 1
            aggregate SINGLE_VALUE [0] by []
              aggregate MAX [0] by []
                project [$1]
                  shared #2
                    aggregate SUM [1] by [0]
                      scan [ok, qty]
            shared #2
              aggregate SUM [1] by [0]
                scan [ok, qty]
        """);
  }

  @Test
  void firstRows_arePickedBeforeTheyAreComputedWith() {
    assertPlan(
        "SELECT upper(CAST(ok AS VARCHAR)), qty FROM item ORDER BY qty LIMIT 3",
        """
        project [(UPPER (CAST VARCHAR $0)), $1]
          sort by [1] limit 3
            scan [ok, qty]
        """);
  }

  @Test
  void existence_isASemiJoinWhereManyRowsAskForFew() {
    assertPlan(
        "SELECT ok FROM item WHERE ok IN (SELECT ok FROM orders WHERE placed > 3)",
        """
        join semi on left 0 = right 0
          scan [ok]
          scan [ok] where 3 < placed
        """);
  }

  @Test
  void existence_isASemiJoin_andTheOppositeAnAntiJoin() {
    assertPlan(
        "SELECT ok FROM orders WHERE EXISTS (SELECT 1 FROM item WHERE item.ok = orders.ok)",
        """
        join semi on left 0 = right 0
          scan [ok]
          scan [ok]
        """);
    assertPlan(
        """
        SELECT ok FROM orders
        WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.ok = orders.ok AND item.sk <> orders.ck)
        """,
        """
        project [$0]
          join anti on left 0 = right 0 and (NOT_EQUAL $3 $1)
            scan [ok, ck]
            scan [ok, sk]
        """);
  }

  @Test
  void fullJoin_indexesTheSmallerSide() {
    assertPlan(
        "SELECT c.ck, o.ok FROM customer c FULL JOIN orders o ON c.ck = o.ck",
        """
        project [$2, $0]
          join full on left 1 = right 0
            scan [ok, ck]
            scan [ck]
        """);
    assertPlan(
        "SELECT c.ck, o.ok FROM orders o FULL JOIN customer c ON c.ck = o.ck",
        """
        project [$2, $0]
          join full on left 1 = right 0
            scan [ok, ck]
            scan [ck]
        """);
  }

  @Test
  void differentRows_arePassedOnAsTheyCome() {
    assertPlan(
        "SELECT DISTINCT qty FROM item",
        """
        distinct
          scan [qty]
        """);
    assertPlan(
        "SELECT ck FROM customer UNION SELECT sk FROM supplier",
        """
        distinct
          union
            scan [ck]
            scan [sk]
        """);
  }

  @Test
  void groupsOfAKey_areTheRowsThemselves() {
    assertPlan(
        "SELECT _offset, max(qty) FROM item GROUP BY _offset",
        """
        project [$1, $0]
          scan [qty, event/offset]
        """);
  }

  @Test
  void rowsOfTheStatement_areRows() {
    assertPlan("VALUES (1, 'a'), (2, 'b')", "rows 2 rows of 2\n");
  }

  private void assertPlan(String sql, String expected) {
    assertThat(Sql.explain(sql, catalog.now())).isEqualTo(expected);
  }
}
