package bourn.kernel;

import java.util.function.Function;

/** Kernels that keep everything on the heap, for as long as they are open. */
public final class HeapKernel {

  private HeapKernel() {}

  /** Opens an empty kernel without typed streams. */
  public static Kernel open(Environment environment) {
    return open(environment, HeapKernel::refuseTyped);
  }

  /**
   * Opens an empty kernel.
   *
   * @param formats the format of a typed stream; called for no other
   */
  public static Kernel open(
      Environment environment, Function<StreamDescriptor, EventFormat> formats) {
    return LogKernel.open(
        new HeapCommitLog(), new HeapKeyValue(), environment, formats, Tuning.HEAP);
  }

  private static EventFormat refuseTyped(StreamDescriptor descriptor) {
    throw new IllegalArgumentException(
        "a kernel opened without formats has no typed streams, asked for was "
            + descriptor.toValue());
  }
}
