package bourn.kernel;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Outputs that are used again. The events of an append are encoded into one, which comes back as
 * soon as they lie elsewhere: memory that was touched before is several times as fast as new one.
 */
final class Outputs {

  /*
   * Who appends single events needs an output each time, and mostly has the one it had before: for
   * small outputs there is one place, which costs less than a queue.
   */

  private static final int MOST = 16;
  private static final int MOST_BYTES = 1 << 20;
  private static final int USUAL_BYTES = 160 << 10;
  private static final int MOST_SMALL_BYTES = 2 << 10;
  private static final int SMALL_BYTES = 256;

  private final BlockingQueue<ValueOutput> free = new ArrayBlockingQueue<>(MOST);
  private final AtomicReference<@Nullable ValueOutput> freeSmall = new AtomicReference<>();

  /** Returns an empty output. */
  ValueOutput take() {
    ValueOutput output = free.poll();
    return output == null ? new ValueOutput(USUAL_BYTES) : output;
  }

  /** Returns an empty output without much room. */
  ValueOutput takeSmall() {
    ValueOutput output = freeSmall.getAndSet(null);
    return output == null ? new ValueOutput(SMALL_BYTES) : output;
  }

  /** Takes {@code output} back, unless there are enough or its size is of no use. */
  void give(ValueOutput output) {
    int room = output.array().length;
    if (room <= MOST_SMALL_BYTES) {
      output.clear();
      freeSmall.setRelease(output);
    } else if (room >= PendingChunks.RESIDENT_BYTES && room <= MOST_BYTES) {
      output.clear();
      boolean kept = free.offer(output);
      assert kept || free.remainingCapacity() == 0;
    }
  }
}
