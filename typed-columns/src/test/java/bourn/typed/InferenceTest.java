package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InferenceTest {

  private static Proposal of(Value... rows) {
    Inference inference = new Inference();
    List.of(rows).forEach(inference::add);
    return inference.propose();
  }

  @Test
  void everyFieldIsProposedWithAReason() {
    Proposal proposal =
        of(
            Value.map("at", "2026-01-31T10:00:00Z", "delay", -3, "late", false, "origin", "SEA"),
            Value.map("at", "2026-02-01T10:00:00Z", "delay", 70, "late", true, "origin", "SFO"),
            Value.map("at", "2026-02-02T10:00:00Z", "origin", "SEA", "tags", List.of(1)));

    assertThat(proposal.toString().lines())
        .containsExactly(
            ";; proposed from 3 rows",
            "[[:at :instant]                           "
                + "; \"2026-01-31T10:00:00Z\" to \"2026-02-02T10:00:00Z\"; in every row",
            " [:delay :i16 :nullable]                  "
                + "; -3 to 70, with as much room again; missing in 1 of 3 rows, first in row 3",
            " [:late :bool :nullable]                  "
                + "; row 1 holds false; missing in 1 of 3 rows, first in row 3",
            " [:origin :symbol]                        "
                + "; 2 different texts of 3, the longest of 3 characters, as \"SEA\"; in every row",
            " [:tags :blob :nullable]                  "
                + "; row 3 holds [1]; missing in 2 of 3 rows, first in row 1",
            " ]");
    assertThat(ProductType.parse(proposal.toString())).isEqualTo(proposal.type());
  }

  @Test
  void theTypeIsTheSmallestThatLeavesRoom_orHoldsAllSorts() {
    assertThat(typeOf(1, 60)).isEqualTo(FieldType.I8);
    assertThat(typeOf(1, 100)).isEqualTo(FieldType.I16);
    assertThat(typeOf(-70_000, 0)).isEqualTo(FieldType.I32);
    assertThat(typeOf(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(FieldType.I64);
    assertThat(typeOf(1, 0.5)).isEqualTo(FieldType.F64);
    assertThat(typeOf(new UUID(1, 2), new UUID(1, 3).toString())).isEqualTo(FieldType.UUID);
    assertThat(typeOf(new byte[3], new byte[3])).isEqualTo(FieldType.FIXED_BYTES);
    assertThat(typeOf("a", "2026-02-01T10:00:00Z")).isEqualTo(FieldType.SYMBOL);
    assertThat(of(Value.map("x", 5), Value.map("x", "n/a")).reasons().getFirst().why())
        .isEqualTo("mixed, so each as text: row 1 holds 5, row 2 holds \"n/a\"; in every row");
    assertThat(typeOf(new byte[3], new byte[2])).isEqualTo(FieldType.BLOB);
    assertThat(typeOf("a", "a".repeat(1_001))).isEqualTo(FieldType.BLOB);
  }

  private static FieldType typeOf(Object first, Object second) {
    return of(Value.map("x", first), Value.map("x", second)).type().fields().getFirst().type();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {51, 52, 53})
  void whatIsProposedTakesTheRowsItWasInferredFrom(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      List<Object> row =
          new ArrayList<>(List.of("always", random.nextLong() >> random.nextInt(64)));
      if (random.nextInt(3) > 0) {
        row.addAll(List.of("real", random.nextInt(2) == 0 ? (Object) 5L : (Object) 0.5));
      }
      if (random.nextInt(50) > 0) {
        row.addAll(List.of("text", "t" + random.nextInt(2_000)));
      }
      rows.add(Value.map(row.toArray()));
    }
    Inference inference = new Inference();
    rows.forEach(inference::add);
    ProductType type = inference.propose().type();
    try (Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of)) {
      EventStream stream = kernel.open(type.describe("rows"));
      stream.append(AppendRequest.of(rows.stream().map(type::read).toList())).orThrow();
      assertThat(stream.extent().tail()).isEqualTo(500);
    }
  }

  @Test
  void whatIsNoRow_isRefusedByItsNumber() {
    assertThatThrownBy(() -> of(Value.map("a", 1), Value.of(5)))
        .hasMessage("row 2: required a map of fields, found 5");
    assertThatThrownBy(() -> new Inference().propose()).hasMessageContaining("at least 1 row");
  }
}
