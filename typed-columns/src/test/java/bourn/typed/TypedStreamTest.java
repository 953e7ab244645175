package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Append;
import bourn.kernel.CausalContext;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Reader;
import bourn.kernel.Reference;
import bourn.kernel.Step;
import bourn.kernel.Value;
import bourn.kernel.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TypedStreamTest {

  record Trade(Instant at, int quantity, double price, @Nullable String note) {}

  record Other(int quantity) {}

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456Z");

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final TypedStream<Trade> trades = TypedStream.open(kernel, "trades", Trade.class);

  @AfterEach
  void close() {
    kernel.close();
  }

  @Test
  void rowsComeBackAsRecords_asMaps_andAsColumns() {
    List<Trade> rows =
        List.of(
            new Trade(NOON, 5, 1.5, "first"),
            new Trade(NOON.plusSeconds(1), -7, Double.NaN, null),
            new Trade(NOON.plusSeconds(2), 0, -0.5, "first"));
    trades.append(rows).orThrow();

    List<Trade> read = new ArrayList<>();
    trades.forEach(trades.stream().bound(), read::add);
    assertThat(read).isEqualTo(rows);
    try (Reader reader = trades.stream().bound().read()) {
      assertThat(reader.next()).isEqualTo(Step.EVENT);
      assertThat(reader.value())
          .isEqualTo(Value.map("at", NOON, "quantity", 5, "price", 1.5, "note", "first"));
    }
    assertThat(trades.table().longs("quantity")).containsExactly(5, -7, 0);
    assertThat(trades.table().doubles("price")).containsExactly(1.5, Double.NaN, -0.5);
    assertThat(trades.table().reduceLongs("quantity", 0, Long::sum)).isEqualTo(-2);
    assertThat(trades.table().reduceDoubles("price", 0, Math::max)).isNaN();
  }

  @Test
  void columnsAppendAsRowsDo() {
    trades
        .append(
            Columns.of(trades.type(), 3)
                .longs("at", 1, 2, 3)
                .longs("quantity", 10, 20, 30)
                .doubles("price", 0.1, 0.2, 0.3)
                .texts("note", "a", null, "b"))
        .orThrow();

    List<Trade> read = new ArrayList<>();
    trades.forEach(trades.stream().bound(), read::add);
    assertThat(read)
        .containsExactly(
            new Trade(Instant.EPOCH.plusNanos(1_000), 10, 0.1, "a"),
            new Trade(Instant.EPOCH.plusNanos(2_000), 20, 0.2, null),
            new Trade(Instant.EPOCH.plusNanos(3_000), 30, 0.3, "b"));
  }

  @Test
  void rowsMarkedAreMissing_orTheDefault_andTheArraysOfTheCallerStayAsTheyAre() {
    EventStream stream =
        kernel.open(
            ProductType.parse(
                    "[[:n :i64 :nullable] [:grade :i8 :default 7] [:s :symbol :nullable]]")
                .describe("marked"));
    long[] given = {1, 2, 3};
    BitSet last = new BitSet();
    last.set(2);

    stream
        .append(
            Columns.of(stream, 3)
                .longs("n", given)
                .missing("n", true, false, true)
                .longs("grade", given)
                .missing("grade", last)
                .texts("s", "a", null, "a")
                .request(stream))
        .orThrow();

    TypedTable table = TypedTable.of(stream.bound());
    assertThat(given).containsExactly(1, 2, 3);
    assertThat(table.longs("n")).containsExactly(0, 2, 0);
    assertThat(table.missing("n")).containsExactly(true, false, true);
    assertThat(table.longs("grade")).containsExactly(1, 2, 7);
    assertThat(table.texts("s")).containsExactly("a", null, "a");
  }

  @Test
  void columnsOfAnotherType_areRefused() {
    Columns other = Columns.of(ProductType.of(Other.class), 1).longs("quantity", 1);
    assertThatThrownBy(() -> other.request(trades.stream()))
        .hasMessageContaining("[[:at :instant]")
        .hasMessageContaining("was [[:quantity :i32]]");
  }

  @Test
  void batchWithOneBadRow_isRefusedWhole() {
    Append refused =
        trades.append(
            Columns.of(trades.type(), 2)
                .longs("at", 1, 2)
                .longs("quantity", 1, 1L << 40)
                .doubles("price", 1, 2));

    assertThat(refused)
        .isEqualTo(
            new Append.Invalid(
                List.of(
                    new Violation(
                        1,
                        "quantity",
                        "a whole number in [-2147483648, 2147483647]",
                        "1099511627776"))));
    assertThat(trades.stream().extent().tail()).isZero();
  }

  @Test
  void rowWithoutAComponentThatMustBe_isRefused() {
    assertThat(trades.append(List.of(new Trade(null, 1, 1, null))))
        .isEqualTo(new Append.Invalid(List.of(new Violation(0, "at", "an instant", "nothing"))));
  }

  @Test
  void fieldThatIsNotGiven_isMissingIfItMay_andRefusedIfNot() {
    assertThat(trades.append(Columns.of(trades.type(), 1).longs("at", 1).longs("quantity", 1)))
        .isInstanceOf(Append.Invalid.class);
    trades
        .append(
            Columns.of(trades.type(), 1).longs("at", 1).longs("quantity", 1).doubles("price", 1))
        .orThrow();
    assertThat(trades.stream().extent().tail()).isEqualTo(1);
  }

  @Test
  void conditionAndContext_holdForRowsToo() {
    CausalContext context = kernel.newContext();
    List<Trade> rows = List.of(new Trade(NOON, 1, 1, null));
    trades.append(trades.request(rows).within(context).ifTailIs(0)).orThrow();

    assertThat(trades.append(trades.request(rows).ifTailIs(0))).isInstanceOf(Append.Conflict.class);
    assertThat(context.frontier())
        .containsExactly(new Reference(trades.stream().extent().incarnation(), 0));
  }

  @Test
  void open_withOtherFields_isRefused() {
    assertThatThrownBy(() -> TypedStream.open(kernel, "trades", Other.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
