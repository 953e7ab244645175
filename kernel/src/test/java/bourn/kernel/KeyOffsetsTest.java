package bourn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many keys a pass of compaction remembers. */
final class KeyOffsetsTest {

  @Test
  void offsets_areFullByTheBytesOfTheirKeys() {
    KeyOffsets offsets = new KeyOffsets(1 << 20);
    int keys = 0;
    while (!offsets.isFull()) {
      offsets.put(Value.of(keys + "x".repeat(100_000)), keys);
      keys++;
    }
    assertThat(keys).isBetween(10, 11);
  }

  @Test
  void offsets_countAKeyOnce_andNoteTheNewestOffset() {
    KeyOffsets offsets = new KeyOffsets(1 << 20);
    for (int offset = 0; offset < 100_000; offset++) {
      offsets.put(Value.of("key"), offset);
    }
    assertThat(offsets.isFull()).isFalse();
    assertThat(offsets.hasNewer(Value.of("key"), 99_998)).isTrue();
    assertThat(offsets.hasNewer(Value.of("key"), 99_999)).isFalse();
    assertThat(offsets.hasNewer(Value.of("other"), 0)).isFalse();
  }
}
