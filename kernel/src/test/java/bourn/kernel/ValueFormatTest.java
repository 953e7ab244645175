package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueFormatTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void theWalkerStandsOnAnyEventInAnyOrder(long seed) {
    List<Value> values = new RandomValues(seed).values(100);
    MemorySegment body = MemorySegment.ofArray(ValueFormat.INSTANCE.encode(values));
    EventFormat.Walker walker = ValueFormat.INSTANCE.walker();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      int index = i < 100 ? i : random.nextInt(100);

      walker.stand(body, 100, index);

      assertThat(walker.value()).isEqualTo(values.get(index));
      assertThat(walker.toBytes()).isEqualTo(ValueCodec.encode(values.get(index)));
    }
  }

  /** Who steps again after a failure stands on the event that was asked for, or fails again. */
  @Test
  void aStepThatFailed_isMadeAgain() {
    List<Value> values = new RandomValues(5).values(100);
    byte[] bytes = ValueFormat.INSTANCE.encode(values);
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, 4 * 40, 4 * 60, (byte) -1);
    MemorySegment body = MemorySegment.ofArray(damaged);
    EventFormat.Walker walker = ValueFormat.INSTANCE.walker();
    walker.stand(body, 100, 1);
    for (int i = 2; i <= 32; i++) {
      walker.step();
    }
    assertThatThrownBy(walker::step).isInstanceOf(StorageException.class);
    assertThatThrownBy(walker::step).isInstanceOf(StorageException.class);
    System.arraycopy(bytes, 0, damaged, 0, bytes.length);

    walker.step();

    assertThat(walker.value()).isEqualTo(values.get(33));
  }

  @Test
  void encode_ofAValueNestedTooDeep_namesItsRow() {
    Value deep = Value.of(1L);
    for (int i = 0; i < 300; i++) {
      deep = Value.list(deep);
    }
    List<Value> values = List.of(Value.of(1L), deep);

    assertThatThrownBy(() -> ValueFormat.INSTANCE.encode(values))
        .isInstanceOf(InvalidEventsException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("at most 200 levels");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("bourn.kernel.RandomValues#seeds")
  void aDamagedBodyIsRefused(long seed) {
    Random random = new Random(seed);
    byte[] bytes = ValueFormat.INSTANCE.encode(new RandomValues(seed).values(20));
    EventFormat.Walker walker = ValueFormat.INSTANCE.walker();
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        walker.stand(MemorySegment.ofArray(damaged), 20, random.nextInt(20));
        walker.value();
      } catch (StorageException expected) {
        assertThat(expected).hasMessageContaining("required").hasMessageContaining("found");
      }
    }
  }
}
