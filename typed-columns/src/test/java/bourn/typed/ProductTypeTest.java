package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProductTypeTest {

  record Everything(
      boolean bool,
      byte i8,
      short i16,
      int i32,
      long i64,
      float f32,
      double f64,
      Instant instant,
      UUID uuid,
      @FixedBytes(3) byte[] bytes,
      String symbol) {}

  record Gaps(@Nullable Integer boxed, @Nullable String text, @FieldId(9) long id) {}

  record Strange(List<String> list) {}

  @Test
  void everyFixedWidthTypeComesFromARecordComponent() {
    assertThat(ProductType.of(Everything.class).fields())
        .extracting(Field::type)
        .containsExactly(FieldType.values());
    assertThat(ProductType.of(Everything.class).fields())
        .extracting(Field::widthBytes)
        .containsExactly(1, 1, 2, 4, 8, 4, 8, 8, 16, 3, 4);
    assertThat(ProductType.of(Everything.class).fields()).noneMatch(Field::nullable);
  }

  @Test
  void boxedAndNullableComponentsMayBeLeftOut_andAnIdCanBeGiven() {
    assertThat(ProductType.of(Gaps.class).fields())
        .containsExactly(
            Field.of(0, "boxed", FieldType.I32).orNull(),
            Field.of(1, "text", FieldType.SYMBOL).orNull(),
            Field.of(9, "id", FieldType.I64));
  }

  @Test
  void typeSurvivesItsValue_andEqualTypesHaveOneHash() {
    ProductType type = ProductType.of(Everything.class);

    assertThat(ProductType.of(type.toValue())).isEqualTo(type);
    assertThat(ProductType.of(type.toValue()).hash()).isEqualTo(type.hash()).hasSize(64);
    assertThat(ProductType.of(Gaps.class).hash()).isNotEqualTo(type.hash());
  }

  @Test
  void of_aComponentNoFieldHolds_saysWhichAndWhatIsAllowed() {
    assertThatThrownBy(() -> ProductType.of(Strange.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component list")
        .hasMessageContaining("java.util.List");
  }

  @Test
  void of_twoFieldsOfOneName_isRefused() {
    List<Field> twice = List.of(Field.of(0, "a", FieldType.I8), Field.of(1, "a", FieldType.I64));
    assertThatThrownBy(() -> new ProductType(twice)).hasMessageContaining("unique");
  }
}
