package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.BlobReference;
import bourn.kernel.Value;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      String symbol,
      BlobReference blob) {}

  record Gaps(@Nullable Integer boxed, @Nullable String text, @FieldId(9) long id) {}

  record Strange(List<String> list) {}

  record Graded(@FieldDefault("7") int grade, @FieldDefault("\"none\"") @Nullable String note) {}

  private static final ProductType DECLARED =
      new ProductType(
          List.of(
              Field.of(0, "km", FieldType.F64),
              Field.of(1, "place", FieldType.SYMBOL).orNull(),
              Field.of(2, "grade", FieldType.I8).or(Value.of(3)),
              new Field(9, "key", FieldType.FIXED_BYTES, 16, false, Value.Nil.NIL),
              Field.of(4, "at", FieldType.INSTANT).or(new Value.Time(0))));

  @Test
  void everyFixedWidthTypeComesFromARecordComponent() {
    assertThat(ProductType.of(Everything.class).fields())
        .extracting(Field::type)
        .containsExactly(FieldType.values());
    assertThat(ProductType.of(Everything.class).fields())
        .extracting(Field::widthBytes)
        .containsExactly(1, 1, 2, 4, 8, 4, 8, 8, 16, 3, 4, 20);
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

  @Test
  void componentsMayHaveDefaults() {
    assertThat(ProductType.of(Graded.class).fields())
        .containsExactly(
            Field.of(0, "grade", FieldType.I32).or(Value.of(7)),
            Field.of(1, "note", FieldType.SYMBOL).or(Value.of("none")));
  }

  @Test
  void typeIsDeclaredAsDataOrText_byPlaceOrByWords() {
    assertThat(
            ProductType.parse(
                """
                [[:km :f64]
                 [:place :symbol :nullable]
                 [:grade :i8 :default 3]
                 [:key [:fixed-bytes 16] :id 9]
                 [:at :instant :default #inst "1970-01-01"]]\
                """))
        .isEqualTo(DECLARED);
    assertThat(
            ProductType.parse(
                """
                [{:name "km" :type "f64"}
                 {:name "place" :type "symbol" :nullable true :default nil}
                 {:name "grade" :type "i8" :nullable false :default 3}
                 {:name "key" :type ["fixed-bytes" 16] :id 9}
                 ["at" "instant" "default" "1970-01-01T00:00:00Z"]]\
                """))
        .isEqualTo(DECLARED);
  }

  @Test
  void declarationAndValue_areReadBack() {
    assertThat(ProductType.parse(DECLARED.declaration().toString())).isEqualTo(DECLARED);
    assertThat(ProductType.of(DECLARED.toValue())).isEqualTo(DECLARED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5                              | a product type is a list of fields",
        "[[:a :i8] [:b :i9]]            | field 2 of the declaration, [:b :i9]: a field's type is"
            + " one",
        "[[:a :i8] [\":b\" :i8]]        | field 2 of the declaration, [\":b\" :i8]: a name is"
            + " required",
        "[[:a]]                         | field 1 of the declaration, [:a]: a type is required",
        "[[:a :i8 :nulable]]            | one of [:name, :type, :nullable, :default, :id] is"
            + " required",
        "[[:a :i8 :default]]            | behind :default a value is required",
        "[[:a :i8 :default 300]]        | must be a whole number in [-128, 127], was 300",
        "[[:a :i8 :id 1.5]]             | a whole number is required, was 1.5",
        "[[:a :fixed-bytes]]            | cannot be 0 bytes wide",
        "[{:name \"a\" :size 3}]        | is required, was :size",
        "[:a :i8]                       | field 1 of the declaration, :a: [name type option...]",
        "[[:a :i8] [:a :i16]]           | unique, was again id 1 or name a",
        "[]                             | 1 to 1000 fields, was 0",
      })
  void declarationThatIsWrong_isRefusedWithFieldAndPlace(String declaration, String said) {
    assertThatThrownBy(() -> ProductType.parse(declaration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void textOfADeclarationThatIsNoEdn_isRefusedWithLineAndColumn() {
    assertThatThrownBy(() -> ProductType.parse("[[:a :i8]\n [:b ))"))
        .hasMessageContaining("line 2, column 6");
  }

  @Test
  void rowsOfATextWithoutTypes_areReadAsTheTypeHasThem() {
    Value row = Value.map("km", 3, "at", "1970-01-01T00:00:01Z", "key", "AAAAAAAAAAAAAAAAAAAAAA==");
    assertThat(DECLARED.read(row))
        .isEqualTo(Value.map("km", 3.0, "at", new Value.Time(1_000_000), "key", new byte[16]));
    Value wrong = Value.map("km", (1L << 53) + 1, "at", "noon", "key", "?", "place", 5);
    assertThat(DECLARED.read(wrong)).isEqualTo(wrong);
  }
}
