package bourn.typed;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment holds beside its columns.
 *
 * <pre>
 *  u32             runs          the number of runs of rows with one stamp
 *  for each run:   u32 its first row, u64 its time in microseconds since 1970, u64 its origin
 *  for each field: u64 min, u64 max, u32 missing, see {@link Zone}
 * </pre>
 *
 * <p>All numbers are big-endian; fields are in the order of the product type.
 */
record SegmentHeader(List<Run> runs, List<Zone> zones) {

  private static final int RUN_BYTES = Integer.BYTES + 2 * Long.BYTES;
  private static final int ZONE_BYTES = 2 * Long.BYTES + Integer.BYTES;

  /** Rows with one stamp, from {@code row} to the next run. */
  record Run(int row, long time, long origin) {}

  byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(Integer.BYTES + runs.size() * RUN_BYTES + zones.size() * ZONE_BYTES);
    out.putInt(runs.size());
    runs.forEach(run -> out.putInt(run.row()).putLong(run.time()).putLong(run.origin()));
    zones.forEach(zone -> out.putLong(zone.min()).putLong(zone.max()).putInt(zone.missing()));
    return out.array();
  }

  static SegmentHeader of(byte[] bytes, int fields) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = in.getInt();
    List<Run> runs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      runs.add(new Run(in.getInt(), in.getLong(), in.getLong()));
    }
    List<Zone> zones = new ArrayList<>(fields);
    for (int i = 0; i < fields; i++) {
      zones.add(new Zone(in.getLong(), in.getLong(), in.getInt()));
    }
    return new SegmentHeader(List.copyOf(runs), List.copyOf(zones));
  }
}
