package bourn.kernel;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Outputs that are used again. The events of an append are encoded into one, which comes back as
 * soon as the log has them: memory that was touched before is several times as fast as new one.
 */
final class Outputs {

  private static final int MOST = 16;
  private static final int MOST_BYTES = 1 << 20;
  private static final int USUAL_BYTES = 160 << 10;

  private final BlockingQueue<ValueOutput> free = new ArrayBlockingQueue<>(MOST);

  /** Returns an empty output. */
  ValueOutput take() {
    ValueOutput output = free.poll();
    return output == null ? new ValueOutput(USUAL_BYTES) : output;
  }

  /** Takes {@code output} back, unless there are enough or it has grown too large. */
  void give(@Nullable ValueOutput output) {
    if (output != null && output.array().length <= MOST_BYTES) {
      output.clear();
      boolean kept = free.offer(output);
      assert kept || free.remainingCapacity() == 0;
    }
  }
}
