package bourn.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Walks bodies in {@link ValueFormat}. */
final class ValueWalker implements EventFormat.Walker {

  /*
   * The ends of the events are copied out of the table a window at a time, and checked then: a step
   * to the next event is an addition, and a value begins where the one before it ends. Who steps
   * beyond a window gets a large one next; who jumps about, small ones.
   */

  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SMALL_WINDOW = 32;
  private static final int LARGE_WINDOW = 1024;

  private MemorySegment body = MemorySegment.NULL;
  private long values;
  private int count;
  private int[] ends = new int[2];
  private int first;
  private int known;
  private int at;

  @Override
  @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"}) // others load anew
  public void stand(MemorySegment body, int count, int index) {
    int step = index - first;
    if (body != this.body || step < 0 || step >= known || count != this.count) {
      load(body, count, index, step == known ? LARGE_WINDOW : SMALL_WINDOW);
      step = 0;
    }
    at = step;
  }

  @Override
  public void step() {
    if (at + 1 < known) {
      at++;
    } else {
      load(body, count, first + at + 1, LARGE_WINDOW);
      at = 0;
    }
  }

  private void load(MemorySegment body, int count, int index, int most) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("index must lie in [0, " + count + "), was " + index);
    }
    known = 0;
    long values = ValueFormat.TABLE + 4L * count;
    requireTable(body, count, values);
    int window = Math.min(most, count - index);
    if (ends.length <= window) {
      ends = new int[window + 1];
    }
    ends[0] = index == 0 ? 0 : body.get(U32, ValueFormat.TABLE + 4L * (index - 1));
    MemorySegment.copy(body, U32, ValueFormat.TABLE + 4L * index, ends, 1, window);
    requireAscending(window, index, body.byteSize() - values);
    this.body = body;
    this.values = values;
    this.count = count;
    first = index;
    known = window;
  }

  private static void requireTable(MemorySegment body, int count, long values) {
    if (values > body.byteSize()) {
      throw new StorageException(
          "damaged body: required a table of "
              + count
              + " events, found "
              + body.byteSize()
              + " bytes");
    }
    byte version = body.get(ValueLayout.JAVA_BYTE, 0);
    if (version != ValueCodec.VERSION) {
      throw new StorageException(
          "damaged body: required version " + ValueCodec.VERSION + ", found " + version);
    }
  }

  private void requireAscending(int window, int index, long valuesBytes) {
    int wrong = ends[0];
    for (int i = 0; i < window; i++) {
      wrong |= ends[i + 1] | (ends[i + 1] - ends[i]);
    }
    if (wrong < 0 || ends[window] > valuesBytes) {
      throw damaged(window, index, valuesBytes);
    }
  }

  private StorageException damaged(int window, int index, long valuesBytes) {
    int bad = 0;
    while (bad < window - 1 && isWithin(ends[bad], ends[bad + 1], valuesBytes)) {
      bad++;
    }
    return new StorageException(
        "damaged body: required the bounds of event "
            + (index + bad)
            + " within "
            + valuesBytes
            + " bytes, found ["
            + ends[bad]
            + ", "
            + ends[bad + 1]
            + ")");
  }

  private static boolean isWithin(int from, int until, long valuesBytes) {
    return from >= 0 && from <= until && until <= valuesBytes;
  }

  @Override
  public Value value() {
    return ValueCodec.decode(body, start(), lengthBytes());
  }

  @Override
  public MemorySegment segment() {
    return body;
  }

  @Override
  public long start() {
    return values + ends[at];
  }

  @Override
  public int lengthBytes() {
    return ends[at + 1] - ends[at];
  }
}
