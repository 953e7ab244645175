package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Kind;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A place is found wherever the search begins, and however entities are numbered. */
final class ProbeTest {

  private static final int ROWS = 300;

  @ParameterizedTest(name = "entities up to 2^{0}")
  @ValueSource(ints = {1, 5, 9, 20, 62})
  void everyPlaceIsWhereCountingFindsIt(int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    for (int count = 0; count < ROWS; count += 1 + count / 8) {
      long[] entities = random.longs(count, 0, 1L << bits).sorted().toArray();
      Segment segment = segment(entities);
      for (int i = 0; i < 50; i++) {
        long entity = random.nextLong(-1, 1L << bits);
        for (boolean after : new boolean[] {false, true}) {
          long end = after ? entity : entity - 1;
          int expected = 0;
          while (expected < count && entities[expected] <= end) {
            expected++;
          }
          int near = random.nextInt(count + 1);
          Probe byEntity = Probe.of(Order.EAVT, 1, entity, 0, Value.Nil.NIL, after);
          Probe byAttribute = Probe.of(Order.AEVT, 2, entity, 7, Value.Nil.NIL, after);
          assertThat(byEntity.firstAfter(segment)).isEqualTo(expected);
          assertThat(byAttribute.firstAfter(segment)).isEqualTo(expected);
          assertThat(byEntity.firstAfter(segment, near)).isEqualTo(expected);
        }
      }
    }
  }

  private static Segment segment(long[] entities) {
    Rows rows = new Rows(entities.length, new Value[0]);
    for (int row = 0; row < entities.length; row++) {
      rows.add(entities[row], 7, Kind.INT, row, row, Segment.LIVE, Meta.NONE);
    }
    return rows.toSegment();
  }
}
