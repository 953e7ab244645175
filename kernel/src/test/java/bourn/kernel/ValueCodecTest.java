package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueCodecTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void everyValueDecodesAsItWasEncoded(long seed) {
    for (Value value : new RandomValues(seed).values(500)) {
      Value decoded = ValueCodec.decode(ValueCodec.encode(value));

      assertThat(decoded).isEqualTo(value).hasSameHashCodeAs(value);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void valuesAreEqualExactlyWhenTheirBytesAre(long seed) {
    List<Value> values = new RandomValues(seed).values(150);
    for (Value left : values) {
      for (Value right : values) {
        assertThat(Arrays.equals(ValueCodec.encode(left), ValueCodec.encode(right)))
            .as("%s and %s", left, right)
            .isEqualTo(left.equals(right));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void mapsAndSetsHaveTheSameBytesWhateverTheirOrder(long seed) {
    Random random = new Random(seed);
    List<Value> members = new ArrayList<>(new LinkedHashSet<>(new RandomValues(seed).values(30)));
    byte[] set = ValueCodec.encode(new Value.Members(new LinkedHashSet<>(members)));
    byte[] map = ValueCodec.encode(mapOf(members));

    Collections.shuffle(members, random);

    assertThat(ValueCodec.encode(new Value.Members(new LinkedHashSet<>(members)))).isEqualTo(set);
    assertThat(ValueCodec.encode(mapOf(members))).isEqualTo(map);
  }

  private static Value mapOf(List<Value> keys) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    keys.forEach(key -> entries.put(key, Value.list(key)));
    return new Value.Entries(entries);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void damagedBytesAreRefusedOrAreTheBytesOfAnotherValue(long seed) {
    Random random = new Random(seed);
    for (Value value : new RandomValues(seed).values(300)) {
      byte[] bytes = ValueCodec.encode(value);
      for (int i = 0; i < 30; i++) {
        byte[] damaged = damaged(bytes, random);
        try {
          assertThat(ValueCodec.encode(ValueCodec.decode(damaged))).isEqualTo(damaged);
        } catch (StorageException expected) {
          assertThat(expected).hasMessageContaining("required").hasMessageContaining("found");
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void get_ofDamagedBytes_isRefusedOrAnswers(long seed) {
    Random random = new Random(seed);
    for (Value value : new RandomValues(seed).values(300)) {
      byte[] bytes = ValueCodec.encode(Value.map("a", value, "b", 1, "name", value));
      for (int i = 0; i < 30; i++) {
        MemorySegment damaged = MemorySegment.ofArray(damaged(bytes, random));
        try {
          ValueCodec.get(damaged, 0, damaged.byteSize(), Keyword.of("name"));
        } catch (StorageException expected) {
          assertThat(expected).hasMessageContaining("required").hasMessageContaining("found");
        }
      }
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = Arrays.copyOf(bytes, bytes.length + (random.nextInt(8) == 0 ? 1 : 0));
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    return random.nextInt(4) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length) + 1)
        : damaged;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void get_findsWhatTheMapHolds(long seed) {
    RandomValues random = new RandomValues(seed);
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < 200; i++) {
        Value.Entries map = Value.map("a", random.value(), "b", random.value(), 1, random.value());
        byte[] bytes = ValueCodec.encode(map);
        MemorySegment segment = arena.allocate(bytes.length + 3L).asSlice(3);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, segment, 0, bytes.length);
        for (Value key : List.of(Keyword.of("a"), Keyword.of("b"), Value.of(1L), Value.of(2L))) {
          assertThat(ValueCodec.get(segment, 0, bytes.length, ValueCodec.encode(key)))
              .isEqualTo(map.get(key));
        }
      }
    }
  }

  @Test
  void get_ofAValueThatIsNoMap_isNull() {
    MemorySegment segment = MemorySegment.ofArray(ValueCodec.encode(Value.of("text")));

    assertThat(ValueCodec.get(segment, 0, segment.byteSize(), Keyword.of("a"))).isNull();
  }

  @Test
  void encode_beyondTheGreatestDepth_isRefused() {
    assertThat(ValueCodec.decode(ValueCodec.encode(nested(Value.MOST_DEPTH)))).isNotNull();
    assertThatThrownBy(() -> ValueCodec.encode(nested(Value.MOST_DEPTH + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 200 levels");
  }

  private static Value nested(int depth) {
    Value value = Value.of(1L);
    for (int i = 0; i < depth; i++) {
      value = Value.list(value);
    }
    return value;
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0D, 0x0E, 0x0F, 0x10})
  void decode_ofEndlessNesting_isRefused(int tag) {
    ValueOutput output = new ValueOutput();
    for (int i = 0; i < 100_000; i++) {
      output.writeByte(tag);
      output.writeVarint(8_000_000L - 6L * i);
      output.writeByte(1);
      if (tag == 0x0E || tag == 0x10) {
        output.writeByte('x');
      }
    }
    output.writeBytes(new byte[8_000_000]);

    assertThatThrownBy(() -> ValueCodec.decode(output.toBytes()))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void decode_ofLengthsThatLie_isRefusedBeforeMemoryIsTaken() {
    for (int tag = 0; tag < 0x14; tag++) {
      for (long length : new long[] {1, 1 << 20, Integer.MAX_VALUE, Long.MAX_VALUE, -1L}) {
        ValueOutput output = new ValueOutput();
        output.writeByte(tag);
        output.writeVarint(length);
        output.writeVarint(length);
        byte[] bytes = output.toBytes();
        Assertions.assertTimeout(
            Duration.ofSeconds(1),
            () -> {
              try {
                ValueCodec.decode(bytes);
              } catch (StorageException expected) {
                assertThat(expected).hasMessageContaining("required");
              }
            });
      }
    }
  }

  @Test
  void decode_ofWhatIsNotCanonical_isRefused() {
    assertRefused(0x03, 0x02); // a small int in the long form
    assertRefused(0x03, 0x80, 0x81, 0x00); // a padded varint
    assertRefused(0x04, 0, 0, 0, 0, 0, 0, 0, 0x80); // -0.0
    assertRefused(0x05, 1, 5); // a small big integer
    assertRefused(0x06, 2, 1, 10); // 1.0M
    assertRefused(0x07, 1, 'a'); // a short text in the long form
    assertRefused(0x81, 0xFF); // not UTF-8
    assertRefused(0x0E, 5, 2, 0x42, 0x40, 0x41, 0x40); // keys that descend
    assertRefused(0x0F, 3, 2, 0x41, 0x41); // a member twice
  }

  private static void assertRefused(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    assertThatThrownBy(() -> ValueCodec.decode(array)).isInstanceOf(StorageException.class);
  }

  @Test
  void theLayoutOfVersionOneStaysAsItIs() {
    Value value =
        Value.map(
            "name", "Ada", "age", 36, "born", new Value.Time(1), "tags", Value.list(-1, 1.5, null));

    assertThat(new Value.Bytes(ValueCodec.encode(value)))
        .hasToString(
            "#bourn/bytes"
                + " \"0e3104c361676564c4626f726e0a0100000000000000c46e616d6583416461c474616773"
                + "0d0d03030104000000000000f83f00\"");
  }
}
