package bourn.kernel;

import java.util.function.Function;

/** Opens kernels that write and flush their state, and release their log, all the time. */
public final class BusyKernels {

  private static final Tuning BUSY =
      new Tuning(16 << 10, 1L << 20, 24 << 10, 48 << 10, 15, 20, 1L << 30, 1L << 20);

  private BusyKernels() {}

  /** Does as {@link Kernels#open}. */
  public static Kernel open(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats) {
    return LogKernel.open(log, state, environment, formats, BUSY);
  }
}
