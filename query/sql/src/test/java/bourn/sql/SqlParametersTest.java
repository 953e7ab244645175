package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.Databases;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.typed.TypedFormats;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values stand in the places of parameters. */
final class SqlParametersTest {

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  SqlParametersTest() {
    kernel
        .open(StreamDescriptor.generic("orders"))
        .append(
            AppendRequest.of(
                Value.map("item", "jam", "n", 1),
                Value.map("item", "it's", "n", 2),
                Value.map("item", "tea", "n", 3)));
  }

  @AfterEach
  void close() {
    databases.close();
    kernel.close();
  }

  static Stream<Value> values() {
    return Stream.of(
        Value.of(0),
        Value.of(-7),
        Value.of(Long.MAX_VALUE),
        Value.of(Long.MIN_VALUE),
        Value.of(true),
        Value.of("plain"),
        Value.of("it's -- /* \" ; ? grün \uD83D\uDE00"),
        Value.of(""),
        Value.of(0.1),
        Value.of(-1.5e300),
        Value.of(Double.MIN_VALUE),
        Value.of(Double.NEGATIVE_INFINITY),
        Value.of(new BigDecimal("-12.3400")),
        Value.of(Instant.parse("2026-01-02T03:04:05.000607Z")),
        Value.of(Instant.parse("1931-12-31T23:59:59.999999Z")),
        Value.of(UUID.fromString("00000000-0000-0001-0000-000000000002")),
        new Value.Bytes(new byte[] {0, -1, 7}),
        Value.list(1, 2, 3),
        Value.Nil.NIL);
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValue_comesBackAsItIs(Value value) {
    assertThat(query("SELECT ?", value)).isEqualTo(List.of(List.of(value)));
  }

  @Test
  void anyClause_takesParameters_inTheirOrder() {
    assertThat(query("SELECT item FROM orders WHERE n > ? AND item <> ? ORDER BY n", 1, "tea"))
        .isEqualTo(List.of(List.of(Value.of("it's"))));
    assertThat(query("SELECT n + ? FROM orders ORDER BY n LIMIT ? OFFSET ?", 10, 1, 2))
        .isEqualTo(List.of(List.of(Value.of(13))));
    assertThat(query("SELECT count(*) FROM orders WHERE item IN (?, ?) OR n = ?", "jam", "x", 3))
        .isEqualTo(List.of(List.of(Value.of(2))));
    assertThat(query("SELECT count(*) FROM orders FOR SYSTEM_TIME AS OF ?", 0))
        .isEqualTo(query("SELECT count(*) FROM orders FOR SYSTEM_TIME AS OF 0"))
        .isNotEqualTo(query("SELECT count(*) FROM orders"));
  }

  @Test
  void aString_isNeverReadAsSql() {
    assertThat(query("SELECT count(*) FROM orders WHERE item = ?", "' OR 1 = 1 --"))
        .isEqualTo(List.of(List.of(Value.of(0))));
  }

  @Test
  void insert_takesParameters() {
    Sql.execute(
        "INSERT INTO orders (item, n) VALUES (?, ?)",
        catalog.now(),
        Budget.DEFAULT,
        List.of(Value.of("o'clock"), Value.of(12)));
    assertThat(query("SELECT n FROM orders WHERE item = ?", "o'clock"))
        .isEqualTo(List.of(List.of(Value.of(12))));
  }

  @Test
  void moreOrFewerValues_areRefused() {
    assertThat(error("SELECT ? + ?", 1))
        .hasMessageContaining("the statement has 2 parameters (?), and 1 value was given");
    assertThat(error("SELECT 1", 1, 2))
        .hasMessageContaining("the statement has 0 parameters (?), and 2 values were given");
    assertThat(error("SELECT item FROM orders WHERE n = ?"))
        .hasMessageContaining("the statement has 1 parameter (?), and 0 values were given");
  }

  @Test
  void aValueWithoutLiteral_isRefusedWhereItStands() {
    QueryException refused = error("SELECT 1, ?", Value.map("a", 1));
    assertThat(refused.code()).isEqualTo(Keyword.of("sql/parameters"));
    assertThat(refused.position()).isEqualTo(10);
  }

  @Test
  void explain_takesParameters() {
    String sql = "SELECT item FROM orders WHERE item = ";
    assertThat(Sql.explain(sql + "?", catalog.now(), List.of(Value.of("tea"))))
        .isEqualTo(Sql.explain(sql + "'tea'", catalog.now()));
  }

  @Test
  void parameters_areCounted() {
    assertThat(Sql.parameters("SELECT ?, '?', \"?\" FROM t WHERE x IN (?, ?) -- ?")).isEqualTo(3);
    assertThat(Sql.parameters("EXPLAIN SELECT ?")).isEqualTo(1);
    assertThat(Sql.parameters("SELECT 1")).isZero();
    assertThat(Sql.parameters("SELEC ?")).isZero();
  }

  private List<List<Value>> query(String sql, Object... values) {
    List<Value> parameters = Arrays.stream(values).map(Value::of).toList();
    return List.copyOf(Sql.query(sql, catalog.now(), Budget.DEFAULT, parameters).rows());
  }

  private QueryException error(String sql, Object... values) {
    return catchThrowableOfType(QueryException.class, () -> query(sql, values));
  }
}
