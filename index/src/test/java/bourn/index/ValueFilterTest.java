package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Codes;
import bourn.columns.Kind;
import bourn.datoms.Meta;
import bourn.kernel.Keyword;
import bourn.kernel.Value;
import bourn.kernel.ValueInput;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters have what is there, hardly anything else, and the same bits for ever. */
final class ValueFilterTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyValueIsThere_andOneOfAHundredOthers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> there = new ArrayList<>();
    for (int i = 0; i < 4_096; i++) {
      there.add(any(random));
    }
    ValueFilter filter = stored(ValueFilter.of(segment(there)));

    assertThat(there).allMatch(filter::mayHave);
    long seeming =
        random.ints(100_000).mapToObj(i -> Value.of("other " + i)).filter(filter::mayHave).count();
    assertThat(seeming).isBetween(100L, 2_000L);
    assertThat(filter.sizeBytes()).isLessThan(6_000);
  }

  @Test
  void nothingIsThereInAFilterOfNothing() {
    ValueFilter filter = stored(ValueFilter.of(Segment.EMPTY));
    assertThat(filter.mayHave(Value.of("anything"))).isFalse();
  }

  /** Filters are stored: a value sets the bits that it set before. */
  @Test
  void theBitsOfValuesAreFixed() {
    ValueFilter filter =
        ValueFilter.of(
            segment(List.of(Value.of("ada@example.org"), Value.of(36), Keyword.of("a/b"))));
    assertThat(HexFormat.of().formatHex(filter.toOutput().toBytes()))
        .isEqualTo("010123997411225090");
  }

  private static Value any(SplittableRandom random) {
    long number = random.nextLong();
    return switch (random.nextInt(6)) {
      case 0 -> Value.of(number);
      case 1 -> Value.of(Double.longBitsToDouble(number));
      case 2 -> Keyword.of("k" + number);
      case 3 -> Value.list(number, "x");
      case 4 -> new Value.Time(number >> 10);
      default -> Value.of("text " + number);
    };
  }

  private static Segment segment(List<Value> values) {
    Value[] dictionary =
        values.stream()
            .filter(value -> Codes.kind(value) == Kind.CODE)
            .sorted()
            .toArray(Value[]::new);
    List<Value> codes = List.of(dictionary);
    Rows rows = new Rows(values.size(), dictionary);
    for (Value value : values) {
      Kind kind = Codes.kind(value);
      long word = kind == Kind.CODE ? codes.indexOf(value) : Words.word(value);
      rows.add(1, 1, kind, word, 1, Segment.LIVE, Meta.NONE);
    }
    return rows.toSegment();
  }

  private static ValueFilter stored(ValueFilter filter) {
    byte[] bytes = filter.toOutput().toBytes();
    return ValueFilter.read(new ValueInput(bytes, 0, bytes.length));
  }
}
