package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.Databases;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.Value;
import bourn.typed.Blobs;
import bourn.typed.ProductType;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** INSERT appends to streams, where statements may write. */
final class SqlInsertTest {

  record Reading(int place, double depth, @Nullable String note) {}

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  SqlInsertTest() {
    TypedStream.open(kernel, "readings", Reading.class)
        .append(List.of(new Reading(1, 2.5, "first")));
    kernel
        .open(StreamDescriptor.generic("log"))
        .append(AppendRequest.of(Value.map("who", "Ann", "n", 1)));
  }

  @AfterEach
  void close() {
    databases.close();
    kernel.close();
  }

  @Test
  void valuesOfOtherTypes_areCast() {
    assertThat(run("INSERT INTO readings VALUES (2, 7, 'x'), (CAST(3 AS BIGINT), 1.5, NULL)"))
        .isEqualTo("[[2]]");
    assertThat(run("SELECT place, depth, note FROM readings WHERE place > 1 ORDER BY place"))
        .isEqualTo("[[2, 7.0, \"x\"], [3, 1.5, nil]]");
  }

  @Test
  void columnsThatAreNotNamed_areMissing() {
    assertThat(run("INSERT INTO readings (depth, place) SELECT depth * 2, 9 FROM readings"))
        .isEqualTo("[[1]]");
    assertThat(run("SELECT place, depth, note FROM readings WHERE place = 9"))
        .isEqualTo("[[9, 5.0, nil]]");
  }

  @Test
  void aFieldThatIsLeftOut_holdsItsDefault_andABlobAnyValue() {
    ProductType.parse("[[:mag :f64] [:depth :f32 :default 10.0] [:body :blob :nullable]]")
        .open(kernel, "shakes");
    assertThat(run("INSERT INTO shakes (mag) VALUES (1.5)")).isEqualTo("[[1]]");
    assertThat(run("INSERT INTO shakes (mag, body) VALUES (2.5, 'a text'), (3.5, ARRAY[1, 2])"))
        .isEqualTo("[[2]]");
    assertThat(run("INSERT INTO shakes VALUES (4.5, 2.25, NULL), (5.5, NULL, 7)"))
        .isEqualTo("[[2]]");
    assertThat(run("SELECT mag, depth, READ_BLOB(body) FROM shakes ORDER BY mag"))
        .isEqualTo(
            "[[1.5, 10.0, nil], [2.5, 10.0, \"a text\"], [3.5, 10.0, [1 2]], [4.5, 2.25, nil],"
                + " [5.5, 10.0, 7]]");
    assertThat(error("INSERT INTO shakes (depth) VALUES (1)").getMessage())
        .contains("row 0, field mag: required");
  }

  @Test
  void aBlobThatIsGone_isAClearError() {
    EventStream papers = ProductType.parse("[[:n :i32] [:body :blob]]").open(kernel, "papers");
    assertThat(run("INSERT INTO papers VALUES (1, 'x')")).isEqualTo("[[1]]");
    assertThat(run("SELECT READ_BLOB(body) FROM papers")).isEqualTo("[[\"x\"]]");
    kernel.delete(new StreamName(papers.descriptor().name() + Blobs.SUFFIX));
    assertThat(error("SELECT READ_BLOB(body) FROM papers").getMessage()).contains("is gone");
    assertThat(run("SELECT n FROM papers")).isEqualTo("[[1]]");
  }

  @Test
  void oneRowThatDoesNotFit_keepsAllOut() {
    QueryException refused = error("INSERT INTO readings VALUES (2, 1, 'a'), (3, NULL, 'b')");
    assertThat(refused.code().name()).isEqualTo("sql/insert");
    assertThat(refused.getMessage())
        .startsWith("readings did not take the rows: row 1, field depth: required ");
    assertThat(error("INSERT INTO readings VALUES (3000000000, 1, 'a')").code().name())
        .isEqualTo("sql/cast");
    assertThat(run("SELECT count(*) FROM readings")).isEqualTo("[[1]]");
  }

  @Test
  void aSealedStream_saysSo() {
    EventStream log = kernel.open(StreamDescriptor.generic("log"));
    log.seal(List.of());
    assertThat(error("INSERT INTO log (who) VALUES ('Bob')").getMessage())
        .isEqualTo("log did not take the rows: it is sealed");
  }

  @Test
  void genericStream_takesAnyKey() {
    run("INSERT INTO log (who, city) VALUES ('Bob', 'Rome')");
    assertThat(run("SELECT who, n, city FROM log ORDER BY offset"))
        .isEqualTo("[[\"Ann\", 1, nil], [\"Bob\", nil, \"Rome\"]]");
  }

  @Test
  void nothingIsWrittenByQuery() {
    QueryException refused =
        catchThrowableOfType(
            QueryException.class,
            () -> Sql.query("INSERT INTO readings VALUES (2, 1, 'a')", catalog.now()));
    assertThat(refused.code().name()).isEqualTo("sql/read-only");
    assertThat(run("SELECT count(*) FROM readings")).isEqualTo("[[1]]");
  }

  @Test
  void wrongTargets_areNamed() {
    assertThat(error("INSERT INTO readings VALUES (1, 2)").getMessage())
        .startsWith("a row has 2 values, and 3 columns are to get one");
    assertThat(error("INSERT INTO readings (plaze) VALUES (1)").getMessage())
        .startsWith("there is no column plaze");
    assertThat(error("INSERT INTO nowhere VALUES (1)").getMessage())
        .startsWith("there is no table nowhere");
  }

  private String run(String sql) {
    return Sql.execute(sql, catalog.now(), Budget.DEFAULT).rows().toString();
  }

  private QueryException error(String sql) {
    return catchThrowableOfType(QueryException.class, () -> run(sql));
  }
}
