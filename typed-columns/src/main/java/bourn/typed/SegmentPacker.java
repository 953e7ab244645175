package bourn.typed;

import bourn.kernel.KeyValue;
import bourn.kernel.KeyValue.Family;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Gathers the rows of one segment. */
final class SegmentPacker {

  private final List<ColumnBuffer> columns = new ArrayList<>();
  private final List<SegmentHeader.Run> runs = new ArrayList<>();
  private int rows;

  SegmentPacker(ProductType type) {
    type.fields().forEach(field -> columns.add(new ColumnBuffer(field, ColumnSegments.ROWS)));
  }

  /** Adds the rows {@code from} to {@code until} of {@code chunk}. */
  boolean add(ChunkGroup chunk, int from, int until) {
    for (int f = 0; f < columns.size(); f++) {
      columns.get(f).copy(rows, chunk.field(f), from, until);
    }
    runs.add(
        new SegmentHeader.Run(
            rows, Math.multiplyExact(chunk.stamp().epochMillis(), 1_000L), chunk.stamp().origin()));
    rows += until - from;
    return true;
  }

  /** Puts the segment, now full, into {@code batch}. */
  void finish(SegmentKey key, KeyValue.Batch batch) {
    assert rows == ColumnSegments.ROWS : "a segment of " + rows + " rows";
    List<SegmentHeader.Column> written = new ArrayList<>();
    for (ColumnBuffer column : columns) {
      Field field = column.field();
      byte[] bytes = column.toBytes();
      Zone zone = Zone.of(new ColumnView(field, MemorySegment.ofArray(bytes), 0, rows).decode());
      written.add(new SegmentHeader.Column(field.id(), field.shape(), zone));
      batch.put(Family.SEGMENTS, key.column(field.id()), bytes);
    }
    batch.put(Family.SEGMENTS, key.header(), new SegmentHeader(runs, written).toBytes());
  }
}
