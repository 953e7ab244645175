package bourn.index;

import static org.assertj.core.api.Assertions.assertThat;

import bourn.columns.Kind;
import bourn.datoms.Meta;
import bourn.kernel.Value;
import org.junit.jupiter.api.Test;

/** What stays in memory when segments are more than fit. */
final class SegmentCacheTest {

  private static final IndexKey INDEX = new IndexKey(1);
  private static final Segment SEGMENT = segment();
  private static final int FIT = 10;

  private final SegmentCache cache = new SegmentCache(FIT * SEGMENT.sizeBytes());

  @Test
  void theFirstThatCameGoFirst_ifNoneIsRead() {
    put(0, 2 * FIT);
    for (int id = 0; id < 2 * FIT; id++) {
      assertThat(cache.get(INDEX, id, Segment.class) != null).isEqualTo(id >= FIT);
    }
  }

  @Test
  void whatIsReadAgainAndAgainStays() {
    put(0, FIT);
    for (int id = FIT; id < 20 * FIT; id++) {
      assertThat(cache.get(INDEX, 3, Segment.class)).isNotNull();
      put(id, id + 1);
    }
    assertThat(cache.get(INDEX, 3, Segment.class)).isNotNull();
    assertThat(cache.get(INDEX, 4, Segment.class)).isNull();
  }

  @Test
  void whatIsRemovedLeavesItsRoom() {
    put(0, FIT);
    cache.remove(INDEX, 2);
    put(FIT, FIT + 1);
    assertThat(cache.get(INDEX, 0, Segment.class)).isNotNull();
    assertThat(cache.get(INDEX, 2, Segment.class)).isNull();
    assertThat(cache.get(new IndexKey(2), 0, Segment.class)).isNull();
  }

  @Test
  void whatIsPutAgainTakesItsRoomOnce() {
    put(0, FIT);
    put(FIT - 1, FIT);
    assertThat(cache.get(INDEX, 0, Segment.class)).isNotNull();
  }

  private void put(int from, int until) {
    for (int id = from; id < until; id++) {
      cache.put(INDEX, id, segment());
    }
  }

  private static Segment segment() {
    Rows rows = new Rows(1, new Value[0]);
    rows.add(1, 1, Kind.INT, 1, 1, Segment.LIVE, Meta.NONE);
    return rows.toSegment();
  }
}
