package bourn.kernel;

import java.util.function.Function;

/** Opens kernels over the two storage seams. */
public final class Kernels {

  private Kernels() {}

  /**
   * Opens the kernel whose commits {@code log} holds and whose folded state {@code state} holds,
   * both of which may be empty. The kernel owns both and closes them.
   *
   * @param formats the format of a typed stream; called for no other, and from any thread
   * @throws StorageException if log and state are damaged or do not fit each other; then both are
   *     the caller's to close
   */
  public static Kernel open(
      CommitLog log,
      KeyValue state,
      Environment environment,
      Function<StreamDescriptor, EventFormat> formats) {
    return LogKernel.open(log, state, environment, formats, Tuning.DISK);
  }
}
