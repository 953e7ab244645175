package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.Append;
import bourn.kernel.AppendRefusedException;
import bourn.kernel.AppendRequest;
import bourn.kernel.Environment;
import bourn.kernel.EventStream;
import bourn.kernel.HeapKernel;
import bourn.kernel.Kernel;
import bourn.kernel.Keyword;
import bourn.kernel.StreamDescriptor;
import bourn.kernel.StreamName;
import bourn.kernel.StreamSettings;
import bourn.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UpcastTest {

  private static final ProductType METRES = ProductType.parse("[[:metres :f64]]");

  private final Kernel kernel = HeapKernel.open(Environment.system(), TypedFormats::of);
  private final EventStream depths = ProductType.parse("[[:feet :i32]]").open(kernel, "depths");

  @AfterEach
  void close() {
    kernel.close();
  }

  private static Value metres(Value row) {
    Value feet = ((Value.Entries) row).get(Keyword.of("feet"));
    return Value.map("metres", ((Value.Int) feet).value() * 0.25);
  }

  private void append(int count) {
    long[] feet = LongStream.range(0, count).toArray();
    depths.append(Columns.of(depths, count).longs("feet", feet).request(depths)).orThrow();
  }

  private List<String> names() {
    return kernel.streams().stream().map(stream -> stream.name().text()).toList();
  }

  @Test
  void rowsAreThoseOfTheFunction_inANewIncarnation_withTheSettings() {
    append(25_000);
    depths.configure(StreamSettings.DEFAULT.keepCount(1_000_000));

    EventStream renewed = Upcast.rewrite(depths, METRES, UpcastTest::metres);

    assertThat(ProductType.of(renewed)).isEqualTo(METRES);
    assertThat(TypedTable.of(renewed.bound()).doubles("metres"))
        .hasSize(25_000)
        .startsWith(0, 0.25)
        .endsWith(24_999 / 4.0);
    assertThat(renewed.settings().mostEvents()).isEqualTo(1_000_000);
    assertThat(renewed.extent().incarnation()).isNotEqualTo(depths.extent().incarnation());
    assertThat(METRES.open(kernel, "depths").extent()).isEqualTo(renewed.extent());
    assertThat(names()).containsExactly("depths");
    assertThat(depths.append(AppendRequest.of(Value.map("feet", 1))))
        .isInstanceOf(Append.Deleted.class);
    renewed.append(AppendRequest.of(Value.map("metres", 0.5))).orThrow();
  }

  @Test
  void rowsThatComeMeanwhile_follow() {
    append(10);
    List<Value> seen = new ArrayList<>();

    EventStream renewed =
        Upcast.rewrite(
            depths,
            METRES,
            row -> {
              if (seen.isEmpty()) {
                depths.append(AppendRequest.of(Value.map("feet", 400))).orThrow();
              }
              seen.add(row);
              return metres(row);
            });

    assertThat(TypedTable.of(renewed.bound()).doubles("metres")).hasSize(11).endsWith(100.0);
  }

  @Test
  void functionThatMakesNoRow_changesNothing() {
    append(10);

    assertThatThrownBy(() -> Upcast.rewrite(depths, METRES, row -> row))
        .isInstanceOf(AppendRefusedException.class)
        .hasMessageContaining("feet");
    assertThat(names()).containsExactly("depths");
    append(1);
    assertThatThrownBy(
            () -> Upcast.rewrite(kernel.open(StreamDescriptor.generic("any")), METRES, row -> row))
        .hasMessageContaining("a typed stream is expected, was any");
    assertThat(kernel.find(new StreamName("any"))).isPresent();
  }
}
