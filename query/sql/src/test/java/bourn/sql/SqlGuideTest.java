package bourn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.engine.Budget;
import bourn.engine.QueryException;
import bourn.index.Databases;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.Value;
import bourn.typed.Blobs;
import bourn.typed.ProductType;
import bourn.typed.TypedFormats;
import bourn.typed.TypedStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The statements of docs/sql.md, in order; what stands in the comments behind them is given. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlGuideTest {

  record Flight(
      String origin, String destination, Instant departed, int delay, @Nullable Double fare) {}

  private static final Path GUIDE = Path.of("../../docs/sql.md");
  private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern STATEMENT =
      Pattern.compile("(.*?);[ \\t]*\n((?:--[^\n]*\n)*)", Pattern.DOTALL);

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final Databases databases = Databases.of(kernel);
  private final StreamCatalog catalog = StreamCatalog.of(kernel, databases);

  SqlGuideTest() {
    fill(kernel, databases);
    Views.of(catalog).declare("late", "SELECT origin, delay FROM flights WHERE delay > 3");
  }

  @AfterAll
  void close() {
    databases.close();
    kernel.close();
  }

  @TestFactory
  Stream<DynamicTest> everyStatement() throws IOException {
    String guide = Files.readString(GUIDE);
    List<DynamicTest> tests = new ArrayList<>();
    Matcher block = BLOCK.matcher(guide);
    while (block.find()) {
      long line = guide.substring(0, block.start()).lines().count() + 1;
      Matcher statement = STATEMENT.matcher(block.group(1));
      while (statement.find()) {
        String sql = statement.group(1).strip();
        String expected = statement.group(2).replaceAll("(?m)^-- ?", "").strip();
        tests.add(
            DynamicTest.dynamicTest(
                "line " + line + ": " + sql, () -> assertThat(answer(sql)).isEqualTo(expected)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  private String answer(String sql) {
    return answer(sql, catalog.now());
  }

  /** Returns the rows as lines, or what is wrong. */
  static String answer(String sql, SqlCatalog catalog) {
    try {
      SqlResult result = Sql.execute(sql, catalog, Budget.DEFAULT);
      List<String> lines = new ArrayList<>();
      for (List<Value> row : result.rows()) {
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < row.size(); c++) {
          cells.add(show(row.get(c), result.columns().get(c).type()));
        }
        lines.add(String.join(" | ", cells));
      }
      return String.join("\n", lines).replaceAll("ms=[0-9.]+", "ms=..").strip();
    } catch (QueryException e) {
      return "error: " + e.getMessage().lines().findFirst().orElse("");
    }
  }

  private static String show(Value value, SqlType type) {
    return switch (value) {
      case Value.Nil nil -> "NULL";
      case Value.Text(String text) -> text;
      case Value.Decimal(BigDecimal number) -> number.toPlainString();
      case Value.Time(long micros) ->
          type == SqlType.DATE
              ? Times.time(micros).toLocalDate().toString()
              : Texts.timestamp(micros);
      default -> value.toString();
    };
  }

  static void fill(Kernel kernel, Databases databases) {
    TypedStream<Flight> flights = TypedStream.open(kernel, "flights", Flight.class);
    flights.append(
        List.of(
            new Flight("SEA", "SFO", Instant.parse("2026-01-01T08:00:00Z"), 12, 99.5),
            new Flight("SFO", "SEA", Instant.parse("2026-01-01T09:30:00Z"), -3, null),
            new Flight("SEA", "JFK", Instant.parse("2026-01-02T07:15:00Z"), 40, 250.0),
            new Flight("JFK", "SEA", Instant.parse("2026-01-02T18:00:00Z"), 0, 200.0),
            new Flight("SEA", "SFO", Instant.parse("2026-01-03T08:00:00Z"), 5, 89.5)));
    EventStream papers = ProductType.parse("[[:year :i16] [:body :blob]]").open(kernel, "papers");
    Blobs.append(
            papers,
            AppendRequest.of(
                Value.map("year", 1899, "body", Value.list(1, 2)),
                Value.map("year", 1935, "body", "On magnitudes")))
        .orThrow();
    EventStream weather = kernel.open(StreamDescriptor.generic("weather"));
    weather.append(
        AppendRequest.of(
            Value.map("airport", "SEA", "wind", 7, "gusts", Value.list(9, 12)),
            Value.map("airport", "SFO", "wind", 2, "at", Value.map("gate", 4))));
    databases
        .open("airports")
        .transact(
            List.of(
                Value.map("airport/code", "SEA", "airport/city", "Seattle", "airport/hub", "JFK"),
                Value.map("airport/code", "SFO", "airport/city", "San Francisco"),
                Value.map("airport/code", "JFK", "airport/city", "New York")));
  }
}
