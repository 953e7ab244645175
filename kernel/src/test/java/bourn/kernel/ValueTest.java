package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTest {

  @Test
  void numbersOfDifferentTypesAreDifferentValues() {
    assertThat(Value.of(1L)).isNotEqualTo(Value.of(1.0)).isNotEqualTo(Value.of(BigDecimal.ONE));
    assertThat(Value.of(1.0)).isNotEqualTo(Value.of(BigDecimal.ONE));
  }

  @Test
  void thereIsOneZeroAndOneNaN() {
    double otherNaN = Double.longBitsToDouble(0xFFF8_0000_0000_0001L);

    assertSame(Value.of(-0.0), Value.of(0.0));
    assertSame(Value.of(otherNaN), Value.of(Double.NaN));
    assertThat(Value.of(Double.NaN)).isGreaterThan(Value.of(Double.POSITIVE_INFINITY));
    assertThat(Value.of(Double.NaN)).isGreaterThan(Value.of(BigInteger.TEN.pow(1_000)));
    assertThat(Value.of(-0.0)).hasToString("0.0");
  }

  @Test
  void trailingZerosAndWidthsOfIntegersDoNotCount() {
    assertSame(Value.of(new BigDecimal("1.0")), Value.of(new BigDecimal("1.00")));
    assertSame(Value.of(new BigDecimal("0E+5")), Value.of(new BigDecimal("0.00")));
    assertSame(Value.of(new BigDecimal("1E+2")), Value.of(new BigDecimal("100")));
    assertSame(Value.of(BigInteger.ONE), Value.of(1L));
    assertSame(Edn.read("1N"), Value.of(1L));
    assertThatThrownBy(() -> new Value.BigInt(BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertSame(Value left, Value right) {
    assertThat(left).isEqualTo(right).hasSameHashCodeAs(right).isEqualByComparingTo(right);
    assertThat(ValueCodec.encode(left)).isEqualTo(ValueCodec.encode(right));
    assertThat(left).hasToString(right.toString());
  }

  @Test
  void theOrderIsNumericAcrossTypesAndTiesGoByType() {
    assertAscending(
        "##-Inf",
        "-1E+400M",
        "-9223372036854775809",
        "-9223372036854775808",
        "-1",
        "-1.0",
        "-1M",
        "-0.5",
        "0",
        "0.0",
        "0M",
        "4.9E-324",
        "0.1M",
        "0.1",
        "1",
        "1.0",
        "1M",
        "9007199254740992",
        "9.007199254740992E15",
        "9007199254740993",
        "9007199254740993M",
        "9.007199254740994E15",
        "9223372036854775806",
        "9223372036854775807",
        "9.223372036854775807E18",
        "9223372036854775808N",
        "9223372036854775808M",
        "1E300",
        "1E+400M",
        "##Inf",
        "##NaN");
  }

  @Test
  void theOrderIsByTypeThenWithinTheType() {
    assertAscending(
        "nil",
        "false",
        "true",
        "5",
        "\"\"",
        "\"a\"",
        "\"aa\"",
        "\"b\"",
        "\"\\uffff\"",
        "\"\\ud83d\\ude00\"",
        ":a",
        ":b",
        "a",
        "b",
        "#inst \"1969\"",
        "#inst \"2026\"",
        "#uuid \"00000000-0000-0000-0000-000000000001\"",
        "#uuid \"80000000-0000-0000-0000-000000000000\"",
        "#bourn/bytes \"\"",
        "#bourn/bytes \"00\"",
        "#bourn/bytes \"80\"",
        "[]",
        "[1]",
        "[1 2]",
        "[2]",
        "{}",
        "{:a 1}",
        "{:b 0, :a 2}",
        "{:b 0}",
        "#{}",
        "#{2 1}",
        "#{2}",
        "#a 1",
        "#a 2",
        "#b 0",
        "#bourn/ref [1 5]",
        "#bourn/ref [2 0]",
        "#bourn/blob [1 0 0 0 0]",
        "#bourn/blob [1 0 0 1 0]");
  }

  private static void assertAscending(String... edn) {
    List<Value> values = Arrays.stream(edn).map(Edn::read).toList();
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        assertThat(Integer.signum(values.get(i).compareTo(values.get(j))))
            .as("%s and %s", values.get(i), values.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void theOrderIsTotalAndConsistentWithEquality(long seed) {
    List<Value> values = new RandomValues(seed).values(60);
    values.addAll(numbersNearEachOther(new Random(seed)));
    for (Value a : values) {
      for (Value b : values) {
        int order = Integer.signum(a.compareTo(b));
        assertThat(order).as("%s and %s", a, b).isEqualTo(-Integer.signum(b.compareTo(a)));
        assertThat(order == 0).as("%s and %s", a, b).isEqualTo(a.equals(b));
        if (a.equals(b)) {
          assertThat(a).hasSameHashCodeAs(b);
        }
      }
    }
    Collections.shuffle(values, new Random(seed));
    values.sort(null);
    for (int i = 0; i < values.size(); i++) {
      for (int j = i; j < values.size(); j++) {
        assertThat(values.get(i)).isLessThanOrEqualTo(values.get(j));
      }
    }
  }

  private static List<Value> numbersNearEachOther(Random random) {
    List<Value> numbers = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      long number = (1L << (51 + random.nextInt(12))) + random.nextInt(3) - 1;
      numbers.add(Value.of(number));
      numbers.add(Value.of((double) number));
      numbers.add(Value.of(Math.nextUp((double) number)));
      numbers.add(Value.of(BigDecimal.valueOf(number).add(new BigDecimal("0.25"))));
      numbers.add(Value.of(BigInteger.valueOf(number).shiftLeft(random.nextInt(3))));
    }
    return numbers;
  }

  @Test
  void numbersHaveSoManyDigitsAtMost() {
    for (String number : List.of("1e10001", "1e-10001", "1e2147483647", "1e-2147483647")) {
      assertThatThrownBy(() -> Value.of(new BigDecimal(number)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 10000");
    }
    assertThatThrownBy(() -> Value.of(BigInteger.ONE.shiftLeft(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 10000 digits");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -62_167_219_200_000_001L,
        -62_167_219_200_000_000L,
        -1,
        0,
        1,
        1_000,
        999_999,
        1_000_000,
        86_400_000_000L,
        1_769_854_530_120_000L,
        253_402_300_799_999_999L,
        253_402_300_800_000_000L,
        Long.MAX_VALUE
      })
  void everyTimeIsAnInstantAndBack(long micros) {
    Value.Time time = new Value.Time(micros);

    assertThat(Value.of(time.toInstant())).isEqualTo(time);
    assertThat(Edn.read(time.toString())).isEqualTo(time);
    assertThat(time).hasToString("#inst \"" + time.toInstant() + "\"");
    assertThat(Value.of(Instant.ofEpochSecond(0, -1))).isEqualTo(new Value.Time(-1));
  }

  @Test
  void of_understandsTheTypesOfTheJdk() {
    assertThat(
            Value.of(
                Arrays.asList(
                    null,
                    true,
                    1,
                    2L,
                    (short) 3,
                    (byte) 4,
                    1.5,
                    2.5f,
                    "a",
                    'b',
                    CharBuffer.wrap("c"),
                    new long[] {1},
                    new int[] {2},
                    new double[] {0.5},
                    new Object[] {"x"},
                    Set.of(1),
                    Map.of("k", 2))))
        .hasToString(
            "[nil true 1 2 3 4 1.5 2.5 \"a\" \"b\" \"c\" [1] [2] [0.5] [\"x\"] #{1} {\"k\" 2}]");
    assertThat(Value.of((Iterable<Integer>) () -> List.of(1, 2).iterator()))
        .isEqualTo(Value.list(1, 2));
    assertThatThrownBy(() -> Value.of(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void aMapHasDistinctKeysAndNoNull() {
    assertThatThrownBy(() -> Value.map("a", 1, "a", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(":a twice");
    assertThatThrownBy(() -> Value.of(Map.of(1, "a", 1L, "b")))
        .isInstanceOf(IllegalArgumentException.class);
    Map<Value, Value> holdsNull = new HashMap<>();
    holdsNull.put(Value.of(1), null);
    assertThatThrownBy(() -> new Value.Entries(holdsNull)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void collectionsKeepTheirOrderAndAreEqualWhateverItIs() {
    Value.Entries map = Value.map("b", 1, "a", 2);

    assertThat(map).hasToString("{:b 1, :a 2}").isEqualTo(Value.map("a", 2, "b", 1));
    assertThat(map.get(Keyword.of("a"))).isEqualTo(Value.of(2));
    assertThat(map.get(Keyword.of("c"))).isNull();
    assertThatThrownBy(() -> map.entries().put(Value.of(1), Value.of(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Edn.read("#{2 1}")).hasToString("#{2 1}").isEqualTo(Edn.read("#{1 2}"));
  }

  @Test
  void keysOfTheSameHashDoNotMakeAMapSlow() {
    StringBuilder map = new StringBuilder("{");
    StringBuilder set = new StringBuilder("#{");
    for (int i = 0; i < 1 << 16; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      map.append(':').append(name).append(" 1 ");
      set.append('"').append(name).append("\" ");
    }

    Value.Entries entries =
        assertTimeout(
            Duration.ofSeconds(20), () -> (Value.Entries) Edn.read(map.append('}').toString()));
    Value members =
        assertTimeout(Duration.ofSeconds(20), () -> Edn.read(set.append('}').toString()));

    assertThat(entries.entries()).hasSize(1 << 16);
    assertThat(entries.get(Keyword.of("Aa".repeat(16)))).isEqualTo(Value.of(1));
    assertThat(ValueCodec.decode(ValueCodec.encode(members))).isEqualTo(members);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void mapsAndSetsHoldWhatThoseOfTheJdkDo(long seed) {
    Random random = new Random(seed);
    List<Value> values = new RandomValues(seed).values(random.nextInt(80));
    Map<Value, Value> expected = new LinkedHashMap<>();
    values.forEach(value -> expected.put(value, Value.list(value)));
    Map<Value, Value> map = new Value.Entries(expected).entries();
    Set<Value> set = new Value.Members(new LinkedHashSet<>(values)).members();

    assertThat(map).isEqualTo(expected).hasSameHashCodeAs(expected);
    assertThat(expected).isEqualTo(map);
    assertThat(new ArrayList<>(map.keySet())).isEqualTo(new ArrayList<>(expected.keySet()));
    assertThat(set).isEqualTo(expected.keySet()).hasSameHashCodeAs(expected.keySet());
    assertThat(new ArrayList<>(set)).isEqualTo(new ArrayList<>(expected.keySet()));
    for (Value value : new RandomValues(seed + 1).values(200)) {
      assertThat(map.get(value)).isEqualTo(expected.get(value));
      assertThat(set.contains(value)).isEqualTo(expected.containsKey(value));
    }
  }
}
