package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bourn.kernel.KeyValue.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every key-value state promises. Each implementation extends this class and supplies one. */
public abstract class KeyValueContract {

  /** Returns a new and empty state. */
  protected abstract KeyValue open();

  /** Opens again the state of {@link #open} after it was closed. */
  protected abstract KeyValue reopen();

  static LongStream seeds() {
    return Seeds.usually(6);
  }

  private static byte[] key(int... bytes) {
    byte[] key = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      key[i] = (byte) bytes[i];
    }
    return key;
  }

  private static List<String> all(KeyValue state, Family family, byte[] from, byte[] until) {
    List<String> found = new ArrayList<>();
    try (KeyValue.Entries entries = state.scan(family, from, until)) {
      while (entries.next()) {
        found.add(Arrays.toString(entries.key()) + Arrays.toString(entries.value()));
      }
      assertThat(entries.next()).isFalse();
    }
    return found;
  }

  @Test
  void get_ofAKeyThatIsNotThere_isNull() {
    try (KeyValue state = open()) {
      assertThat(state.get(Family.CHUNKS, key(1))).isNull();
      assertThat(state.floor(Family.CHUNKS, key(1))).isNull();
    }
  }

  @Test
  void keysOrder_asUnsignedBytes() {
    try (KeyValue state = open()) {
      state.write(
          new KeyValue.Batch()
              .put(Family.CHUNKS, key(0xFF), key(3))
              .put(Family.CHUNKS, key(0x7F), key(1))
              .put(Family.CHUNKS, key(0x80), key(2)));

      assertThat(all(state, Family.CHUNKS, key(0), key(0xFF)))
          .containsExactly("[127][1]", "[-128][2]");
      assertThat(state.floor(Family.CHUNKS, key(0x80, 0)).value()).containsExactly(2);
      assertThat(state.floor(Family.CHUNKS, key(0x80)).key()).containsExactly(0x80);
      assertThat(state.floor(Family.CHUNKS, key(0x7E))).isNull();
    }
  }

  @Test
  void families_areApart() {
    try (KeyValue state = open()) {
      state.write(new KeyValue.Batch().put(Family.CHUNKS, key(1), key(1)));

      assertThat(state.get(Family.SEGMENTS, key(1))).isNull();
      assertThat(state.floor(Family.STREAMS, key(9))).isNull();
    }
  }

  @Test
  void scan_isAsOfWhenItBegan() {
    try (KeyValue state = open()) {
      state.write(
          new KeyValue.Batch()
              .put(Family.SEGMENTS, key(1), key(1))
              .put(Family.SEGMENTS, key(2), key(2)));
      try (KeyValue.Entries entries = state.scan(Family.SEGMENTS, key(0), key(9))) {
        state.write(
            new KeyValue.Batch()
                .put(Family.SEGMENTS, key(3), key(3))
                .delete(Family.SEGMENTS, key(2)));

        assertThat(entries.next()).isTrue();
        assertThat(entries.next()).isTrue();
        assertThat(entries.value()).containsExactly(2);
        assertThat(entries.next()).isFalse();
      }
      assertThat(all(state, Family.SEGMENTS, key(0), key(9))).containsExactly("[1][1]", "[3][3]");
    }
  }

  @Test
  void entry_beforeTheFirstNext_isRefused() {
    try (KeyValue state = open();
        KeyValue.Entries entries = state.scan(Family.SEGMENTS, key(0), key(9))) {
      assertThatThrownBy(entries::key).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(entries::value).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void virtualThreads_mayCallEverything() throws Exception {
    try (KeyValue state = open();
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<List<String>>> scans = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        byte[] key = key(i);
        scans.add(
            threads.submit(
                () -> {
                  state.write(new KeyValue.Batch().put(Family.SEGMENTS, key, key));
                  assertThat(state.get(Family.SEGMENTS, key)).isEqualTo(key);
                  return all(state, Family.SEGMENTS, key, key(100));
                }));
      }
      for (var scan : scans) {
        assertThat(scan.get()).isNotEmpty();
      }
    }
  }

  /** Whatever is written, the state reads as a sorted map does, also after it was reopened. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theStateReadsAsASortedMapDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Family, NavigableMap<byte[], byte[]>> model = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      model.put(family, new TreeMap<>(Arrays::compareUnsigned));
    }
    KeyValue state = open();
    for (int round = 0; round < 60; round++) {
      if (random.nextInt(20) == 0) {
        state.flush();
        state.close();
        state = reopen();
      }
      KeyValue.Batch batch = new KeyValue.Batch();
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        change(batch, model, random);
      }
      state.write(batch);
      check(state, model, random);
    }
    state.close();
  }

  private static void change(
      KeyValue.Batch batch,
      Map<Family, NavigableMap<byte[], byte[]>> model,
      SplittableRandom random) {
    Family family = Family.values()[random.nextInt(3)];
    byte[] key = key(random.nextInt(256), random.nextInt(4));
    switch (random.nextInt(8)) {
      case 0 -> {
        batch.delete(family, key);
        model.get(family).remove(key);
      }
      case 1 -> {
        byte[] until = key((key[0] & 0xFF) + random.nextInt(3), random.nextInt(4));
        batch.deleteRange(family, key, until);
        if (Arrays.compareUnsigned(key, until) < 0) {
          model.get(family).subMap(key, until).clear();
        }
      }
      default -> {
        byte[] value = key(random.nextInt(256), random.nextInt(256));
        batch.put(family, key, value);
        model.get(family).put(key, value);
      }
    }
  }

  private static void check(
      KeyValue state, Map<Family, NavigableMap<byte[], byte[]>> model, SplittableRandom random) {
    for (Family family : Family.values()) {
      byte[] from = key(random.nextInt(256));
      byte[] until = key(random.nextInt(256), random.nextInt(4));
      List<String> expected = new ArrayList<>();
      if (Arrays.compareUnsigned(from, until) < 0) {
        model
            .get(family)
            .subMap(from, until)
            .forEach((key, value) -> expected.add(Arrays.toString(key) + Arrays.toString(value)));
      }
      assertThat(all(state, family, from, until)).isEqualTo(expected);
      Map.Entry<byte[], byte[]> floor = model.get(family).floorEntry(until);
      KeyValue.Entry found = state.floor(family, until);
      assertThat(found == null ? null : found.key())
          .isEqualTo(floor == null ? null : floor.getKey());
      assertThat(state.get(family, until)).isEqualTo(model.get(family).get(until));
    }
  }
}
