package bourn.index;

import bourn.columns.Weight;
import bourn.kernel.Value;

/** How many bytes of memory values take, about. */
final class Sizes {

  private Sizes() {}

  static long bytes(Value[] values) {
    long bytes = 16;
    for (Value value : values) {
      bytes += 8 + Weight.of(value);
    }
    return bytes;
  }
}
