package bourn.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bourn.kernel.BlobReference;
import bourn.kernel.EventFormat.Walker;
import bourn.kernel.InvalidEventsException;
import bourn.kernel.Reference;
import bourn.kernel.Value;
import bourn.kernel.Violation;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedFormatTest {

  record Row(
      @Nullable Boolean bool,
      @Nullable Byte i8,
      @Nullable Short i16,
      @Nullable Integer i32,
      @Nullable Long i64,
      @Nullable Float f32,
      @Nullable Double f64,
      @Nullable Instant instant,
      @Nullable UUID uuid,
      @FixedBytes(5) byte @Nullable [] bytes,
      @Nullable String symbol,
      @Nullable BlobReference blob) {}

  record Point(int x, @Nullable Float y, String name) {}

  private final TypedFormat points = new TypedFormat(ProductType.of(Point.class));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRowComesBackAsItWent_missingFieldsLeftOut(long seed) {
    TypedFormat format = new TypedFormat(ProductType.of(Row.class));
    List<Value> rows = rows(new SplittableRandom(seed));

    byte[] body = format.encode(rows);

    assertThat(walk(format, body, rows.size())).isEqualTo(rows);
  }

  @Test
  void payloadOfARow_isABodyThatHoldsTheRowAlone() {
    List<Value> rows =
        List.of(Value.map("x", 1, "name", "a"), Value.map("x", 2, "y", 0.5, "name", "b"));
    Walker walker = points.walker();
    walker.stand(MemorySegment.ofArray(points.encode(rows)), 2, 1);

    assertThat(walk(points, walker.toBytes(), 1)).containsExactly(rows.get(1));
  }

  @Test
  void batchWithRowsThatDoNotFit_isRefusedWhole_withEveryReason() {
    List<Value> rows =
        List.of(
            Value.map("x", 1, "name", "fits"),
            Value.map("x", 1L << 31, "name", "too great"),
            Value.map("name", "no x"),
            Value.map("x", 1, "y", 0.1, "name", "not exact"),
            Value.map("x", 1, "y", 2, "name", "an integer"),
            Value.map("x", 1, "name", 7));

    InvalidEventsException refused =
        catchThrowableOfType(InvalidEventsException.class, () -> points.encode(rows));

    String whole = "a whole number in [-2147483648, 2147483647]";
    String real = "a floating point number that 32 bits hold exactly, or nothing";
    assertThat(refused.violations())
        .containsExactly(
            new Violation(1, "x", whole, "2147483648"),
            new Violation(2, "x", whole, "nothing"),
            new Violation(3, "y", real, "0.1"),
            new Violation(4, "y", real, "2"),
            new Violation(5, "name", "a string", "7"));
  }

  @Test
  void unknownFieldsAndOtherValues_areRefused() {
    List<Value> rows =
        List.of(Value.map("x", 1, "name", "a", "z", 1), Value.of("no map"), Value.of(5));

    InvalidEventsException refused =
        catchThrowableOfType(InvalidEventsException.class, () -> points.encode(rows));

    assertThat(refused.violations())
        .containsExactly(
            new Violation(0, "z", "one of [x, y, name]", "an unknown field"),
            new Violation(1, "(all)", "a map of fields", "\"no map\""),
            new Violation(2, "(all)", "a map of fields", "5"));
  }

  @Test
  void fieldWithADefault_isTheDefaultInRowsThatLeaveItOut() {
    TypedFormat format =
        new TypedFormat(ProductType.parse("[[:x :i8 :default 5] [:s :symbol :default \"-\"]]"));
    List<Value> rows =
        List.of(Value.map("x", 1), Value.map("s", "a"), Value.map("x", Value.Nil.NIL));

    assertThat(walk(format, format.encode(rows), 3))
        .containsExactly(
            Value.map("x", 1, "s", "-"), Value.map("x", 5, "s", "a"), Value.map("x", 5, "s", "-"));
  }

  private static List<Value> walk(TypedFormat format, byte[] body, int count) {
    Walker walker = format.walker();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      walker.stand(MemorySegment.ofArray(body), count, i);
      values.add(walker.value());
    }
    return values;
  }

  private static List<Value> rows(SplittableRandom random) {
    List<Value> rows = new ArrayList<>();
    int count = 1 + random.nextInt(300);
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      put(row, random, "bool", random.nextBoolean());
      put(row, random, "i8", (byte) random.nextInt());
      put(row, random, "i16", (short) random.nextInt());
      put(row, random, "i32", random.nextInt());
      put(row, random, "i64", random.nextLong());
      put(row, random, "f32", Float.intBitsToFloat(random.nextInt()));
      put(row, random, "f64", Double.longBitsToDouble(random.nextLong()));
      put(row, random, "instant", new Value.Time(random.nextLong() >> 8));
      put(row, random, "uuid", new UUID(random.nextLong(), random.nextLong()));
      byte[] bytes = new byte[5];
      random.nextBytes(bytes);
      put(row, random, "bytes", bytes);
      put(
          row,
          random,
          "symbol",
          "s\u00e9\ud83d\ude00".repeat(random.nextInt(3)) + random.nextInt(9));
      Reference event = new Reference(1 + random.nextInt(99), random.nextLong(1L << 40));
      int start = random.nextInt(1 << 30);
      put(
          row,
          random,
          "blob",
          new BlobReference(event, start, random.nextInt(99), random.nextInt()));
      rows.add(Value.map(row.toArray()));
    }
    return rows;
  }

  private static void put(List<Object> row, SplittableRandom random, String name, Object value) {
    if (random.nextInt(4) != 0) {
      row.add(name);
      row.add(value);
    }
  }
}
