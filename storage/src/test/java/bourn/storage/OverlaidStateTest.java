package bourn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.kernel.Environment;
import bourn.kernel.KeyValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A state that keeps to itself what is written to it reads as a sorted map does. */
final class OverlaidStateTest {

  private static final KeyValue.Family FAMILY = KeyValue.Family.CHUNKS;
  private static final int STEPS = 300;

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsAsASortedMap_andLeavesWhatIsBelowAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    try (KeyValue below = RocksKeyValue.create(folder, Environment.system())) {
      for (int i = 0; i < STEPS; i++) {
        change(below, model, random);
      }
      NavigableMap<byte[], byte[]> before = new TreeMap<>(model);
      KeyValue overlaid = new OverlaidState(below);
      for (int i = 0; i < STEPS; i++) {
        change(overlaid, model, random);
        assertFloor(overlaid, model, key(random));
      }
      assertScan(overlaid, model);
      assertScan(below, before);
    }
  }

  private static byte[] key(SplittableRandom random) {
    byte[] key = new byte[1 + random.nextInt(3)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(6) - 3);
    }
    return key;
  }

  private static void change(
      KeyValue state, NavigableMap<byte[], byte[]> model, SplittableRandom random) {
    KeyValue.Batch batch = new KeyValue.Batch();
    byte[] key = key(random);
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        batch.delete(FAMILY, key);
        model.remove(key);
      }
      case 2 -> {
        byte[] until = key(random);
        if (Arrays.compareUnsigned(key, until) < 0) {
          batch.deleteRange(FAMILY, key, until);
          model.subMap(key, until).clear();
        }
      }
      default -> {
        byte[] value = {(byte) random.nextInt()};
        batch.put(FAMILY, key, value);
        model.put(key, value);
      }
    }
    state.write(batch);
  }

  private static void assertFloor(KeyValue state, NavigableMap<byte[], byte[]> model, byte[] key) {
    Map.Entry<byte[], byte[]> expected = model.floorEntry(key);
    KeyValue.Entry found = state.floor(FAMILY, key);
    assertThat(found == null ? null : found.key())
        .isEqualTo(expected == null ? null : expected.getKey());
    assertThat(state.get(FAMILY, key)).isEqualTo(model.get(key));
  }

  private static void assertScan(KeyValue state, NavigableMap<byte[], byte[]> model) {
    try (KeyValue.Entries entries = state.scan(FAMILY, new byte[0], RocksKeyValue.AFTER_ALL)) {
      for (Map.Entry<byte[], byte[]> expected : model.entrySet()) {
        assertThat(entries.next()).isTrue();
        assertThat(entries.key()).isEqualTo(expected.getKey());
        assertThat(entries.value()).isEqualTo(expected.getValue());
      }
      assertThat(entries.next()).isFalse();
    }
  }
}
